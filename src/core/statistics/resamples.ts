import { Random } from './random.ts';

/** How many resamples an interval comes from. */
export const RESAMPLES = 1000;

/**
 * Percentile bootstrap (Efron 1979): how often each unit is drawn, for every resample. Units are clusters (listeners,
 * or song splits and the listeners in them), so whatever is
 * summed with these weights is resampled as a whole.
 *
 * @param groups the unit's group; with more than one group, groups are drawn first and then units inside them
 */
export function* resamples(groups: readonly number[], times: number, seed: number): Generator<Uint16Array> {
  const random = new Random(seed);
  const members = new Map<number, number[]>();
  groups.forEach((group, unit) => {
    const list = members.get(group);
    if (list) list.push(unit);
    else members.set(group, [unit]);
  });
  const clusters = [...members.values()];
  for (let sample = 0; sample < times; sample++) {
    const weights = new Uint16Array(groups.length);
    for (let drawn = 0; drawn < clusters.length; drawn++) {
      const cluster = clusters.length === 1 ? clusters[0] : clusters[random.below(clusters.length)];
      for (let i = 0; i < cluster.length; i++) weights[cluster[random.below(cluster.length)]]++;
    }
    yield weights;
  }
}

/** Weights up to so many are kept: 64 MiB. */
const MOST_KEPT = 2 ** 25;

/**
 * Resamples that several statistics of the same clusters share, since the same seed draws the same. The last are kept
 * for as long as this object lives.
 */
export class Draws {
  #kept: { name: string; weights: Uint16Array[] } | null = null;

  of(clusters: number, times: number, seed: number): Iterable<Uint16Array> {
    const name = `${clusters} ${times} ${seed}`;
    if (this.#kept?.name === name) return this.#kept.weights;
    const drawn = resamples(new Array<number>(clusters).fill(0), times, seed);
    if (clusters * times > MOST_KEPT) return drawn;
    this.#kept = { name, weights: [...drawn] };
    return this.#kept.weights;
  }
}

export function weightedSum(values: ArrayLike<number>, weights: Uint16Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * values[i];
  return sum;
}
