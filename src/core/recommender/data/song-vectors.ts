import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { BYTES_A_VALUE, valuesOf } from '../rows/vector-rows.ts';
import type { SongFeatures, VectorSet } from './dataset.ts';

/** The name of tags, artist and decade among the inputs of a model. */
export const TAGS_INPUT = 'tags';
/** Names that mean something else where inputs are named. */
export const RESERVED_NAMES: readonly string[] = [TAGS_INPUT, 'auto', 'none'];
/** Options whose value names sets of vectors, of a model or of a hybrid's part. */
const NAMING_OPTION = /(^|\.)(inputs|encoder)$/;

/** What an option such as `tags, mert` names. */
export function namesIn(value: string | number | undefined): string[] {
  return String(value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The sets that any of these options names; those that do not exist are refused by the model that asks for them. */
export function vectorSetsNamed(all: Iterable<Record<string, string | number>>): string[] {
  const names = new Set<string>();
  for (const options of all)
    for (const [name, value] of Object.entries(options))
      if (NAMING_OPTION.test(name)) for (const one of namesIn(value)) names.add(one);
  return [...names].filter((name) => !RESERVED_NAMES.includes(name)).sort();
}

interface StoredSet {
  id: number;
  width: number;
  encoder: string | null;
}

function storedSet(db: ReadableDb, name: string): StoredSet | undefined {
  return db.get<StoredSet>('SELECT id, width, encoder FROM vector_sets WHERE name = ?', name);
}

/** The set's vectors of the songs that have a place, each with it; others than of the set's width are left out. */
function* placedVectors(db: ReadableDb, { id, width }: StoredSet, songIndex: Int32Array) {
  for (const { song, data } of db.iterate<{ song: number; data: Buffer }>(
    'SELECT song_id AS song, data FROM song_vectors WHERE set_id = ?',
    id,
  )) {
    const index = songIndex[song] ?? -1;
    if (index >= 0 && data.length === width * BYTES_A_VALUE) yield { index, data };
  }
}

/** Reads sets from a library. */
export function gatherVectors(
  db: ReadableDb,
  names: readonly string[],
  songIndex: Int32Array,
  songs: number,
): VectorSet[] {
  return names.flatMap((name) => {
    const set = storedSet(db, name);
    if (!set) return [];
    const { width, encoder } = set;
    const values = new Float32Array(songs * width);
    const known = new Uint8Array(songs);
    for (const { index, data } of placedVectors(db, set, songIndex)) {
      values.set(valuesOf(data), index * width);
      known[index] = 1;
    }
    return [{ name, width, encoder, heard: encoder !== null && hasSongsOfMsd(db), values, known }];
  });
}

/** The same where few of many songs may have a vector: `values` has a row for each song that does, in their order. */
export function gatherKnownVectors(
  db: ReadableDb,
  names: readonly string[],
  songIndex: Int32Array,
  songs: number,
): Pick<VectorSet, 'values' | 'known'>[] {
  return names.flatMap((name) => {
    const set = storedSet(db, name);
    if (!set) return [];
    const known = new Uint8Array(songs);
    for (const { index } of placedVectors(db, set, songIndex)) known[index] = 1;
    const rows = new Uint32Array(songs);
    let count = 0;
    known.forEach((has, song) => {
      rows[song] = count;
      count += has;
    });
    const values = new Float32Array(count * set.width);
    for (const { index, data } of placedVectors(db, set, songIndex))
      values.set(valuesOf(data), rows[index] * set.width);
    return [{ values, known }];
  });
}

/** The values of each set that there is, and of how many songs it has vectors. */
export function sizesOfSets(
  db: ReadableDb,
  names: readonly string[],
): Record<string, { width: number; songs: number }> {
  const found = names.flatMap((name) => {
    const set = storedSet(db, name);
    if (!set) return [];
    const songs = db.get<{ n: number }>('SELECT count(*) AS n FROM song_vectors WHERE set_id = ?', set.id)?.n ?? 0;
    return [[name, { width: set.width, songs }] as const];
  });
  return Object.fromEntries(found);
}

/** Whether any track has an id of the Million Song Dataset, whose songs the encoder MusiCNN was trained on. */
function hasSongsOfMsd(db: ReadableDb): boolean {
  const letters = '[A-Z]'.repeat(5);
  const digits = '[0-9A-F]'.repeat(11);
  return db.get('SELECT 1 FROM tracks WHERE track_key GLOB ? LIMIT 1', `TR${letters}${digits}`) !== undefined;
}

/** @throws bad-input that names the sets there are */
export function vectorSet({ vectorSets = [] }: SongFeatures, name: string): VectorSet {
  const found = vectorSets.find((set) => set.name === name);
  if (found) return found;
  const sets = vectorSets.map((set) => set.name);
  throw new AppError('bad-input', say('vectors.no-such-set', { name, sets, count: sets.length }));
}

/** The sets of some songs only, in their order. */
export function vectorsOfSongs(sets: readonly VectorSet[] | undefined, songs: Uint32Array): VectorSet[] | undefined {
  return sets?.map((set) => {
    const values = new Float32Array(songs.length * set.width);
    songs.forEach((song, i) => {
      values.set(set.values.subarray(song * set.width, (song + 1) * set.width), i * set.width);
    });
    return { ...set, values, known: Uint8Array.from(songs, (song) => set.known[song]) };
  });
}

/**
 * Every value of a set with mean 0 and deviation 1 over the songs that were trained on, divided by √width so that an
 * average vector has length 1. Values that do not vary there are 0. What only held-out songs have changes nothing.
 */
export function standardised({ width, values, known }: VectorSet, trained: Uint8Array): Float32Array {
  const mean = new Float64Array(width);
  const squares = new Float64Array(width);
  let songs = 0;
  for (let song = 0; song < known.length; song++) {
    if (!known[song] || !trained[song]) continue;
    songs++;
    for (let v = 0; v < width; v++) {
      const value = values[song * width + v];
      const before = value - mean[v];
      mean[v] += before / songs;
      squares[v] += before * (value - mean[v]);
    }
  }
  const scale = squares.map((sum) => (sum > 0 ? 1 / (Math.sqrt(sum / songs) * Math.sqrt(width)) : 0));
  const out = new Float32Array(values.length);
  for (let song = 0; song < known.length; song++)
    if (known[song])
      for (let v = 0; v < width; v++) out[song * width + v] = (values[song * width + v] - mean[v]) * scale[v];
  return out;
}
