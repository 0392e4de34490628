import { DATA_TABLES, type DataTableName } from '../../../shared/contract/exports.ts';
import type { DataCell, DataColumn, DataTable } from '../../report/data-table.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { valueUnit } from '../data/gather.ts';
import { unpackListens } from '../rows/packed-listens.ts';
import { unpack } from '../rows/packed-plays.ts';
import { resultsTable } from './results-table.ts';

type Row = readonly DataCell[];

export const LISTENER: DataColumn = {
  name: 'listener_id',
  kind: 'text',
  about: "The listener's id in the imported files.",
};
export const SONG: DataColumn = { name: 'song_id', kind: 'text', about: "The song's id in the imported files." };
const RATING: DataColumn = { name: 'rating', kind: 'real', about: 'The rating, in steps of a half.' };

/** The tables that the library can fill, in the order in which they are written. */
export function filledTables(db: ReadableDb): DataTableName[] {
  const has = (table: string) => db.get(`SELECT 1 FROM ${table} LIMIT 1`) !== undefined;
  const pairs = valueUnit(db) === 1 ? 'plays' : 'ratings';
  const filled: Readonly<Record<DataTableName, boolean>> = {
    plays: pairs === 'plays' && has('plays'),
    ratings: pairs === 'ratings' && has('plays'),
    listens: has('listens'),
    songs: has('songs'),
    listeners: has('listeners'),
    tags: has('track_tags'),
    results: has('results'),
  };
  return DATA_TABLES.filter((name) => filled[name]);
}

/** A table of the library; rows are in the order of ids as text, which does not depend on the order of imports. */
export function libraryTable(db: ReadableDb, name: DataTableName): DataTable {
  const unit = valueUnit(db);
  switch (name) {
    case 'plays':
    case 'ratings':
      return {
        name,
        about: name === 'plays' ? 'How often each listener played each song.' : "Each listener's rating of each song.",
        columns: [
          LISTENER,
          SONG,
          unit === 1 ? { name: 'plays', kind: 'whole', about: 'How often the listener played the song.' } : RATING,
        ],
        key: [LISTENER.name, SONG.name],
        rows: () => pairRows(db, unit),
      };
    case 'listens':
      return {
        name,
        about: 'Every listen whose time is known; several rows of one second are several plays.',
        columns: [
          LISTENER,
          SONG,
          { name: 'time', kind: 'time', about: 'When it was, UTC.' },
          ...(unit === 1 ? [] : [RATING]),
        ],
        rows: () => listenRows(db, unit),
      };
    case 'songs':
      return {
        name,
        about: 'Every song with its main track.',
        columns: songColumns(unit),
        key: [SONG.name],
        rows: songRows,
      };
    case 'listeners':
      return {
        name,
        about: 'Every listener.',
        columns: [
          LISTENER,
          { name: 'songs', kind: 'whole', about: 'How many songs the listener played or rated.' },
          sumColumn(unit),
        ],
        key: [LISTENER.name],
        rows: listenerRows,
      };
    case 'tags':
      return {
        name,
        about: 'Tags of songs; of several tracks of a song the largest weight.',
        columns: [
          SONG,
          { name: 'tag', kind: 'text', about: 'The tag.' },
          { name: 'weight', kind: 'real', about: 'Above 0 to 100, relative to the strongest tag of the track.' },
        ],
        key: [SONG.name, 'tag'],
        rows: tagRows,
      };
    case 'results':
      return resultsTable(db);
  }

  function* songRows(): Generator<Row> {
    for (const row of db.iterate<Record<string, string | number | null>>(SONG_ROWS))
      yield [...SONG_COLUMNS.map(({ name: column }) => row[column]), (row.plays as number) * unit];
  }

  function* listenerRows(): Generator<Row> {
    for (const { id, songs, plays } of db.iterate<{ id: string; songs: number; plays: number }>(
      'SELECT listener_key AS id, songs, plays FROM listeners ORDER BY listener_key',
    ))
      yield [id, songs, plays * unit];
  }

  function* tagRows(): Generator<Row> {
    for (const { song, tag, weight } of db.iterate<{ song: string; tag: string; weight: number }>(
      'SELECT s.song_key AS song, g.name AS tag, max(x.weight) AS weight FROM songs s JOIN tracks t ON t.song_id = ' +
        's.id JOIN track_tags x ON x.track_id = t.id JOIN tags g ON g.id = x.tag_id GROUP BY s.song_key, g.name ' +
        'ORDER BY s.song_key, g.name',
    ))
      yield [song, tag, weight];
  }
}

const SONG_COLUMNS: readonly DataColumn[] = [
  SONG,
  { name: 'track_id', kind: 'text', optional: true, about: "The main track's id." },
  { name: 'title', kind: 'text', optional: true, about: 'The title.' },
  { name: 'artist', kind: 'text', optional: true, about: "The artist's name." },
  { name: 'artist_key', kind: 'text', optional: true, about: "The artist's id in the imported files." },
  { name: 'release', kind: 'text', optional: true, about: 'The album or single.' },
  { name: 'year', kind: 'whole', optional: true, about: 'The year of the recording.' },
  { name: 'duration_seconds', kind: 'real', optional: true, about: 'The length in seconds.' },
  { name: 'listeners', kind: 'whole', about: 'How many listeners played or rated the song.' },
];

function songColumns(unit: number): DataColumn[] {
  return [...SONG_COLUMNS, sumColumn(unit)];
}

function sumColumn(unit: number): DataColumn {
  return unit === 1
    ? { name: 'plays', kind: 'whole', about: 'How many plays that were.' }
    : { name: 'ratings_sum', kind: 'real', about: 'The sum of the ratings.' };
}

const SONG_ROWS = `SELECT s.song_key AS song_id, t.track_key AS track_id, t.title, t.artist, t.artist_key, t.release,
  t.year, t.duration_seconds, s.listeners, s.plays
  FROM songs s LEFT JOIN tracks t ON t.id = s.main_track_id ORDER BY s.song_key`;

/** Keys by the ids of songs, and their places in the order of keys. */
function songKeys(db: ReadableDb): { keys: string[]; places: Uint32Array } {
  const keys: string[] = [];
  const order: number[] = [];
  for (const { id, key } of db.iterate<{ id: number; key: string }>(
    'SELECT id, song_key AS key FROM songs ORDER BY song_key',
  )) {
    keys[id] = key;
    order.push(id);
  }
  const places = new Uint32Array(keys.length);
  order.forEach((id, place) => {
    places[id] = place;
  });
  return { keys, places };
}

function* packedRows(db: ReadableDb, table: 'plays' | 'listens'): Generator<{ listener: string; data: Buffer }> {
  yield* db.iterate<{ listener: string; data: Buffer }>(
    `SELECT l.listener_key AS listener, p.data FROM listeners l JOIN ${table} p ON p.listener_id = l.id ` +
      'ORDER BY l.listener_key',
  );
}

function* pairRows(db: ReadableDb, unit: number): Generator<Row> {
  const { keys, places } = songKeys(db);
  for (const { listener, data } of packedRows(db, 'plays')) {
    const { songs, counts } = unpack(data);
    const order = Uint32Array.from(songs.keys()).sort((a, b) => places[songs[a]] - places[songs[b]]);
    for (const i of order) yield [listener, keys[songs[i]], counts[i] * unit];
  }
}

function* listenRows(db: ReadableDb, unit: number): Generator<Row> {
  const { keys, places } = songKeys(db);
  for (const { listener, data } of packedRows(db, 'listens'))
    for (const { song, seconds, counts } of unpackListens(data).sort((a, b) => places[a.song] - places[b.song]))
      for (let i = 0; i < seconds.length; i++)
        if (unit !== 1) yield [listener, keys[song], seconds[i], counts[i] * unit];
        else for (let play = 0; play < counts[i]; play++) yield [listener, keys[song], seconds[i]];
}
