import type { VectorSetRow } from '../../../shared/contract/vectors.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { Random } from '../../statistics/random.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';
import { songTags } from './song-rows.ts';

export const BYTES_A_VALUE = 4;
/** Of a song, the strongest: one of them colours it. */
const TAGS_ON_MAP = 50;

/** Songs of a library with vectors of a set, and their tags by descending weight. */
export interface SongsWithVectors {
  /** Library ids. */
  songIds: Uint32Array;
  width: number;
  vectors: Float32Array;
  tagNames: string[];
  tagOffsets: Uint32Array;
  tags: Uint32Array;
}

/** Every set with its coverage, by name. */
export function listVectorSets(db: ReadableDb): VectorSetRow[] {
  const played = 'SELECT count(*) FROM songs WHERE listeners > 0';
  return db.all<VectorSetRow>(
    `SELECT s.name, s.width, s.encoder, s.source,
      (SELECT count(*) FROM song_vectors v WHERE v.set_id = s.id) AS songs,
      (SELECT count(*) FROM song_vectors v JOIN songs g ON g.id = v.song_id
        WHERE v.set_id = s.id AND g.listeners > 0) AS playedSongs,
      (${played}) AS allPlayedSongs
    FROM vector_sets s ORDER BY s.name`,
  );
}

/** In the caller's transaction. @throws not-found */
export function deleteVectorSet(db: OpenDb, name: string): void {
  const set = db.get<{ id: number }>('SELECT id FROM vector_sets WHERE name = ?', name);
  if (!set) throw noSuchSet(db, name);
  db.run('DELETE FROM song_vectors WHERE set_id = ?', set.id);
  db.run('DELETE FROM vector_sets WHERE id = ?', set.id);
}

function noSuchSet(db: ReadableDb, name: string): AppError {
  const sets = db.all<{ name: string }>('SELECT name FROM vector_sets ORDER BY name').map((row) => row.name);
  return new AppError('not-found', say('vectors.no-such-set', { name, sets, count: sets.length }));
}

/**
 * The songs of a set, a random part of them beyond `most`, with their vectors and tags.
 *
 * @throws not-found
 */
export function songsWithVectors(db: ReadableDb, name: string, most: number): SongsWithVectors & { known: number } {
  const set = db.get<{ id: number; width: number }>('SELECT id, width FROM vector_sets WHERE name = ?', name);
  if (!set) throw noSuchSet(db, name);
  const { id, width } = set;
  const all = db
    .all<{ song: number }>('SELECT song_id AS song FROM song_vectors WHERE set_id = ? ORDER BY song_id', id)
    .map(({ song }) => song);
  const songIds = new Random(1).shuffle(Uint32Array.from(all)).slice(0, most).sort();
  const vectors = new Float32Array(songIds.length * width);
  const tagOf = new Map<string, number>();
  const tags: number[] = [];
  const tagOffsets = new Uint32Array(songIds.length + 1);
  songIds.forEach((song, row) => {
    const { data } = db.get<{ data: Buffer }>(
      'SELECT data FROM song_vectors WHERE set_id = ? AND song_id = ?',
      id,
      song,
    ) as { data: Buffer };
    vectors.set(valuesOf(data).subarray(0, width), row * width);
    for (const { tag } of songTags(db, song, TAGS_ON_MAP)) {
      if (!tagOf.has(tag)) tagOf.set(tag, tagOf.size);
      tags.push(tagOf.get(tag) as number);
    }
    tagOffsets[row + 1] = tags.length;
  });
  return {
    songIds,
    width,
    vectors,
    tagNames: [...tagOf.keys()],
    tagOffsets,
    tags: Uint32Array.from(tags),
    known: all.length,
  };
}

/** Little-endian on every machine that the app runs on; copied, because a BLOB may begin at any byte. */
export function valuesOf(data: Uint8Array): Float32Array {
  return new Float32Array(data.slice().buffer);
}

export function packed(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * The set that an encoder of ours fills, or null if it has heard nothing yet.
 *
 * @throws conflict if vectors from a file have its name
 */
export function encoderSet(db: ReadableDb, encoder: string): number | null {
  const set = db.get<{ id: number; encoder: string | null }>(
    'SELECT id, encoder FROM vector_sets WHERE name = ?',
    encoder,
  );
  if (set && set.encoder === null) throw new AppError('conflict', say('listen.name-is-taken', { name: encoder }));
  return set?.id ?? null;
}

/** The encoders of ours that made any of these sets. */
export function encodersOf(db: ReadableDb, names: readonly string[]): string[] {
  return db
    .all<{ name: string; encoder: string }>('SELECT name, encoder FROM vector_sets WHERE encoder IS NOT NULL')
    .flatMap(({ name, encoder }) => (names.includes(name) ? [encoder] : []));
}

/** A song that has been removed since is left out. */
export function putHeard(db: OpenDb, set: number, song: number, values: Float32Array): void {
  db.run(
    `INSERT INTO song_vectors (set_id, song_id, data) SELECT ?, id, ? FROM songs WHERE id = ?
     ON CONFLICT (set_id, song_id) DO UPDATE SET data = excluded.data`,
    set,
    packed(values),
    song,
  );
}
