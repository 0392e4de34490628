import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { LoadedModel } from '../models/model-file.ts';
import type { SongsWithVectors } from '../rows/vector-rows.ts';
import { Random } from '../../statistics/random.ts';

export interface Projection {
  /** Library ids. */
  songIds: Uint32Array;
  x: Float64Array;
  y: Float64Array;
  /** Index into `tags`, or −1: the most common of them that the song has. */
  tag: Int16Array;
  tags: string[];
  /** Shares of the variance that the two axes carry. */
  explained: [number, number];
  known: number;
}

const TAGS_COLOURED = 9;
const ITERATIONS = 200;

/** What of a model, or of a set of vectors, makes a map. */
interface Mapped {
  model: Pick<LoadedModel['model'], 'type' | 'songSpace'>;
  songIds: LoadedModel['songIds'];
  features: Pick<LoadedModel['features'], 'tagNames' | 'tagOffsets' | 'tags'>;
}

interface Axes {
  /** Of the songs shown, as places in the model. */
  shown: Uint32Array;
  /** Their vectors of unit length, from the mean. */
  rows: Float64Array;
  mean: Float64Array;
  axes: [Float64Array, Float64Array];
  explained: [number, number];
  known: number;
}

/** The first two principal components of a model's song vectors; beyond `most` songs, of a random part. */
function axesOf({ model }: Pick<Mapped, 'model'>, most: number): Axes {
  const space = model.songSpace;
  if (!space) throw new AppError('bad-input', say('scoring.no-song-vectors', { type: model.type }));
  const { vectors, k, known } = space;
  const all = Uint32Array.from(Array.from(known.keys()).filter((song) => known[song]));
  const shown = new Random(1).shuffle(all.slice()).slice(0, most).sort();
  const rows = Float64Array.from(
    { length: shown.length * k },
    (_, i) => vectors[shown[Math.floor(i / k)] * k + (i % k)],
  );
  const mean = normaliseAndCentre(rows, k);
  const covariance = new Float64Array(k * k);
  for (let at = 0; at < rows.length; at += k)
    for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) covariance[i * k + j] += rows[at + i] * rows[at + j];
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) covariance[j * k + i] = covariance[i * k + j];
  let total = 0;
  for (let f = 0; f < k; f++) total += covariance[f * k + f];
  const first = principal(covariance, k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) covariance[i * k + j] -= first.value * first.vector[i] * first.vector[j];
  const second = principal(covariance, k);
  const share = (value: number) => (total > 0 ? value / total : 0);
  return {
    shown,
    rows,
    mean,
    axes: [first.vector, second.vector],
    explained: [share(first.value), share(second.value)],
    known: all.length,
  };
}

/**
 * A map of the songs: the first two principal components of a model's song vectors, which were scaled to unit length,
 * since direction is what makes songs alike. Beyond `most` songs a random part is shown.
 */
export function project(loaded: Mapped, most: number): Projection {
  const { shown, rows, mean, axes, explained, known } = axesOf(loaded, most);
  const k = mean.length;
  const along = (axis: Float64Array) =>
    Float64Array.from(shown, (_, row) => axis.reduce((sum, value, f) => sum + value * rows[row * k + f], 0));
  return {
    songIds: Uint32Array.from(shown, (song) => loaded.songIds[song]),
    x: along(axes[0]),
    y: along(axes[1]),
    ...colours(loaded.features, shown),
    explained,
    known,
  };
}

/** The same map of vectors that no model made. */
export function projectVectors({ songIds, width, vectors, ...tags }: SongsWithVectors): Projection {
  const space = { k: width, vectors, known: new Uint8Array(songIds.length).fill(1) };
  return project({ model: { type: 'vectors', songSpace: space }, songIds, features: tags }, songIds.length);
}

/** Where a vector lies on the map of as many songs. */
export function positionOf(loaded: LoadedModel, most: number, vector: Float32Array): [number, number] {
  const { mean, axes } = axesOf(loaded, most);
  const norm = Math.hypot(...vector) || 1;
  const along = (axis: Float64Array) => axis.reduce((sum, value, f) => sum + value * (vector[f] / norm - mean[f]), 0);
  return [along(axes[0]), along(axes[1])];
}

/** @returns the mean of the rows, from which they are then */
function normaliseAndCentre(rows: Float64Array, k: number): Float64Array {
  const mean = new Float64Array(k);
  const n = rows.length / k;
  for (let at = 0; at < rows.length; at += k) {
    const norm = Math.hypot(...rows.subarray(at, at + k)) || 1;
    for (let f = 0; f < k; f++) {
      rows[at + f] /= norm;
      mean[f] += rows[at + f] / n;
    }
  }
  for (let at = 0; at < rows.length; at += k) for (let f = 0; f < k; f++) rows[at + f] -= mean[f];
  return mean;
}

/** Largest eigenvalue and its vector, by power iteration; the sign is fixed so that the same data give the same map. */
function principal(matrix: Float64Array, k: number): { value: number; vector: Float64Array } {
  let vector = Float64Array.from({ length: k }, (_, f) => 1 + f / k);
  let value = 0;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const next = new Float64Array(k);
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) next[i] += matrix[i * k + j] * vector[j];
    value = Math.hypot(...next);
    if (value === 0) return { value: 0, vector: new Float64Array(k) };
    vector = next.map((entry) => entry / value);
  }
  const largest = vector.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best), 0);
  return { value, vector: largest < 0 ? vector.map((entry) => -entry) : vector };
}

function colours(features: Mapped['features'], shown: Uint32Array): Pick<Projection, 'tag' | 'tags'> {
  const counts = new Map<number, number>();
  const tagsOf = (song: number) => features.tags.subarray(features.tagOffsets[song], features.tagOffsets[song + 1]);
  for (const song of shown) for (const tag of tagsOf(song)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const common = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, TAGS_COLOURED)
    .map(([tag]) => tag);
  const index = new Map(common.map((tag, i) => [tag, i]));
  // A song's tags are ordered by weight: the strongest one with a colour is used.
  const tag = Int16Array.from(shown, (song) => index.get(tagsOf(song).find((own) => index.has(own)) ?? -1) ?? -1);
  return { tag, tags: common.map((own) => features.tagNames[own]) };
}
