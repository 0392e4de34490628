/** The place of an item among items with equal scores: the smaller comes first. */
export type TieOrder = (item: number) => number;

/** For lists that are shown: the same every time. */
export const byIndex: TieOrder = (item) => item;

/**
 * For lists that are measured: a pseudo-random order of each listener, the same for all models. Ties by index would
 * reward a model that knows nothing where ids follow popularity.
 */
export function seededTies(seed: number, listener: number): TieOrder {
  const key = mixed((seed ^ mixed(listener + 1)) >>> 0);
  return (item) => mixed((item ^ key) >>> 0);
}

/** MurmurHash3's finaliser: a bijection of 32-bit integers, so that no two items share a place. */
function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
