import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Arrays, damaged, readArrays, writeArrays } from './arrays-file.ts';

/**
 * Listener × song counts in compressed rows: listener u's pairs are at `offsets[u]` up to `offsets[u + 1]`, songs
 * ascending.
 */
export interface Interactions {
  listeners: number;
  songs: number;
  offsets: Uint32Array;
  items: Uint32Array;
  counts: Uint32Array;
}

/** How many listeners, songs and pairs of the two there are. */
export interface DataSize {
  listeners: number;
  songs: number;
  plays: number;
}

/**
 * When the pairs were played: pair p's times are at `offsets[p]` up to `offsets[p + 1]`, ascending, in seconds since
 * 1970; beside each the plays of that second, or the rating given then. A pair whose times are not known has none.
 */
export interface Listens {
  offsets: Uint32Array;
  seconds: Uint32Array;
  counts: Uint32Array;
}

/** How many listeners played each song. */
export function songListeners({ songs, items }: Pick<Interactions, 'songs' | 'items'>): Float64Array {
  const listeners = new Float64Array(songs);
  for (const song of items) listeners[song]++;
  return listeners;
}

/** 1 for songs that somebody played. */
export function playedSongs({ songs, items }: Pick<Interactions, 'songs' | 'items'>): Uint8Array {
  const played = new Uint8Array(songs);
  for (const song of items) played[song] = 1;
  return played;
}

/** Vectors of songs, `width` values a song in the order of the songs; zeros for a song that has none. */
export interface VectorSet {
  name: string;
  width: number;
  /** The encoder of ours that made them, or null. */
  encoder: string | null;
  /** Whether songs of the library were among those that the encoder was trained on. */
  heard?: boolean;
  values: Float32Array;
  known: Uint8Array;
}

/** Song features other than plays. */
export interface SongFeatures {
  /** Tags per song in compressed rows, weights 0 to 1. */
  tagNames: string[];
  tagOffsets: Uint32Array;
  tags: Uint32Array;
  tagWeights: Float32Array;
  /** Index of the song's artist, or −1. */
  artists: Int32Array;
  artistCount: number;
  /** Year of release, 0 = unknown. */
  years: Uint16Array;
  /** Number of the clip whose spectrogram is in the cache, 0 = none; the name is from when it was the track's. */
  melTracks: Uint32Array;
  melFolder: string;
  /** Vectors of the songs, only of the sets that were asked for. */
  vectorSets?: VectorSet[];
}

export type TagRows = Pick<SongFeatures, 'tagOffsets' | 'tags' | 'tagWeights'>;

/** The tags of some songs, in the order of these. */
export function tagsOfSongs({ tagOffsets, tags, tagWeights }: TagRows, songs: Uint32Array): TagRows {
  const offsets = new Uint32Array(songs.length + 1);
  songs.forEach((song, i) => {
    offsets[i + 1] = offsets[i] + tagOffsets[song + 1] - tagOffsets[song];
  });
  const own = {
    tagOffsets: offsets,
    tags: new Uint32Array(offsets[songs.length]),
    tagWeights: new Float32Array(offsets[songs.length]),
  };
  songs.forEach((song, i) => {
    own.tags.set(tags.subarray(tagOffsets[song], tagOffsets[song + 1]), offsets[i]);
    own.tagWeights.set(tagWeights.subarray(tagOffsets[song], tagOffsets[song + 1]), offsets[i]);
  });
  return own;
}

/** Everything a model may learn from, gathered from the library once; indices are dense, ids are the library's. */
export interface Dataset {
  interactions: Interactions;
  features: SongFeatures;
  listenerIds: Uint32Array;
  songIds: Uint32Array;
  /** Songs left out because they are on the mismatch list. */
  mismatchedSongs: number;
  /** The unit of a count: one play, or half a rating step. */
  valueUnit: number;
  /** Of the library that it was gathered from. */
  libraryId: string;
  /** Absent if the library has no times. */
  listens?: Listens;
}

interface Meta {
  tagNames: string[];
  artistCount: number;
  melFolder: string;
  mismatchedSongs: number;
  valueUnit: number;
  libraryId: string;
  vectorSets?: Pick<VectorSet, 'name' | 'width' | 'encoder' | 'heard'>[];
}

export function writeDataset(file: string, data: Dataset): void {
  const { interactions, features } = data;
  const meta: Meta = {
    tagNames: features.tagNames,
    artistCount: features.artistCount,
    melFolder: features.melFolder,
    mismatchedSongs: data.mismatchedSongs,
    valueUnit: data.valueUnit,
    libraryId: data.libraryId,
    ...(features.vectorSets
      ? { vectorSets: features.vectorSets.map(({ name, width, encoder, heard }) => ({ name, width, encoder, heard })) }
      : {}),
  };
  const arrays: Arrays = {
    offsets: interactions.offsets,
    items: interactions.items,
    counts: interactions.counts,
    listenerIds: data.listenerIds,
    songIds: data.songIds,
    tagOffsets: features.tagOffsets,
    tags: features.tags,
    tagWeights: features.tagWeights,
    artists: features.artists,
    years: features.years,
    melTracks: features.melTracks,
    ...(data.listens
      ? {
          listenOffsets: data.listens.offsets,
          listenSeconds: data.listens.seconds,
          listenCounts: data.listens.counts,
        }
      : {}),
    ...vectorArrays(features),
  };
  writeArrays(file, meta, arrays);
}

function vectorArrays({ vectorSets = [] }: SongFeatures): Arrays {
  return Object.fromEntries(
    vectorSets.flatMap(({ values, known }, i) => [
      [`vectors/${i}/values`, values],
      [`vectors/${i}/known`, known],
    ]),
  );
}

const KINDS = {
  offsets: Uint32Array,
  items: Uint32Array,
  counts: Uint32Array,
  listenerIds: Uint32Array,
  songIds: Uint32Array,
  tagOffsets: Uint32Array,
  tags: Uint32Array,
  tagWeights: Float32Array,
  artists: Int32Array,
  years: Uint16Array,
  melTracks: Uint32Array,
} as const;
const LISTEN_ARRAYS = ['listenOffsets', 'listenSeconds', 'listenCounts'] as const;

/** @throws bad-input when the arrays do not fit together: numeric kernels do not check these indices */
export function readDataset(file: string): Dataset {
  const { meta, arrays } = readArrays<Meta>(file);
  const whole =
    Object.entries(KINDS).every(([name, kind]) => arrays[name] instanceof kind) &&
    (LISTEN_ARRAYS.every((name) => !arrays[name]) ||
      LISTEN_ARRAYS.every((name) => arrays[name] instanceof Uint32Array));
  const data =
    whole && meta !== null && typeof meta === 'object' && Array.isArray(meta.tagNames) ? assembled(meta, arrays) : null;
  if (!data || !isSound(data)) throw damaged(file);
  return data;
}

function isSound({ interactions, features, listenerIds, songIds, listens, ...facts }: Dataset): boolean {
  const { offsets, items, counts, songs } = interactions;
  const { tagOffsets, tags, tagWeights, tagNames, artists, artistCount, years, melTracks } = features;
  const texts = [...tagNames, features.melFolder, facts.libraryId].every((text) => typeof text === 'string');
  const numbers = [artistCount, facts.mismatchedSongs, facts.valueUnit].every(
    (value) => Number.isFinite(value) && value >= 0,
  );
  const lengths = counts.length === items.length && tagWeights.length === tags.length;
  const perSong = [artists, years, melTracks].every(({ length }) => length === songs);
  return (
    texts &&
    numbers &&
    lengths &&
    (!listens || areListens(listens, items.length)) &&
    (features.vectorSets ?? []).every((set) => isVectorSet(set, songs)) &&
    perSong &&
    areRows(offsets, listenerIds.length, items, songs) &&
    areRows(tagOffsets, songIds.length, tags, tagNames.length) &&
    artists.every((artist) => artist >= -1 && artist < artistCount)
  );
}

/** Checks compressed rows: their number, their order, and that their indices exist. */
function areRows(offsets: Uint32Array, rows: number, indices: Uint32Array, below: number): boolean {
  if (offsets.length !== rows + 1 || offsets[0] !== 0 || offsets[rows] !== indices.length) return false;
  for (let row = 0; row < rows; row++) if (offsets[row + 1] < offsets[row]) return false;
  for (const index of indices) if (index >= below) return false;
  return true;
}

function isVectorSet({ name, width, encoder, values, known }: VectorSet, songs: number): boolean {
  return (
    typeof name === 'string' &&
    (encoder === null || typeof encoder === 'string') &&
    Number.isSafeInteger(width) &&
    values instanceof Float32Array &&
    known instanceof Uint8Array &&
    known.length === songs &&
    values.length === songs * width
  );
}

function areListens({ offsets, seconds, counts }: Listens, pairs: number): boolean {
  if (counts.length !== seconds.length || offsets.length !== pairs + 1) return false;
  return (
    offsets[0] === 0 && offsets[pairs] === seconds.length && offsets.every((at, i) => i === 0 || at >= offsets[i - 1])
  );
}

function assembled(meta: Meta, arrays: Arrays): Dataset {
  const a = arrays as unknown as Interactions & SongFeatures & Dataset;
  return {
    interactions: {
      listeners: a.listenerIds.length,
      songs: a.songIds.length,
      offsets: a.offsets,
      items: a.items,
      counts: a.counts,
    },
    features: {
      tagNames: meta.tagNames,
      tagOffsets: a.tagOffsets,
      tags: a.tags,
      tagWeights: a.tagWeights,
      artists: a.artists,
      artistCount: meta.artistCount,
      years: a.years,
      melTracks: a.melTracks,
      melFolder: meta.melFolder,
      ...(Array.isArray(meta.vectorSets)
        ? {
            vectorSets: meta.vectorSets.map((set, i) => ({
              ...set,
              values: arrays[`vectors/${i}/values`] as Float32Array,
              known: arrays[`vectors/${i}/known`] as Uint8Array,
            })),
          }
        : {}),
    },
    listenerIds: a.listenerIds,
    songIds: a.songIds,
    mismatchedSongs: meta.mismatchedSongs,
    valueUnit: meta.valueUnit,
    libraryId: meta.libraryId,
    ...(arrays.listenOffsets
      ? {
          listens: {
            offsets: arrays.listenOffsets as Uint32Array,
            seconds: arrays.listenSeconds as Uint32Array,
            counts: arrays.listenCounts as Uint32Array,
          },
        }
      : {}),
  };
}

/** Hash of everything models learn from, except the audio, which is identified by clip. */
export function datasetHash({ interactions, features, listens }: Dataset): string {
  const hash = createHash('sha256').update(JSON.stringify(features.tagNames));
  for (const array of [
    interactions.offsets,
    interactions.items,
    interactions.counts,
    features.tagOffsets,
    features.tags,
    features.tagWeights,
    features.artists,
    features.years,
    features.melTracks,
    ...(listens ? [listens.offsets, listens.seconds, listens.counts] : []),
    ...Object.values(vectorArrays(features)),
  ]) {
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * @throws bad-input that names the song and field when a feature is not a number: nothing learned from it could be
 * trusted
 */
export function assertFiniteFeatures({ features, songIds }: Dataset): void {
  const { tagOffsets, tags, tagWeights, tagNames } = features;
  for (let song = 0; song < songIds.length; song++) {
    for (let at = tagOffsets[song]; at < tagOffsets[song + 1]; at++) {
      if (Number.isFinite(tagWeights[at])) continue;
      throw new AppError(
        'bad-input',
        say('evaluation.tag-weight-not-a-number', { song: songIds[song], tag: tagNames[tags[at]] }),
        {
          field: 'tag weight',
          song: songIds[song],
        },
      );
    }
  }
}
