import type { ImportRecord } from '../../shared/contract/imports.ts';
import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { OpenDb, ReadableDb } from '../storage/sqlite.ts';

/** Older ones can no longer be undone; their rows of before would only take room. */
export const RECORDS_KEPT = 50;
/** An import that changed more than this of what was there keeps no earlier record. */
const LARGEST_KEPT_BYTES = 64 * 2 ** 20;

/** Not written by imports, or written about them. */
const NOT_RECORDED = [
  'coding_events',
  'codebooks',
  'deleted_rows',
  'deletions',
  'facts',
  'import_before',
  'import_records',
  'jobs',
  'ledger',
  'mappings',
  'models',
  'results',
  'scholar_notes',
];

export interface Table {
  name: string;
  columns: string[];
  /** Columns of the key; null for a table with rowids. */
  key: string[] | null;
}

export interface TableMark {
  before: number;
  after: number;
  /** Of the table's contents when the import had ended; empty if only imports write it. */
  digest: string;
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

export function tablesOf(db: ReadableDb, isWanted = (name: string) => !NOT_RECORDED.includes(name)): Table[] {
  return db
    .all<{ name: string; wr: number }>(
      "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name",
    )
    .filter(({ name }) => !name.startsWith('sqlite_') && isWanted(name))
    .map(({ name, wr }) => {
      const columns = db.all<{ name: string; pk: number }>('SELECT name, pk FROM pragma_table_info(?)', name);
      const key = columns.filter(({ pk }) => pk > 0).map((column) => column.name);
      return { name, columns: columns.map((column) => column.name), key: wr === 1 ? key : null };
    });
}

/** A row as JSON that keeps every value exactly: t text, x a blob in hexadecimal digits, n a number. */
function image(row: string, columns: readonly string[]): string {
  const values = columns.map((column) => {
    const value = `${row}.${quoted(column)}`;
    return (
      `CASE typeof(${value}) WHEN 'null' THEN NULL WHEN 'text' THEN 't' || ${value} ` +
      `WHEN 'blob' THEN 'x' || hex(${value}) ELSE 'n' || quote(${value}) END`
    );
  });
  return `json_array(${values.join(', ')})`;
}

function valuesOf(text: string): unknown[] {
  return (JSON.parse(text) as (string | null)[]).map((value) => {
    if (value === null || value[0] === 't') return value === null ? null : value.slice(1);
    if (value[0] === 'x') return Buffer.from(value.slice(1), 'hex');
    const number = value.slice(1);
    return /^-?\d+$/.test(number) ? BigInt(number) : Number(number);
  });
}

export const lastRow = (db: ReadableDb, { name, key }: Table) =>
  key ? 0 : (db.get<{ n: number | null }>(`SELECT max(rowid) AS n FROM ${quoted(name)}`)?.n ?? 0);

function digestOf(db: ReadableDb, { name, columns, key }: Table): string {
  const hash = createHash('sha256');
  const order = key ? key.map(quoted).join(', ') : 'rowid';
  const rows = db.iterate<{ image: string }>(
    `SELECT ${key ? '' : "rowid || ' ' || "}${image('r', columns)} AS image FROM ${quoted(name)} r ORDER BY ${order}`,
  );
  for (const row of rows) hash.update(row.image);
  return hash.digest('hex');
}

/** Runs an import inside the transaction of the caller and keeps what is needed to undo it. */
export function recordImport<T extends { imported: number }>(
  db: OpenDb,
  { kind, file, at }: { kind: string; file: string; at: string },
  work: () => T,
): T {
  const { lastInsertRowid: id } = db.run(
    "INSERT INTO import_records (kind, file, imported, at, tables) VALUES (?, ?, 0, ?, '{}')",
    kind,
    file,
    at,
  );
  const tables = tablesOf(db);
  const before = new Map(tables.map((table) => [table.name, lastRow(db, table)]));
  // Otherwise INSERT OR REPLACE removes rows without a word.
  db.pragma('recursive_triggers = ON');
  for (const table of tables) watch(db, table, id, before.get(table.name) ?? 0);
  let done: T;
  try {
    done = work();
  } finally {
    unwatch(db, tables);
    db.pragma('recursive_triggers = OFF');
  }
  const changed = new Set(
    db
      .all<{ name: string }>('SELECT DISTINCT table_name AS name FROM import_before WHERE record_id = ?', id)
      .map(({ name }) => name),
  );
  const marks: Record<string, TableMark> = {};
  for (const table of tables) {
    const mark = { before: before.get(table.name) ?? 0, after: lastRow(db, table) };
    if (changed.has(table.name) || mark.after > mark.before)
      marks[table.name] = { ...mark, digest: digestOf(db, table) };
  }
  db.run('UPDATE import_records SET imported = ?, tables = ? WHERE id = ?', done.imported, JSON.stringify(marks), id);
  if (Object.keys(marks).length === 0) db.run('DELETE FROM import_records WHERE id = ?', id);
  else prune(db, id);
  return done;
}

const EVENTS = ['INSERT', 'UPDATE', 'DELETE'] as const;

/** The first image of a row is what it was before; a row that an import inserted anew has none. */
export function watch(db: OpenDb, { name, columns, key }: Table, id: number, last: number, only?: string): void {
  // Nothing was there, and a trigger that never fires would have each INSERT ... SELECT copy its rows first.
  if (!key && last === 0) return;
  for (const event of EVENTS) {
    const row = event === 'INSERT' ? 'new' : 'old';
    const rowKey = key ? image(row, key) : `${row}.rowid`;
    const condition = key ? (only ? `WHEN ${row}.${only}` : '') : `WHEN ${row}.rowid <= ${last}`;
    // Not INSERT OR IGNORE: the conflict clause of the outer statement would hold in here.
    db.exec(
      `CREATE TEMP TRIGGER ${quoted(`${event} ${name}`)} BEFORE ${event} ON main.${quoted(name)} ${condition} BEGIN
       INSERT INTO import_before SELECT ${id}, ${literal(name)}, ${rowKey},
       ${event === 'INSERT' ? existing(name, columns, key) : image('old', columns)}
       WHERE NOT EXISTS (SELECT 1 FROM import_before WHERE record_id = ${id} AND table_name = ${literal(name)}
       AND row_key = CAST(${rowKey} AS TEXT)); END`,
    );
  }
}

export function unwatch(db: OpenDb, tables: readonly Table[]): void {
  for (const { name } of tables)
    for (const event of EVENTS) db.exec(`DROP TRIGGER IF EXISTS temp.${quoted(`${event} ${name}`)}`);
}

/** Of an INSERT whose key may be taken (OR IGNORE, OR REPLACE, an upsert): the row that is there, or null. */
function existing(name: string, columns: readonly string[], key: string[] | null): string {
  const same = key
    ? key.map((column) => `r.${quoted(column)} = new.${quoted(column)}`).join(' AND ')
    : 'r.rowid = new.rowid';
  return `(SELECT ${image('r', columns)} FROM ${quoted(name)} r WHERE ${same})`;
}

export function prune(db: OpenDb, id: number): void {
  const bytes = db.get<{ n: number | null }>(
    'SELECT sum(length(before)) AS n FROM import_before WHERE record_id = ?',
    id,
  )?.n;
  const kept = (bytes ?? 0) > LARGEST_KEPT_BYTES ? 1 : RECORDS_KEPT;
  const old = '(SELECT id FROM import_records ORDER BY id DESC LIMIT -1 OFFSET ?)';
  db.run(`DELETE FROM import_before WHERE record_id IN ${old}`, kept);
  db.run(`DELETE FROM import_records WHERE id IN ${old}`, kept);
}

/** The imports that are known by what they changed, the latest first. */
export function listImports(db: ReadableDb, domain: 'study' | 'music' = 'study'): ImportRecord[] {
  return db
    .all<Omit<ImportRecord, 'canBeUndone'>>(
      `SELECT id, kind, file, imported, at FROM import_records WHERE tables <> '{}' AND
       (json_extract(tables, '$.imports') IS NOT NULL) = ? ORDER BY id DESC`,
      domain === 'music' ? 1 : 0,
    )
    .map((row, i) => ({ ...row, canBeUndone: i === 0 }));
}

/**
 * Undoes the latest import: every table is as it was before.
 *
 * @throws conflict if a later import stands on it, or if what it brought was changed or coded since
 */
export function undoImport(db: OpenDb, id: number): ImportRecord {
  const record = latestImport(db, id, 'study');
  const marks = marksOf(db, id);
  const tables = tablesOf(db).filter(({ name }) => name in marks);
  const changed = tables.find((table) => digestOf(db, table) !== marks[table.name].digest);
  if (changed) throw new AppError('conflict', say('imports.changed-since', { table: changed.name }));
  try {
    db.transaction(() => {
      db.pragma('defer_foreign_keys = ON');
      for (const table of tables) restore(db, table, id, marks[table.name]);
      db.run('DELETE FROM import_before WHERE record_id = ?', id);
      db.run('DELETE FROM import_records WHERE id = ?', id);
    });
  } catch (error) {
    if (!/FOREIGN KEY/.test((error as Error).message)) throw error;
    throw new AppError('conflict', say('imports.used-since', { file: record.file }));
  }
  return record;
}

/** @throws not-found or conflict if this is not the latest of its domain */
export function latestImport(db: ReadableDb, id: number, domain: 'study' | 'music'): ImportRecord {
  const imports = listImports(db, domain);
  const record = imports.find((one) => one.id === id);
  if (!record) throw new AppError('not-found', say('imports.no-such-import', { id }));
  const [latest] = imports;
  if (!record.canBeUndone) throw new AppError('conflict', say('imports.undo-latest-first', { id, latest: latest.id }));
  return record;
}

export function marksOf(db: ReadableDb, id: number): Record<string, TableMark> {
  const row = db.get<{ tables: string }>('SELECT tables FROM import_records WHERE id = ?', id);
  return JSON.parse(row?.tables ?? '{}') as Record<string, TableMark>;
}

export function restore(db: OpenDb, { name, columns, key }: Table, id: number, { before, after }: TableMark): void {
  const table = quoted(name);
  if (!key) db.run(`DELETE FROM ${table} WHERE rowid > ? AND rowid <= ?`, before, after);
  const rows = db.all<{ rowKey: string; before: string | null }>(
    'SELECT row_key AS rowKey, before FROM import_before WHERE record_id = ? AND table_name = ?',
    id,
    name,
  );
  const where = key ? key.map((column) => `${quoted(column)} = ?`).join(' AND ') : 'rowid = ?';
  for (const { rowKey } of rows)
    db.run(`DELETE FROM ${table} WHERE ${where}`, ...(key ? valuesOf(rowKey) : [Number(rowKey)]));
  const names = [...(key ? [] : ['rowid']), ...columns.map(quoted)];
  const holes = names.map(() => '?').join(', ');
  for (const { rowKey, before: text } of rows)
    if (text !== null)
      db.run(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${holes})`,
        ...(key ? [] : [Number(rowKey)]),
        ...valuesOf(text),
      );
}
