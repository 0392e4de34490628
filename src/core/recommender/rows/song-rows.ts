import type { ColumnFilter } from '../../../shared/contract/listing.ts';
import type { ListenerRow, SongRow } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Plays, unpack } from './packed-plays.ts';
import { anywhere, conditionsOf } from '../../storage/listing.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';

interface Page {
  offset: number;
  limit: number;
  filter: string;
  descending: boolean;
  filters?: readonly ColumnFilter[];
}

interface SongRecord extends Omit<SongRow, 'hasClip'> {
  hasClip: number;
}

const SONG_SELECT = `SELECT s.song_key AS songId, t.track_key AS trackId, t.title, t.artist, t.year,
  t.duration_seconds AS durationSeconds, s.listeners, s.plays, c.id IS NOT NULL AS hasClip
  FROM songs s LEFT JOIN tracks t ON t.id = s.main_track_id LEFT JOIN clips c ON c.track_id = s.main_track_id`;

const SONG_SORTS = {
  title: 't.title',
  artist: 't.artist',
  year: 't.year',
  listeners: 's.listeners',
  plays: 's.plays',
  songId: 's.song_key',
  duration: 't.duration_seconds',
} as const;
const LISTENER_SORTS = { listenerId: 'listener_key', songs: 'songs', plays: 'plays' } as const;

export function listSongs(
  db: ReadableDb,
  page: Page & { sort: keyof typeof SONG_SORTS },
): { total: number; rows: SongRow[] } {
  const direction = page.descending ? 'DESC' : 'ASC';
  const { conditions, values } = conditionsOf(page.filters ?? [], SONG_SORTS);
  if (page.filter !== '') {
    conditions.push(
      "(t.title LIKE :text ESCAPE '\\' OR t.artist LIKE :text ESCAPE '\\' OR s.song_key LIKE :text ESCAPE '\\')",
    );
    values.text = anywhere(page.filter);
  }
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const from = conditions.length > 0 ? 'songs s LEFT JOIN tracks t ON t.id = s.main_track_id' : 'songs s';
  const total = db.get<{ n: number }>(`SELECT count(*) AS n FROM ${from}${where}`, values)?.n ?? 0;
  const rows = db.all<SongRecord>(
    `${SONG_SELECT}${where} ORDER BY ${SONG_SORTS[page.sort]} ${direction}, s.id ${direction} LIMIT :limit ` +
      `OFFSET :offset`,
    { ...values, limit: page.limit, offset: page.offset },
  );
  return { total, rows: rows.map(songRow) };
}

export function songByKey(db: ReadableDb, songKey: string): SongRow & { id: number; mainTrack: number | null } {
  const row = db.get<SongRecord & { id: number; mainTrack: number | null }>(
    `${SONG_SELECT.replace('SELECT', 'SELECT s.id, s.main_track_id AS mainTrack,')} WHERE s.song_key = ?`,
    songKey,
  );
  if (!row) throw new AppError('not-found', say('recommender.no-such-song', { song: songKey }));
  return { ...row, hasClip: row.hasClip === 1 };
}

export function songsById(db: ReadableDb, ids: Iterable<number>): Map<number, SongRow> {
  const found = new Map<number, SongRow>();
  for (const id of ids) {
    const row = db.get<SongRecord>(`${SONG_SELECT} WHERE s.id = ?`, id);
    if (row) found.set(id, songRow(row));
  }
  return found;
}

function songRow(record: SongRecord): SongRow {
  return { ...record, hasClip: record.hasClip === 1 };
}

export function listListeners(
  db: ReadableDb,
  page: Page & { sort: keyof typeof LISTENER_SORTS },
): { total: number; rows: ListenerRow[] } {
  const direction = page.descending ? 'DESC' : 'ASC';
  const { conditions, values } = conditionsOf(page.filters ?? [], LISTENER_SORTS);
  if (page.filter !== '') {
    conditions.push("listener_key LIKE :text ESCAPE '\\'");
    values.text = anywhere(page.filter);
  }
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const total = db.get<{ n: number }>(`SELECT count(*) AS n FROM listeners${where}`, values)?.n ?? 0;
  const rows = db.all<ListenerRow>(
    `SELECT listener_key AS listenerId, songs, plays FROM listeners${where} ORDER BY
    ${LISTENER_SORTS[page.sort]} ${direction}, id ${direction} LIMIT :limit OFFSET :offset`,
    { ...values, limit: page.limit, offset: page.offset },
  );
  return { total, rows };
}

export function listenerByKey(db: ReadableDb, key: string): ListenerRow & { id: number; history: Plays } {
  const row = db.get<ListenerRow & { id: number; data: Buffer | null }>(
    'SELECT l.id, l.listener_key AS listenerId, l.songs, l.plays, p.data FROM listeners l LEFT JOIN plays p ON ' +
      'p.listener_id = l.id WHERE l.listener_key = ?',
    key,
  );
  if (!row) throw new AppError('not-found', say('recommender.no-such-listener', { listener: key }));
  const { data, ...rest } = row;
  return { ...rest, history: data ? unpack(data) : { songs: new Uint32Array(0), counts: new Uint32Array(0) } };
}

export function songTags(db: ReadableDb, songId: number, limit: number): { tag: string; weight: number }[] {
  return db.all(
    'SELECT g.name AS tag, max(x.weight) AS weight FROM tracks t JOIN track_tags x ON x.track_id = t.id JOIN ' +
      'tags g ON g.id = x.tag_id WHERE t.song_id = ? GROUP BY g.id ORDER BY weight DESC, tag LIMIT ?',
    songId,
    limit,
  );
}

/** Counts for the status bar. The number of pairs is stored, since counting means reading every listener. */
export function countLibrary(db: ReadableDb) {
  const count = (table: string) => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
  const plays = Number(db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'pairs'")?.value ?? 0);
  return {
    tracks: count('tracks'),
    songs: count('songs'),
    listeners: count('listeners'),
    plays,
    tags: count('tags'),
    clips: count('clips'),
  };
}
