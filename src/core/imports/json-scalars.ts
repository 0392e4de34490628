/** A value of JSON as `Number` has it; NaN for objects and lists, whose own "toString" may be anything. */
export function numberIn(value: unknown): number {
  return typeof value === 'object' && value !== null ? Number.NaN : Number(value);
}
