import type { SongFeatures } from '../data/dataset.ts';
import { namesIn, TAGS_INPUT, vectorSet } from '../data/song-vectors.ts';
import type { Reporting } from '../numeric/yielding.ts';
import { bandStatistics } from './mel-input.ts';
import type { FieldInput, FieldInputs, MelInputs, VectorInputs } from './task.ts';

/** Spectrograms, standardised by the training rows' bands. */
export async function melInputs(
  features: SongFeatures,
  trainingRows: Uint32Array,
  context: Reporting,
): Promise<MelInputs> {
  return {
    kind: 'mel',
    folder: features.melFolder,
    tracks: features.melTracks,
    ...(await bandStatistics(features.melFolder, features.melTracks, trainingRows, context)),
  };
}

/** A set of vectors; what only held-out songs have changes nothing. */
export function vectorInputs(features: SongFeatures, name: string, trainingRows: Uint32Array): VectorInputs {
  const { width, values } = vectorSet(features, name);
  const mean = new Float32Array(width);
  const deviation = new Float32Array(width);
  for (let v = 0; v < width; v++) {
    let sum = 0;
    let squares = 0;
    for (const row of trainingRows) sum += values[row * width + v];
    const middle = sum / Math.max(1, trainingRows.length);
    for (const row of trainingRows) squares += (values[row * width + v] - middle) ** 2;
    mean[v] = middle;
    deviation[v] = Math.sqrt(squares / Math.max(1, trainingRows.length));
  }
  return { kind: 'vectors', width, values, mean, deviation };
}

/** The same beside other inputs: a song without a vector is as the mean of the training songs that have one. */
function vectorsBeside(features: SongFeatures, name: string, trainingRows: Uint32Array): VectorInputs {
  const { known, values } = vectorSet(features, name);
  const inputs = vectorInputs(
    features,
    name,
    trainingRows.filter((song) => known[song]),
  );
  const filled = values.slice();
  known.forEach((has, song) => {
    if (!has) filled.set(inputs.mean, song * inputs.width);
  });
  return { ...inputs, values: filled };
}

/** An artist of fewer training songs is unknown: what is learned of one song says nothing of others. */
const FEWEST_SONGS_OF_ARTIST = 2;

/** The vocabulary of every field comes from the training rows; what only other songs have is unknown. */
export function fieldInputs(features: SongFeatures, trainingRows: Uint32Array): FieldInputs {
  return namedInputs(features, trainingRows, TAGS_INPUT);
}

/** What these names say of the songs: `tags` the fields, the others sets of vectors. */
export function namedInputs(features: SongFeatures, trainingRows: Uint32Array, inputs: string): FieldInputs {
  const names = [...new Set(namesIn(inputs))];
  return {
    kind: 'fields',
    fields: names.includes(TAGS_INPUT) ? categoricalFields(features, trainingRows) : [],
    vectors: names.filter((name) => name !== TAGS_INPUT).map((name) => vectorsBeside(features, name, trainingRows)),
  };
}

function categoricalFields(features: SongFeatures, trainingRows: Uint32Array): FieldInput[] {
  const songs = features.years.length;
  const tags = compact('tags', 32, songs, trainingRows, (song) =>
    Array.from(features.tags.subarray(features.tagOffsets[song], features.tagOffsets[song + 1]), (tag, i) => [
      tag,
      features.tagWeights[features.tagOffsets[song] + i],
    ]),
  );
  const songsOf = new Uint32Array(features.artistCount);
  for (const song of trainingRows) if (features.artists[song] >= 0) songsOf[features.artists[song]]++;
  const artists = compact('artist', 8, songs, trainingRows, (song) =>
    songsOf[features.artists[song]] >= FEWEST_SONGS_OF_ARTIST ? [[features.artists[song], 1]] : [],
  );
  const decades = compact('decade', 4, songs, trainingRows, (song) =>
    features.years[song] > 0 ? [[Math.floor(features.years[song] / 10), 1]] : [],
  );
  return [tags, artists, decades];
}

function compact(
  name: string,
  width: number,
  songs: number,
  trainingRows: Uint32Array,
  valuesOf: (song: number) => [number, number][],
): FieldInput {
  const vocabulary = new Map<number, number>();
  for (const song of trainingRows)
    for (const [value] of valuesOf(song)) if (!vocabulary.has(value)) vocabulary.set(value, vocabulary.size + 1);
  const offsets = new Uint32Array(songs + 1);
  const values: number[] = [];
  const weights: number[] = [];
  for (let song = 0; song < songs; song++) {
    const own = valuesOf(song).filter(([value]) => vocabulary.has(value));
    for (const [value, weight] of own.length > 0 ? own : [[-1, 1]]) {
      values.push(vocabulary.get(value) ?? 0); // 0 = unknown
      weights.push(weight);
    }
    offsets[song + 1] = values.length;
  }
  return {
    name,
    size: vocabulary.size + 1,
    width,
    vocabulary: Uint32Array.from(vocabulary.keys()),
    offsets,
    values: Uint32Array.from(values),
    weights: Float32Array.from(weights),
  };
}
