import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { playedSongs, type SongFeatures } from '../data/dataset.ts';
import { namesIn, standardised, TAGS_INPUT, vectorSet } from '../data/song-vectors.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { UNHEARD_ARTIST } from '../data/unplayed.ts';
import { addRow } from '../numeric/sparse-ridge.ts';
import type { Factors } from '../numeric/vectors.ts';
import type { ModelDefinition } from './model.ts';

export const INPUTS_OPTION: ModelDefinition['options'][number] = {
  name: 'inputs',
  kind: 'list',
  defaultValue: TAGS_INPUT,
  help: say('model.inputs'),
};

/** Sparse vectors of songs, in compressed rows: tags, artists, decades, and then the values of sets of vectors. */
export interface SongTerms {
  offsets: Uint32Array;
  terms: Uint32Array;
  weights: Float32Array;
  /** How many terms there can be. */
  termCount: number;
}

const ARTIST_WEIGHT = 0.5;
const DECADE_WEIGHT = 0.25;
/** Up to the year 2999. */
const DECADES = 300;

/**
 * What the inputs `tags` (tags, artist and, if wanted, decade) and sets of vectors say of each song. One kind alone has
 * unit length; for cosines, all kinds together have.
 *
 * @throws bad-input if a set of vectors is not there or no name is given
 */
export function songTerms(set: TrainingSet, inputs: string, withDecades: boolean, forCosines: boolean): SongTerms {
  const names = [...new Set(namesIn(inputs))];
  if (names.length === 0) throw new AppError('bad-request', say('vectors.no-inputs'));
  const kinds = names.includes(TAGS_INPUT) ? [tagTerms(set, withDecades)] : [];
  let first = set.features.tagNames.length + set.features.artistCount + (withDecades ? DECADES : 0);
  for (const name of names.filter((one) => one !== TAGS_INPUT)) {
    const terms = vectorTerms(set, name, first, forCosines);
    kinds.push(terms);
    first = terms.termCount;
  }
  if (kinds.length === 1) return kinds[0];
  return sideBySide(kinds, set.interactions.songs, forCosines);
}

/** The values of a set as terms from the number `first` on. */
function vectorTerms(
  { features, interactions }: TrainingSet,
  name: string,
  first: number,
  unitLength: boolean,
): SongTerms {
  const { songs } = interactions;
  const set = vectorSet(features, name);
  const { width, known } = set;
  const trained = playedSongs(interactions);
  const values = standardised(set, trained);
  const offsets = new Uint32Array(songs + 1);
  for (let song = 0; song < songs; song++) offsets[song + 1] = offsets[song] + (known[song] ? width : 0);
  const terms = new Uint32Array(offsets[songs]);
  const weights = new Float32Array(offsets[songs]);
  for (let song = 0; song < songs; song++) {
    if (!known[song]) continue;
    weights.set(values.subarray(song * width, (song + 1) * width), offsets[song]);
    for (let v = 0; v < width; v++) terms[offsets[song] + v] = first + v;
    if (unitLength) normalise(weights, offsets[song], offsets[song + 1]);
  }
  return { offsets, terms, weights, termCount: first + width };
}

function sideBySide(kinds: readonly SongTerms[], songs: number, unitLength: boolean): SongTerms {
  const offsets = new Uint32Array(songs + 1);
  const total = kinds.reduce((sum, { terms }) => sum + terms.length, 0);
  const [terms, weights] = [new Uint32Array(total), new Float32Array(total)];
  for (let song = 0; song < songs; song++) {
    let at = offsets[song];
    for (const kind of kinds) {
      const [from, to] = [kind.offsets[song], kind.offsets[song + 1]];
      terms.set(kind.terms.subarray(from, to), at);
      weights.set(kind.weights.subarray(from, to), at);
      at += to - from;
    }
    offsets[song + 1] = at;
    if (unitLength) normalise(weights, offsets[song], at);
  }
  return { offsets, terms, weights, termCount: kinds[kinds.length - 1].termCount };
}

/**
 * Tags weighted by TF-IDF, the frequency being the square root of a tag's weight: listeners agree on the obvious tags
 * by orders of magnitude more than on the telling ones. Document frequencies come from songs with a training play only.
 */
function tagTerms({ features, interactions }: TrainingSet, withDecades: boolean): SongTerms {
  const { songs } = interactions;
  const { tagNames, tagOffsets, tags, artistCount } = features;
  const trained = playedSongs(interactions);
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
    const unheard = append(features, song, inverse, withDecades, terms, weights);
    normalise(weights, offsets[song], weights.length, unheard);
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
    normalise(ownWeights, kept[song], ownWeights.length);
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

/** 1 for songs of which anything is known. */
export function songsWithTerms({ offsets }: SongTerms): Uint8Array {
  return Uint8Array.from({ length: offsets.length - 1 }, (_, song) => (offsets[song + 1] > offsets[song] ? 1 : 0));
}

/** Every song's vector: its terms times a map of terms × k. */
export function predict(terms: SongTerms, map: Factors, k: number): Float32Array {
  const songs = terms.offsets.length - 1;
  const vectors = new Float32Array(songs * k);
  for (let song = 0; song < songs; song++) addRow(terms, song, map, k, vectors, song * k);
  return vectors;
}

/** Returns the weight of an artist that has no term: it takes its share of the length, as that of any other artist. */
function append(
  { tagNames, tagOffsets, tags, tagWeights, artists, artistCount, years }: SongFeatures,
  song: number,
  inverse: Float64Array,
  withDecades: boolean,
  terms: number[],
  weights: number[],
): number {
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
  return artists[song] === UNHEARD_ARTIST ? heaviest * ARTIST_WEIGHT : 0;
}

function normalise(weights: number[] | Float32Array, from: number, to: number, beside = 0): void {
  let sum = beside ** 2;
  for (let i = from; i < to; i++) sum += weights[i] ** 2;
  const norm = Math.sqrt(sum) || 1;
  for (let i = from; i < to; i++) weights[i] /= norm;
}
