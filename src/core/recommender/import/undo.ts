import { existsSync, readFileSync } from 'node:fs';
import type { ImportRecord } from '../../../shared/contract/imports.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import {
  lastRow,
  latestImport,
  marksOf,
  prune,
  restore,
  type Table,
  type TableMark,
  tablesOf,
  unwatch,
  watch,
} from '../../imports/undo.ts';
import { writeDurably } from '../../storage/durable.ts';
import { fileSize } from '../../storage/migrate.ts';
import { removeFile } from '../../storage/moves.ts';
import type { Library } from '../../storage/library.ts';
import type { OpenDb } from '../../storage/sqlite.ts';
import { melFile } from '../audio/mel-file.ts';

/** What imports of music write; `facts` only where it counts what was imported. */
const TABLES = [
  'clips',
  'facts',
  'imports',
  'listeners',
  'listens',
  'mismatches',
  'play_times',
  'plays',
  'song_vectors',
  'songs',
  'tags',
  'track_tags',
  'tracks',
  'vector_sets',
];
const FACTS = "name IN ('pairs', 'values')";
/** Of a larger library only the first import is recorded: others would keep a copy of all that they change. */
const LARGEST_RECORDED_BYTES = 256 * 2 ** 20;

interface Begun {
  id: number;
  before: Record<string, number>;
}

const musicTables = (db: OpenDb) => tablesOf(db, (name) => TABLES.includes(name));

/**
 * Runs an import, which writes in many transactions, and keeps what is needed to undo it. After a crash the same file
 * goes on with the same record.
 *
 * @param recordFile in the job's folder
 */
export async function recordMusicImport(
  { db, paths }: Library,
  recordFile: string,
  about: { kind: string; file: string; imported: number; at: string },
  work: () => Promise<void>,
): Promise<void> {
  const begun = existsSync(recordFile) ? (JSON.parse(readFileSync(recordFile, 'utf8')) as Begun) : begin(db, about);
  const isFirst = begun.before.songs === 0;
  if (!isFirst && fileSize(paths.database) > LARGEST_RECORDED_BYTES) {
    db.transaction(() => forgetUpTo(db, begun.id));
    return work();
  }
  writeDurably(recordFile, JSON.stringify(begun));
  const tables = musicTables(db);
  db.pragma('recursive_triggers = ON'); // otherwise INSERT OR REPLACE removes rows without a word
  for (const table of tables)
    watch(db, table, begun.id, begun.before[table.name], table.name === 'facts' ? FACTS : undefined);
  try {
    await work();
  } finally {
    unwatch(db, tables);
    db.pragma('recursive_triggers = OFF');
  }
  db.transaction(() => end(db, tables, begun));
}

function begin(db: OpenDb, { kind, file, imported, at }: { kind: string; file: string; imported: number; at: string }) {
  const before = Object.fromEntries(musicTables(db).map((table) => [table.name, lastRow(db, table)]));
  const id = db.transaction(
    () =>
      db.run(
        "INSERT INTO import_records (kind, file, imported, at, tables) VALUES (?, ?, ?, ?, '{}')",
        kind,
        file,
        imported,
        at,
      ).lastInsertRowid,
  );
  return { id: Number(id), before };
}

function end(db: OpenDb, tables: readonly Table[], { id, before }: Begun): void {
  const marks: Record<string, TableMark> = Object.fromEntries(
    tables.map((table) => [table.name, { before: before[table.name], after: lastRow(db, table), digest: '' }]),
  );
  db.run('UPDATE import_records SET tables = ? WHERE id = ?', JSON.stringify(marks), id);
  prune(db, id);
}

/** Records of music up to this one: what they stand on is no longer as it was. */
function forgetUpTo(db: OpenDb, id: number): void {
  const old = `(SELECT id FROM import_records WHERE id <= ? AND
    (id = ? OR json_extract(tables, '$.imports') IS NOT NULL))`;
  db.run(`DELETE FROM import_before WHERE record_id IN ${old}`, id, id);
  db.run(`DELETE FROM import_records WHERE id IN ${old}`, id, id);
}

/** Vectors that an import brought were removed by hand: it, and the ones before it, can no longer be undone. */
export function forgetImportsOfVectors(db: OpenDb): void {
  const latest = db.get<{ id: number | null }>(
    `SELECT max(id) AS id FROM import_records WHERE json_extract(tables, '$.song_vectors.after') >
     json_extract(tables, '$.song_vectors.before') OR id IN
     (SELECT record_id FROM import_before WHERE table_name = 'song_vectors')`,
  )?.id;
  if (latest) forgetUpTo(db, latest);
}

/**
 * Undoes the latest import of music: every table is as in a library that never had it.
 *
 * @throws conflict if models were trained since, or if it replaced recordings whose spectrograms are gone
 */
export function undoMusicImport({ db, paths }: Library, id: number): ImportRecord {
  const record = latestImport(db, id, 'music');
  const models = db.all<{ name: string }>('SELECT name FROM models WHERE created_at >= ? ORDER BY name', record.at);
  if (models.length > 0)
    throw new AppError(
      'conflict',
      say('imports.models-since', { models: models.map(({ name }) => name), count: models.length }),
    );
  if (losesSpectrograms({ db, paths }, id))
    throw new AppError('conflict', say('imports.recordings-replaced', { file: record.file }));
  const marks = marksOf(db, id);
  const { before, after } = marks.clips;
  const clips = db.all<{ id: number }>('SELECT id FROM clips WHERE id > ? AND id <= ?', before, after);
  db.pragma('foreign_keys = OFF'); // else every song that goes is looked for in tables without an index of it
  try {
    db.transaction(() => {
      for (const table of musicTables(db)) restore(db, table, id, marks[table.name]);
      const broken = TABLES.some((name) => db.all(`PRAGMA foreign_key_check(${name})`).length > 0);
      if (broken) throw new AppError('conflict', say('imports.used-since', { file: record.file }));
      db.run('DELETE FROM import_before WHERE record_id = ?', id);
      db.run('DELETE FROM import_records WHERE id = ?', id);
    });
  } finally {
    db.pragma('foreign_keys = ON');
  }
  for (const { id: clip } of clips) removeFile(melFile(paths.mel, clip));
  return record;
}

/**
 * Whether the spectrograms of recordings that an import replaced or took out are gone: somebody emptied the cache, or
 * the import is of a version that wrote the new ones over them, in the row of before.
 */
function losesSpectrograms({ db, paths }: Pick<Library, 'db' | 'paths'>, id: number): boolean {
  return db
    .all<{ clip: number; isThere: number }>(
      `SELECT CAST(row_key AS INTEGER) AS clip, EXISTS (SELECT 1 FROM clips WHERE rowid = row_key) AS isThere
       FROM import_before WHERE record_id = ? AND table_name = 'clips' AND before IS NOT NULL`,
      id,
    )
    .some(({ clip, isThere }) => isThere === 1 || !existsSync(melFile(paths.mel, clip)));
}
