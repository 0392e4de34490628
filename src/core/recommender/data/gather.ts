import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { melFile } from '../audio/mel-file.ts';
import { withRoom } from '../numeric/room.ts';
import { unpackListens } from '../rows/packed-listens.ts';
import { unpackInto } from '../rows/packed-plays.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import type { Checkpoint } from '../../workers/worker-side.ts';
import type { Dataset, Interactions, Listens, SongFeatures } from './dataset.ts';
import { gatherVectors } from './song-vectors.ts';

const TAGS_PER_SONG = 40;

/**
 * Reads the library into dense arrays. Songs on the mismatch list are left out unless told otherwise; listeners and
 * songs without a play too.
 *
 * @param vectorNames the sets of vectors that models ask for
 */
export function gatherDataset(
  db: ReadableDb,
  melFolder: string,
  dropMismatches: boolean,
  checkpoint: Checkpoint,
  vectorNames: readonly string[] = [],
): Dataset {
  const dropped = dropMismatches ? mismatchedSongs(db) : new Set<number>();
  const { songIds, songIndex } = indexSongs(db, dropped);
  const { interactions, listenerIds } = gatherInteractions(db, songIndex, songIds.length, checkpoint);
  if (listenerIds.length === 0) throw new AppError('bad-input', say('evaluation.no-plays'));
  const listens = gatherListens(db, interactions, listenerIds, songIndex);
  const vectorSets = gatherVectors(db, vectorNames, songIndex, songIds.length);
  const features = {
    ...gatherFeatures(db, songIds, songIndex, melFolder),
    ...(vectorSets.length > 0 ? { vectorSets } : {}),
  };
  checkpoint(1, 'gathering');
  return {
    interactions,
    features,
    listenerIds,
    songIds,
    mismatchedSongs: dropped.size,
    valueUnit: valueUnit(db),
    libraryId: libraryId(db),
    ...(listens ? { listens } : {}),
  };
}

/**
 * What a gathered data set depends on beside the rows, and counts of those: where spectrograms are, and of which clips
 * (their files can be deleted at any time).
 */
export function libraryPrint(db: ReadableDb, melFolder: string): string {
  const hash = createHash('sha256').update(melFolder);
  for (const sql of [
    'SELECT count(*), max(id), total(listeners), total(plays) FROM songs',
    'SELECT count(*), max(id), total(songs), total(plays) FROM listeners',
    'SELECT count(*), total(length(data)) FROM plays',
    'SELECT count(*), total(length(data)) FROM listens',
    'SELECT count(*), max(id), total(year) FROM tracks',
    'SELECT count(*), total(weight) FROM track_tags',
  ])
    hash.update(JSON.stringify(db.get(sql)));
  for (const { id } of db.iterate<{ id: number }>('SELECT id FROM clips ORDER BY id'))
    if (existsSync(melFile(melFolder, id))) hash.update(`${id} `);
  return hash.digest('hex');
}

export function libraryId(db: ReadableDb): string {
  return db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'library-id'")?.value ?? '';
}

/** ½ in a library of ratings, which are stored in half steps; 1 in a library of plays. */
export function valueUnit(db: ReadableDb): number {
  return db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'values'")?.value === 'ratings' ? 0.5 : 1;
}

export function mismatchedSongs(db: ReadableDb): Set<number> {
  return new Set(
    db
      .all<{ id: number }>('SELECT DISTINCT s.id FROM songs s JOIN mismatches m ON m.song_key = s.song_key')
      .map((row) => row.id),
  );
}

/** Of every song that has one. */
export function artistNames(
  db: ReadableDb,
): IterableIterator<{ id: number; artist: string | null; year: number | null }> {
  return db.iterate(
    'SELECT s.id, coalesce(t.artist_key, t.artist) AS artist, t.year FROM songs s JOIN tracks t ON t.id = ' +
      's.main_track_id ORDER BY s.song_key',
  );
}

/** Songs in order of their ids as text, so that indices (and the tie rule) do not depend on the order of import. */
function indexSongs(db: ReadableDb, dropped: Set<number>) {
  const ids: number[] = [];
  let largest = 0;
  for (const { id } of db.iterate<{ id: number }>(
    'SELECT id FROM songs WHERE listeners > 0 OR main_track_id IN (SELECT track_id FROM clips) ORDER BY song_key',
  )) {
    if (!dropped.has(id)) ids.push(id);
    if (id > largest) largest = id;
  }
  const songIds = Uint32Array.from(ids);
  const songIndex = new Int32Array(largest + 1).fill(-1);
  songIds.forEach((id, index) => {
    songIndex[id] = index;
  });
  return { songIds, songIndex };
}

function gatherInteractions(db: ReadableDb, songIndex: Int32Array, songs: number, checkpoint: Checkpoint) {
  const pairs = db.get<{ n: number | null }>('SELECT sum(songs) AS n FROM listeners')?.n ?? 0;
  const total = db.get<{ n: number }>('SELECT count(*) AS n FROM plays')?.n ?? 0;
  const items = new Uint32Array(pairs);
  const counts = new Uint32Array(pairs);
  const offsets = new Uint32Array(total + 1);
  const listenerIds = new Uint32Array(total);
  let n = 0;
  let listeners = 0;
  const order: { song: number; count: number }[] = [];
  for (const row of db.iterate<{ id: number; data: Buffer }>(
    'SELECT p.listener_id AS id, p.data FROM plays p JOIN listeners l ON l.id = p.listener_id ORDER BY l.listener_key',
  )) {
    const read = unpackInto(row.data, items, counts, n);
    order.length = 0;
    for (let i = n; i < n + read; i++)
      if (songIndex[items[i]] >= 0) order.push({ song: songIndex[items[i]], count: counts[i] });
    if (order.length === 0) continue;
    order.sort((a, b) => a.song - b.song);
    for (const { song, count } of order) {
      items[n] = song;
      counts[n++] = count;
    }
    listenerIds[listeners++] = row.id;
    offsets[listeners] = n;
    if ((listeners & 0xfff) === 0) checkpoint(listeners / total, 'gathering');
  }
  const interactions: Interactions = {
    listeners,
    songs,
    offsets: offsets.slice(0, listeners + 1),
    items: items.slice(0, n),
    counts: counts.slice(0, n),
  };
  return { interactions, listenerIds: listenerIds.slice(0, listeners) };
}

/** Null if no listener has times. */
function gatherListens(
  db: ReadableDb,
  rows: Interactions,
  listenerIds: Uint32Array,
  songIndex: Int32Array,
): Listens | null {
  if (db.get('SELECT 1 FROM listens LIMIT 1') === undefined) return null;
  const offsets = new Uint32Array(rows.items.length + 1);
  let seconds = new Uint32Array(1 << 16);
  let counts = new Uint32Array(1 << 16);
  let n = 0;
  listenerIds.forEach((id, u) => {
    const row = db.get<{ data: Buffer }>('SELECT data FROM listens WHERE listener_id = ?', id);
    const own = new Map(row ? unpackListens(row.data).map((one) => [songIndex[one.song] ?? -1, one]) : []);
    for (let at = rows.offsets[u]; at < rows.offsets[u + 1]; at++) {
      const listens = own.get(rows.items[at]);
      if (listens) {
        seconds = withRoom(seconds, n + listens.seconds.length);
        counts = withRoom(counts, seconds.length);
        seconds.set(listens.seconds, n);
        counts.set(listens.counts, n);
        n += listens.seconds.length;
      }
      offsets[at + 1] = n;
    }
  });
  return { offsets, seconds: seconds.slice(0, n), counts: counts.slice(0, n) };
}

function gatherFeatures(db: ReadableDb, songIds: Uint32Array, songIndex: Int32Array, melFolder: string): SongFeatures {
  const songs = songIds.length;
  const artistIndex = new Map<string, number>();
  const artists = new Int32Array(songs).fill(-1);
  const years = new Uint16Array(songs);
  for (const row of artistNames(db)) {
    const index = songIndex[row.id] ?? -1;
    if (index < 0) continue;
    years[index] = row.year ?? 0;
    if (row.artist === null) continue;
    if (!artistIndex.has(row.artist)) artistIndex.set(row.artist, artistIndex.size);
    artists[index] = artistIndex.get(row.artist) as number;
  }
  const melTracks = new Uint32Array(songs);
  for (const row of db.iterate<{ song: number; clip: number }>(
    'SELECT t.song_id AS song, c.id AS clip FROM clips c JOIN tracks t ON t.id = c.track_id ORDER BY ' +
      'c.track_id DESC',
  )) {
    const index = songIndex[row.song] ?? -1;
    if (index >= 0 && existsSync(melFile(melFolder, row.clip))) melTracks[index] = row.clip;
  }
  return { ...gatherTags(db, songs, songIndex), artists, artistCount: artistIndex.size, years, melTracks, melFolder };
}

/**
 * The strongest tags of each song, over all its tracks.
 *
 * @param only the library's ids of few songs, so that the tags of all others are not read
 */
export function gatherTags(db: ReadableDb, songs: number, songIndex: Int32Array, only?: Uint32Array) {
  const names = new Map<number, string>();
  const perSong: { tag: number; weight: number }[][] = Array.from({ length: songs }, () => []);
  for (const row of db.iterate<{ song: number; tag: number; name: string; weight: number }>(
    'SELECT t.song_id AS song, x.tag_id AS tag, g.name, max(x.weight) AS weight FROM track_tags x JOIN tracks t ' +
      'ON t.id = x.track_id JOIN tags g ON g.id = x.tag_id ' +
      (only ? 'WHERE t.song_id IN (SELECT value FROM json_each(?)) ' : '') +
      'GROUP BY 1, 2 ORDER BY 1, 4 DESC, g.name',
    ...(only ? [JSON.stringify(Array.from(only))] : []),
  )) {
    const index = songIndex[row.song] ?? -1;
    if (index < 0 || perSong[index].length >= TAGS_PER_SONG) continue;
    names.set(row.tag, row.name);
    perSong[index].push({ tag: row.tag, weight: row.weight / 100 });
  }
  const tagNames = [...names.values()].sort();
  const position = new Map(tagNames.map((name, index) => [name, index]));
  const tagOffsets = new Uint32Array(songs + 1);
  const tags: number[] = [];
  const weights: number[] = [];
  perSong.forEach((list, song) => {
    for (const { tag, weight } of list) {
      tags.push(position.get(names.get(tag) as string) as number);
      weights.push(weight);
    }
    tagOffsets[song + 1] = tags.length;
  });
  return { tagNames, tagOffsets, tags: Uint32Array.from(tags), tagWeights: Float32Array.from(weights) };
}
