import { constants, copyFileSync, existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError, isDatabaseDamage } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { makeFolder } from '../../../storage/durable.ts';
import { openForeign, type ReadableDb } from '../../../storage/sqlite.ts';
import type { ImportContext } from '../importer.ts';
import type { FileHead } from './source.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const JOURNAL_MODE_BYTE = 18; // of the file's header: 1 is a rollback journal, 2 a write-ahead log
const WRITE_AHEAD = 2;

/** Whether a file is a database with these tables. */
export function hasTables(head: FileHead, file: string, tables: readonly string[]): boolean {
  if (head.kind !== 'sqlite') return false;
  // Opening such a file would write beside it, so its schema is looked for in its first pages.
  if (isWriteAhead(head)) return tables.every((table) => createsTable(head.head, table));
  try {
    const db = openForeign(plainFile(file));
    try {
      const names = new Set(
        db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").map((row) => row.name),
      );
      return tables.every((table) => names.has(table));
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}

function isWriteAhead({ head }: FileHead): boolean {
  return head[JOURNAL_MODE_BYTE] === WRITE_AHEAD;
}

function createsTable(head: Buffer, table: string): boolean {
  return new RegExp(`CREATE TABLE\\s+["'\`[]?${table}["'\`\\]]?\\s*\\(`, 'i').test(head.toString('latin1'));
}

/**
 * Opens a foreign database read-only, checks its tables and columns, and reports what is wrong with it. A database in
 * write-ahead mode is read from a copy: SQLite would leave files beside it, and cannot open it on a read-only disk.
 */
export function withForeign(
  context: ImportContext,
  tables: Record<string, readonly string[]>,
  work: (db: ReadableDb) => void,
): void {
  const { file, head } = context;
  const name = basename(file);
  if (head.kind !== 'sqlite') throw new AppError('bad-input', say('import.not-sqlite', { name }), { file });
  if (existsSync(`${file}-journal`)) throw new AppError('bad-input', say('import.being-written', { name }), { file });
  const db = openForeign(isWriteAhead(head) ? copyOf(context) : plainFile(file));
  try {
    for (const [table, columns] of Object.entries(tables)) checkColumns(db, file, table, columns);
    work(db);
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (isDatabaseDamage(error))
      throw new AppError('bad-input', say('import.damaged', { name, reason: (error as Error).message }), { file });
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
      throw new AppError('bad-input', say('import.locked', { name }), { file });
    throw error;
  } finally {
    db.close();
  }
}

function copyOf({ file, scratch }: ImportContext): string {
  makeFolder(scratch);
  const copy = join(scratch, 'foreign.sqlite');
  copyFileSync(file, copy, constants.COPYFILE_FICLONE);
  const log = `${file}-wal`;
  if (existsSync(log) && statSync(log).size > 0) copyFileSync(log, `${copy}-wal`, constants.COPYFILE_FICLONE);
  return copy;
}

/** Of tables only: a view would run what somebody wrote into the file, for as long as that takes. */
function checkColumns(db: ReadableDb, file: string, table: string, columns: readonly string[]): void {
  const name = basename(file);
  const there = new Set(
    db
      .all<{ name: string }>(
        `SELECT c.name FROM pragma_table_list l, pragma_table_info(l.name) c
         WHERE l.schema = 'main' AND l.type = 'table' AND l.name = ? COLLATE NOCASE`,
        table,
      )
      .map((row) => row.name),
  );
  const missing = columns.find((column) => !there.has(column));
  if (missing === undefined) return;
  const problem =
    there.size === 0
      ? say('import.sqlite-without-table', { name, table })
      : say('import.sqlite-without-column', { name, table, column: missing });
  throw new AppError('bad-input', problem, { file, table, field: missing });
}

/** The first field whose text was not UTF-8 in the database (SQLite hands it over with replacement characters). */
export function brokenField(row: Record<string, unknown>): string | null {
  return Object.keys(row).find((key) => typeof row[key] === 'string' && row[key].includes('\uFFFD')) ?? null;
}

/** A row whose texts were stored as bytes, as programs of Python 2 did: they are read as text. */
export function textInBlobs(row: Record<string, unknown>): Record<string, unknown> {
  const read = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value);
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, read(value)]));
}
