/** What lists look like beyond their hits. */
export interface CatalogueMeasures {
  /** Distinct recommended songs / songs. */
  coverage: number;
  /**
   * Of how often each song of the catalogue is recommended: 0 = all alike, towards 1 = few take all. Null when nothing
   * was recommended.
   */
  gini: number | null;
  /**
   * Mean over lists of the mean −log₂(share of training listeners who played a song); songs nobody played count as one
   * listener.
   */
  novelty: number | null;
  /** Mean over lists of at least two songs of 1 − cosine of their features, over pairs. Null without features. */
  'intra-list-diversity': number | null;
}

/**
 * Collects recommended lists one by one and answers the catalogue measures; memory grows with the catalogue, not with
 * the lists.
 */
export class CatalogueTally {
  readonly #counts: Float64Array;
  readonly #listenersOf: ArrayLike<number>;
  readonly #listeners: number;
  readonly #cosine: ((a: number, b: number) => number) | null;
  #novelty = { sum: 0, lists: 0 };
  #diversity = { sum: 0, lists: 0 };

  /**
   * @param listenersOf training listeners of each song @param cosine of two songs' features (0 where one has none);
   * null where there are no features
   */
  constructor(
    songs: number,
    listenersOf: ArrayLike<number>,
    listeners: number,
    cosine: ((a: number, b: number) => number) | null,
  ) {
    this.#counts = new Float64Array(songs);
    this.#listenersOf = listenersOf;
    this.#listeners = listeners;
    this.#cosine = cosine;
  }

  add(list: ArrayLike<number>): void {
    if (list.length === 0) return;
    let information = 0;
    for (let i = 0; i < list.length; i++) {
      this.#counts[list[i]]++;
      information -= Math.log2(Math.max(1, this.#listenersOf[list[i]]) / this.#listeners);
    }
    this.#novelty.sum += information / list.length;
    this.#novelty.lists++;
    if (!this.#cosine || list.length < 2) return;
    let distance = 0;
    for (let i = 0; i < list.length; i++) for (let j = 0; j < i; j++) distance += 1 - this.#cosine(list[i], list[j]);
    this.#diversity.sum += distance / ((list.length * (list.length - 1)) / 2);
    this.#diversity.lists++;
  }

  measures(): CatalogueMeasures {
    const sorted = this.#counts.slice().sort();
    const m = sorted.length;
    let total = 0;
    let weighted = 0;
    let recommended = 0;
    sorted.forEach((count, i) => {
      total += count;
      weighted += (2 * (i + 1) - m - 1) * count;
      if (count > 0) recommended++;
    });
    return {
      coverage: recommended / m,
      gini: total === 0 ? null : weighted / (m * total),
      novelty: this.#novelty.lists === 0 ? null : this.#novelty.sum / this.#novelty.lists,
      'intra-list-diversity': this.#diversity.lists === 0 ? null : this.#diversity.sum / this.#diversity.lists,
    };
  }
}

/** Cosine of two songs' tags, weighted as in the library; 0 where one has none. */
export function tagCosine(features: {
  tagOffsets: Uint32Array;
  tags: Uint32Array;
  tagWeights: Float32Array;
}): ((a: number, b: number) => number) | null {
  const { tagOffsets, tags, tagWeights } = features;
  if (tags.length === 0) return null;
  const weightsOf = (song: number) =>
    new Map(
      Array.from(tags.subarray(tagOffsets[song], tagOffsets[song + 1]), (tag, i) => [
        tag,
        tagWeights[tagOffsets[song] + i],
      ]),
    );
  const kept = new Map<number, { weights: Map<number, number>; norm: number }>();
  const vector = (song: number) => {
    let own = kept.get(song);
    if (!own) {
      const weights = weightsOf(song);
      own = { weights, norm: Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0)) };
      kept.set(song, own);
    }
    return own;
  };
  return (a, b) => {
    const [one, other] = [vector(a), vector(b)];
    if (one.norm === 0 || other.norm === 0) return 0;
    let dot = 0;
    for (const [tag, weight] of one.weights) dot += weight * (other.weights.get(tag) ?? 0);
    return dot / (one.norm * other.norm);
  };
}
