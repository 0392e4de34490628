import { AppError } from '../../shared/errors.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { LIBRARY_FORMAT, MIGRATIONS, migrate } from './migrate.ts';
import { openScratch, type ReadableDb } from './sqlite.ts';

interface SchemaObject {
  type: string;
  name: string;
  sql: string;
}

/**
 * What a database defines: tables, indices, triggers and views, except for what SQLite itself adds. Comments and blanks
 * do not count.
 */
function schemaOf(db: ReadableDb): SchemaObject[] {
  return db
    .all<{ type: string; name: string; sql: string | null }>(
      "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .map(({ type, name, sql }) => ({ type, name, sql: normalised(sql ?? '') }));
}

function normalised(sql: string): string {
  return sql
    .replace(/--[^\n]*/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),]) ?/g, '$1')
    .trim();
}

const expected = new Map<number, SchemaObject[]>();

/** Schema of a new library of that format. */
function schemaOfFormat(format: number): SchemaObject[] {
  let schema = expected.get(format);
  if (!schema) {
    const db = openScratch(':memory:');
    migrate(
      db,
      MIGRATIONS.filter(({ version }) => version <= format),
    );
    schema = schemaOf(db);
    db.close();
    expected.set(format, schema);
  }
  return schema;
}

function sameObject(a: SchemaObject): (b: SchemaObject) => boolean {
  return (b) => a.type === b.type && a.name === b.name && a.sql === b.sql;
}

/**
 * The schema of a database that was sent to us must be the one of its format, to the letter: a trigger or a view would
 * run whenever we read or write, and a table of another make could hold text where we expect a number.
 *
 * @throws AppError `bad-input`, or `library-newer` for a format of a later version
 */
export function assertForeignSchema(db: ReadableDb): void {
  const format = db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (format > LIBRARY_FORMAT) throw newer(format);
  if (!MIGRATIONS.some(({ version }) => version === format))
    throw brokenArchive(say('library.foreign-format', { format }));
  const own = schemaOfFormat(format);
  const theirs = schemaOf(db);
  const strange = theirs.find((one) => !own.some(sameObject(one)));
  if (strange) throw brokenArchive(say('library.foreign-schema', { name: strange.name }));
  const missing = own.find((one) => !theirs.some(sameObject(one)));
  if (missing) throw brokenArchive(say('library.schema-lacks', { name: missing.name }));
}

/**
 * A library at its opening may contain more tables and indices than ours, since it is the user's own file. Whatever
 * would run, and tables of ours that were changed, are refused: its folder may come from somebody else.
 *
 * @throws AppError `bad-input`
 */
export function assertOwnSchema(db: ReadableDb, folder: string): void {
  const format = db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (!MIGRATIONS.some(({ version }) => version === format)) return; // empty, or for migrate() to refuse
  const theirs = schemaOf(db);
  const ours = schemaOfFormat(format).filter(({ type }) => type === 'table');
  const strange =
    theirs.find(({ type, sql }) => !['table', 'index'].includes(type) || /^CREATE VIRTUAL/i.test(sql)) ??
    ours.find((one) => !theirs.some(sameObject(one)));
  if (strange)
    throw new AppError('bad-input', say('library.unsafe-schema', { folder, name: strange.name }), { folder });
}

/** What an archive is refused with. */
export function brokenArchive(what: Message): AppError {
  return new AppError('bad-input', say('library.bad-archive', { what }));
}

function newer(format: number): AppError {
  return new AppError('library-newer', say('library.archive-too-new', { format, newest: LIBRARY_FORMAT }));
}
