import { latestFirst, type Observations } from './observations.ts';

/** Sums of weights by rank (Fenwick 1994): a change and a sum take the logarithm of the number of ranks. */
class WeightsByRank {
  readonly #tree: Float64Array;
  total = 0;
  /** Of those that are in it; weights taken off again may leave a rest of rounding where nobody is left. */
  size = 0;

  constructor(ranks: number) {
    this.#tree = new Float64Array(ranks + 1);
  }

  add(rank: number, weight: number): void {
    this.#change(rank, weight, 1);
  }

  remove(rank: number, weight: number): void {
    this.#change(rank, -weight, -1);
  }

  #change(rank: number, weight: number, by: number): void {
    this.size += by;
    this.total += weight;
    for (let at = rank + 1; at < this.#tree.length; at += at & -at) this.#tree[at] += weight;
  }

  /** Of the ranks below one. */
  below(rank: number): number {
    let weight = 0;
    for (let at = rank; at > 0; at -= at & -at) weight += this.#tree[at];
    return weight;
  }
}

/**
 * Harrell's concordance: of the pairs in which one is known to have had the event first, how often that one's predicted
 * hazard is larger; a tie counts half, and a pair as much as the product of its weights. Null without such a pair, or
 * where a hazard is not a number.
 */
export function concordance({ start, stop, event, weights }: Observations, score: readonly number[]): number | null {
  if (!score.every(Number.isFinite)) return null;
  const ranks = new Map([...new Set(score)].sort((a, b) => a - b).map((value, rank) => [value, rank]));
  const rank = score.map((value) => ranks.get(value) as number);
  const later = new WeightsByRank(ranks.size);
  const latest = stop.map((_, i) => i).sort((a, b) => stop[b] - stop[a] || event[a] - event[b]);
  const entered = latestFirst(start);
  let right = 0;
  let pairs = 0;
  let gone = 0;
  for (let at = 0; at < latest.length; ) {
    const time = stop[latest[at]];
    // Censored at this time is later than an event at it.
    for (; at < latest.length && stop[latest[at]] === time && event[latest[at]] === 0; at++)
      later.add(rank[latest[at]], weights[latest[at]]);
    for (; gone < entered.length && start[entered[gone]] >= time; gone++)
      later.remove(rank[entered[gone]], weights[entered[gone]]);
    const first = at;
    for (; at < latest.length && stop[latest[at]] === time; at++) {
      if (later.size === 0) continue;
      const i = latest[at];
      const below = later.below(rank[i]);
      const same = later.below(rank[i] + 1) - below;
      pairs += weights[i] * later.total;
      right += weights[i] * (below + same / 2);
    }
    for (let i = first; i < at; i++) later.add(rank[latest[i]], weights[latest[i]]);
  }
  return pairs === 0 ? null : right / pairs;
}
