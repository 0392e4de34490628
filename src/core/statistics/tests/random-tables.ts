import type { Random } from '../random.ts';
import { logGamma } from '../distributions.ts';

/** Below this ln(x!) are looked up. */
const LISTED = 1_000_000;

/** ln(x!) of whole numbers up to n. */
export function logFactorials(n: number): (x: number) => number {
  const listed = new Float64Array(Math.min(n, LISTED) + 1);
  for (let x = 2; x < listed.length; x++) listed[x] = logGamma(x + 1);
  return (x) => (x < listed.length ? listed[x] : logGamma(x + 1));
}

/**
 * How many of `draws` from `all`, of which `marked` are marked, are marked: by inversion from the most probable number
 * outwards, so that the work grows with the spread and not with the counts.
 */
function hypergeometric(
  random: Random,
  all: number,
  marked: number,
  draws: number,
  logFactorial: (x: number) => number,
): number {
  const low = Math.max(0, marked + draws - all);
  const high = Math.min(marked, draws);
  if (low === high) return low;
  const mode = Math.min(high, Math.max(low, Math.floor(((draws + 1) * (marked + 1)) / (all + 2))));
  const choose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  const atMode = Math.exp(choose(marked, mode) + choose(all - marked, draws - mode) - choose(all, draws));
  const odds = (k: number) => ((marked - k) / (k + 1)) * ((draws - k) / (all - marked - draws + k + 1));
  let rest = random.uniform() - atMode;
  let [up, down, above, below] = [atMode, atMode, mode, mode];
  while (rest > 0 && (above < high || below > low)) {
    if (above < high) {
      up *= odds(above++);
      rest -= up;
      if (rest <= 0) return above;
    }
    if (below > low) {
      down /= odds(--below);
      rest -= down;
      if (rest <= 0) return below;
    }
    // What is left of 1 by rounding belongs to no number.
    if (up + down < 1e-300) return mode;
  }
  return mode;
}

/** Fills `table`, row by row, with a random one of these margins, each as probable as independence makes it. */
export function randomTable(
  random: Random,
  rows: readonly number[],
  columns: readonly number[],
  logFactorial: (x: number) => number,
  table: Float64Array,
): void {
  const left = [...columns];
  let all = columns.reduce((a, v) => a + v, 0);
  rows.forEach((row, i) => {
    let [among, draws] = [all, row];
    for (let j = 0; j < columns.length; j++) {
      const taken = j === columns.length - 1 ? draws : hypergeometric(random, among, left[j], draws, logFactorial);
      table[i * columns.length + j] = taken;
      among -= left[j];
      left[j] -= taken;
      draws -= taken;
    }
    all -= row;
  });
}
