/** The array, or a copy with at least twice as much room if it has less than is needed. */
export function withRoom(array: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  if (needed <= array.length) return array;
  const larger = new Uint32Array(Math.max(array.length * 2, needed));
  larger.set(array);
  return larger;
}
