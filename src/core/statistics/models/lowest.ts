/** (√5 − 1) / 2 */
const GOLDEN = 0.6180339887498949;

/** Where a function falls for ever, the search ends here. */
const LARGEST = 500;

type Of = (at: readonly number[]) => number;

/**
 * Where a smooth function of one or two numbers from 0 is least; even in each of them, as of standard deviations. It is
 * least nowhere where it cannot be computed.
 */
export function lowestAt(given: Of, dimensions: number): number[] {
  const of: Of = (at) => {
    const value = given(at);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  if (dimensions === 1) return [lowest((at) => of([at]))];
  const coarse = [0, 0.05, 0.2, 0.6, 1.5, 5, 25];
  const inside = (at: readonly number[]) => at.map((value) => Math.min(Math.abs(value), LARGEST));
  const even: Of = (at) => of(inside(at));
  let best = lower(
    even,
    coarse.flatMap((a) => coarse.map((b) => [a, b])),
  );
  // Again from where it ended: a simplex that has become flat stops early.
  for (let round = 0; round < 3; round++) best = inside(simplex(even, best));
  return lower(even, [[0, best[1]], [best[0], 0], best]);
}

/** The first of the points with the least value. */
function lower(of: Of, points: readonly number[][]): number[] {
  const values = points.map(of);
  return points[values.indexOf(Math.min(...values))];
}

const MOST_STEPS = 400;

/** The simplex method of Nelder and Mead (1965) for two numbers. */
function simplex(of: Of, start: readonly number[]): number[] {
  const [a, b] = start;
  const corners = [
    [a, b],
    [a + 0.1 * a + 0.01, b],
    [a, b + 0.1 * b + 0.01],
  ].map((at) => ({ at, value: of(at) }));
  for (let step = 0; step < MOST_STEPS; step++) {
    corners.sort((one, other) => one.value - other.value);
    const [best, middle, worst] = corners;
    const size = Math.max(...best.at.map((value, i) => Math.abs(value - worst.at[i]) / (1e-3 + Math.abs(value))));
    if (size < 1e-9) break;
    const centre = best.at.map((value, i) => (value + middle.at[i]) / 2);
    const along = (by: number) => {
      const at = centre.map((value, i) => value + by * (worst.at[i] - value));
      return { at, value: of(at) };
    };
    const turned = along(-1);
    if (turned.value < best.value) {
      const farther = along(-2);
      corners[2] = farther.value < turned.value ? farther : turned;
    } else if (turned.value < middle.value) corners[2] = turned;
    else {
      const nearer = along(turned.value < worst.value ? -0.5 : 0.5);
      if (nearer.value < Math.min(turned.value, worst.value)) corners[2] = nearer;
      else
        for (const k of [1, 2]) {
          const at = corners[k].at.map((value, i) => (value + best.at[i]) / 2);
          corners[k] = { at, value: of(at) };
        }
    }
  }
  return lower(
    of,
    corners.map(({ at }) => at),
  );
}

/** Of one number: among points a factor apart, then between its neighbours. */
function lowest(of: (at: number) => number): number {
  const points = [0, ...Array.from({ length: 60 }, (_, i) => 1e-4 * 1.3 ** i)];
  const values = points.map(of);
  const best = values.indexOf(Math.min(...values));
  let [low, high] = [points[Math.max(0, best - 1)], points[Math.min(points.length - 1, best + 1)]];
  for (let step = 0; step < 90; step++) {
    const [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (of(a) <= of(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}
