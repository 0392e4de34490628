import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { DeletedScholars } from '../../../shared/mobility/scholars.ts';
import { rebuildSettlements, refoldScholar } from '../coding/fold.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import type { Study } from '../study/study.ts';

const NAMES_SHOWN = 3;
/** Computed from the events, which stay. */
const COMPUTED = ['codes', 'adjudications'];

interface Link {
  table: string;
  column: string;
  parent: string;
  parentColumn: string;
}

type Row = Record<string, string | number | null>;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Foreign keys of all tables, so that a table that is added later is neither forgotten nor in the way. */
function linksOf(db: ReadableDb): Link[] {
  return db.all<Link>(
    `SELECT t.name AS "table", f."from" AS "column", f."table" AS parent, f."to" AS parentColumn
     FROM pragma_table_list t, pragma_foreign_key_list(t.name) f WHERE t.schema = 'main' AND t.type = 'table'`,
  );
}

/** Tables with rows about scholars, a table before those that refer to it, each with the condition for its rows. */
function tablesAbout(db: ReadableDb): { table: string; where: string }[] {
  const chosen = 'SELECT value FROM json_each(:chosen)';
  const found = new Map([['scholars', `id IN (${chosen})`]]);
  const links = linksOf(db).filter(({ table, parent }) => table !== parent);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { table } of links) {
      if (found.has(table)) continue;
      const own = links.filter((link) => link.table === table && found.has(link.parent));
      if (own.length === 0) continue;
      found.set(
        table,
        own
          .map(
            ({ column, parent, parentColumn }) =>
              `${quoted(column)} IN (SELECT ${quoted(parentColumn)} FROM ${quoted(parent)} WHERE ${found.get(parent)})`,
          )
          .join(' OR '),
      );
      grew = true;
    }
  }
  return [...found].map(([table, where]) => ({ table, where }));
}

/**
 * Deletes scholars with all rows about them, and keeps the rows so that they can be put back. Events stay: they name
 * scholars by key, and are what codes are computed from.
 */
export function deleteScholars(study: Study, ids: readonly number[], author: string): DeletedScholars {
  const { db } = study;
  const chosen = JSON.stringify(ids);
  const at = study.now();
  return db.transaction(() => {
    const names = db
      .all<{ name: string }>(
        'SELECT name FROM scholars WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
        chosen,
      )
      .map(({ name }) => name);
    if (names.length === 0) throw new AppError('bad-request', say('scholars.none-chosen'));
    const { lastInsertRowid } = db.run(
      'INSERT INTO deletions (at, author, scholars, names) VALUES (?, ?, ?, ?)',
      at,
      author,
      names.length,
      JSON.stringify(names.slice(0, NAMES_SHOWN)),
    );
    const id = Number(lastInsertRowid);
    const tables = tablesAbout(db);
    let position = 0;
    for (const { table, where } of tables) {
      if (COMPUTED.includes(table)) continue;
      for (const row of db.all<Row>(`SELECT * FROM ${quoted(table)} WHERE ${where}`, { chosen }))
        db.run('INSERT INTO deleted_rows VALUES (?, ?, ?, ?)', id, position++, table, JSON.stringify(row));
    }
    db.pragma('defer_foreign_keys = ON');
    for (const { table, where } of tables.toReversed())
      db.run(`DELETE FROM ${quoted(table)} WHERE ${where}`, { chosen });
    study.forget();
    return { id, at, author, scholars: names.length, names: names.slice(0, NAMES_SHOWN) };
  });
}

export function listDeletions(db: ReadableDb): DeletedScholars[] {
  return db
    .all<Omit<DeletedScholars, 'names'> & { names: string }>(
      'SELECT id, at, author, scholars, names FROM deletions ORDER BY id DESC',
    )
    .map((row) => ({ ...row, names: JSON.parse(row.names) as string[] }));
}

/**
 * Puts deleted scholars back, with their numbers where those are free. One who came back by another import since stays
 * as that import made the scholar.
 */
export function restoreScholars(study: Study, deletionId: number): { scholars: number; alreadyThere: number } {
  const { db } = study;
  return db.transaction(() => {
    const rows = db
      .all<{ table: string; row: string }>(
        'SELECT table_name AS "table", row FROM deleted_rows WHERE deletion_id = ? ORDER BY position',
        deletionId,
      )
      .map(({ table, row }) => ({ table, row: JSON.parse(row) as Row }));
    if (rows.length === 0) throw new AppError('not-found', say('scholars.no-such-deletion', { id: deletionId }));
    const there = new Set(db.all<{ key: string }>('SELECT scholar_key AS key FROM scholars').map(({ key }) => key));
    const restored: Row[] = [];
    let alreadyThere = 0;
    // Table → number of before → number now; null: left out.
    const numbers = new Map<string, Map<number, number | null>>();
    const links = Map.groupBy(linksOf(db), ({ table }) => table);
    for (const { table, row } of rows) {
      const own = numbers.get(table) ?? new Map<number, number | null>();
      numbers.set(table, own);
      let out = table === 'scholars' && there.has(String(row.scholar_key));
      if (out) alreadyThere++;
      const next = { ...row };
      for (const { column, parent } of links.get(table) ?? []) {
        const now = numbers.get(parent)?.get(Number(row[column]));
        if (now === null) out = true;
        else if (now !== undefined) next[column] = now;
      }
      const before = typeof row.id === 'number' ? row.id : null;
      if (out) {
        if (before !== null) own.set(before, null);
        continue;
      }
      if (before !== null && db.get(`SELECT 1 FROM ${quoted(table)} WHERE id = ?`, before)) next.id = null;
      const columns = Object.keys(next);
      const holes = columns.map(() => '?').join(', ');
      const { lastInsertRowid } = db.run(
        `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(', ')}) VALUES (${holes})`,
        ...columns.map((column) => next[column]),
      );
      if (before !== null) own.set(before, next.id === null ? Number(lastInsertRowid) : before);
      if (table === 'scholars') restored.push({ ...next, id: own.get(Number(before)) ?? null });
    }
    for (const { id, scholar_key } of restored) refoldScholar(db, String(scholar_key), Number(id));
    rebuildSettlements(db);
    db.run('DELETE FROM deleted_rows WHERE deletion_id = ?', deletionId);
    db.run('DELETE FROM deletions WHERE id = ?', deletionId);
    study.forget();
    return { scholars: restored.length, alreadyThere };
  });
}
