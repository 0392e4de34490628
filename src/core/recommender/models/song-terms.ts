import type { SongFeatures } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';

/** Unit-length sparse vectors of songs, in compressed rows: tags, then artists, then decades. */
export interface SongTerms {
  offsets: Uint32Array;
  terms: Uint32Array;
  weights: Float32Array;
  /** Tags and artists, and decades if they are among the terms. */
  termCount: number;
}

const ARTIST_WEIGHT = 0.5;
const DECADE_WEIGHT = 0.25;
/** Up to the year 2999. */
const DECADES = 300;

/**
 * Tags weighted by TF-IDF, the frequency being the square root of a tag's weight: listeners agree on the obvious tags
 * by orders of magnitude more than on the telling ones. Document frequencies come from songs with a training play only.
 */
export function songTerms({ features, interactions }: TrainingSet, withDecades: boolean): SongTerms {
  const { songs } = interactions;
  const { tagNames, tagOffsets, tags, artistCount } = features;
  const trained = new Uint8Array(songs);
  for (const song of interactions.items) trained[song] = 1;
  const frequency = new Float64Array(tagNames.length);
  let documents = 0;
  for (let song = 0; song < songs; song++) {
    if (!trained[song]) continue;
    documents++;
    for (let at = tagOffsets[song]; at < tagOffsets[song + 1]; at++) frequency[tags[at]]++;
  }
  const inverse = frequency.map((n) => (n > 0 ? Math.log1p(documents / n) : 0));
  const offsets = new Uint32Array(songs + 1);
  const terms: number[] = [];
  const weights: number[] = [];
  for (let song = 0; song < songs; song++) {
    append(features, song, inverse, withDecades, terms, weights);
    normalise(weights, offsets[song]);
    offsets[song + 1] = terms.length;
  }
  return {
    offsets,
    terms: Uint32Array.from(terms),
    weights: Float32Array.from(weights),
    termCount: tagNames.length + artistCount + (withDecades ? DECADES : 0),
  };
}

/**
 * Only terms that at least two of the songs to learn from have, at unit length again: what a regression gives to a term
 * of one song says nothing of others, and keeps the song's other terms from saying it. Numbered anew; `columns` has the
 * old number of each.
 */
export function sharedTerms(
  { offsets, terms, weights, termCount }: SongTerms,
  rows: Uint32Array,
): SongTerms & { columns: Uint32Array } {
  const songsWith = new Uint32Array(termCount);
  for (const song of rows) for (let at = offsets[song]; at < offsets[song + 1]; at++) songsWith[terms[at]]++;
  const columns = Uint32Array.from(Array.from(songsWith.keys()).filter((term) => songsWith[term] >= 2));
  const columnOf = new Int32Array(termCount).fill(-1);
  columns.forEach((term, column) => {
    columnOf[term] = column;
  });
  const kept = new Uint32Array(offsets.length);
  const [ownTerms, ownWeights]: [number[], number[]] = [[], []];
  for (let song = 0; song + 1 < offsets.length; song++) {
    for (let at = offsets[song]; at < offsets[song + 1]; at++) {
      if (columnOf[terms[at]] < 0) continue;
      ownTerms.push(columnOf[terms[at]]);
      ownWeights.push(weights[at]);
    }
    normalise(ownWeights, kept[song]);
    kept[song + 1] = ownTerms.length;
  }
  return {
    offsets: kept,
    terms: Uint32Array.from(ownTerms),
    weights: Float32Array.from(ownWeights),
    termCount: columns.length,
    columns,
  };
}

function append(
  { tagNames, tagOffsets, tags, tagWeights, artists, artistCount, years }: SongFeatures,
  song: number,
  inverse: Float64Array,
  withDecades: boolean,
  terms: number[],
  weights: number[],
): void {
  let heaviest = 0;
  for (let at = tagOffsets[song]; at < tagOffsets[song + 1]; at++) {
    const weight = Math.sqrt(tagWeights[at]) * inverse[tags[at]];
    if (weight === 0) continue;
    terms.push(tags[at]);
    weights.push(weight);
    heaviest = Math.max(heaviest, weight);
  }
  if (artists[song] >= 0) {
    terms.push(tagNames.length + artists[song]);
    weights.push(heaviest === 0 ? 1 : heaviest * ARTIST_WEIGHT);
  }
  if (withDecades && years[song] > 0 && (heaviest > 0 || artists[song] >= 0)) {
    terms.push(tagNames.length + artistCount + Math.min(DECADES - 1, Math.floor(years[song] / 10)));
    weights.push(heaviest === 0 ? DECADE_WEIGHT : heaviest * DECADE_WEIGHT);
  }
}

function normalise(weights: number[], from: number): void {
  let sum = 0;
  for (let i = from; i < weights.length; i++) sum += weights[i] ** 2;
  const norm = Math.sqrt(sum) || 1;
  for (let i = from; i < weights.length; i++) weights[i] /= norm;
}
