export type JsonObject = Record<string, unknown>;

const LONG_NUMBER = /^-?\d{16,}$/;

/** An object of JSON; whole numbers that JavaScript has not to the last digit stay text. */
export function parsedJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const keep = (_: string, value: unknown, written?: { source?: string }) =>
    typeof value === 'number' && LONG_NUMBER.test(written?.source ?? '') ? written?.source : value;
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of JSON as `Number` has it; NaN for objects and lists, whose own "toString" may be anything. */
export function numberIn(value: unknown): number {
  return typeof value === 'object' && value !== null ? Number.NaN : Number(value);
}
