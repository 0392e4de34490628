import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { personKey, tidyName } from '../names/person-key.ts';
import type { OpenDb, ReadableDb, WritableDb } from '../../storage/sqlite.ts';
import { rebuildCodes } from './fold.ts';

/**
 * Who is meant by a name, however it is typed: the coder, judge or author of this library whose name differs at most
 * in width, case, spaces and invisible signs, or who had such a name before; a new person's name without these.
 */
export function personNamed(db: ReadableDb, typed: string): string {
  // Libraries of before can hold two such names: each is taken as it is written.
  if (db.get('SELECT 1 FROM coders WHERE name = ?', typed)) return typed;
  const key = personKey(typed);
  const former = db.get<{ name: string }>('SELECT name FROM coder_names WHERE name_key = ?', key)?.name;
  if (former !== undefined) return former;
  const known = db.all<{ name: string }>(
    'SELECT name FROM coders UNION SELECT author FROM adjudications UNION SELECT author FROM codebooks UNION ' +
      "SELECT author FROM scholar_notes UNION SELECT DISTINCT author FROM coding_events WHERE kind = 'adjudicate'",
  );
  return known.find(({ name }) => personKey(name) === key)?.name ?? tidyName(typed);
}

/** Names that this person had before, as they were written. */
export function formerNames(db: ReadableDb, name: string): string[] {
  return db
    .all<{ former: string }>('SELECT former FROM coder_names WHERE name = ? ORDER BY former', name)
    .map(({ former }) => former);
}

/** Where a person's name stands; rows of one table that would then be equal are one. */
const COLUMNS: readonly [table: string, column: string][] = [
  ['coding_events', 'author'],
  ['assignments', 'coder'],
  ['suggestions_shown', 'coder'],
  ['adjudications', 'author'],
  ['scholar_notes', 'author'],
  ['codebooks', 'author'],
  ['reconciliations', 'author'],
  ['reveals', 'author'],
  ['deletions', 'author'],
];

/**
 * Gives a coder another name, everywhere. Events keep their uids, and the codes are computed anew from them; the old
 * name stays known. Two spellings of one name become one coder so; another coder's name is refused.
 */
export function renameCoder(db: OpenDb, from: string, to: string, at: string): void {
  const name = tidyName(to);
  if (!db.get('SELECT 1 FROM coders WHERE name = ?', from))
    throw new AppError('not-found', say('coding.no-such-coder', { coder: from }));
  if (name === '') throw new AppError('bad-request', say('study.coder-needs-name'));
  if (name === from) return;
  const taken = personNamed(db, name);
  const isOther = taken !== from && db.get('SELECT 1 FROM coders WHERE name = ?', taken) !== undefined;
  if (isOther && personKey(name) !== personKey(from))
    throw new AppError('conflict', say('coding.name-taken', { name: taken }));
  db.transaction(() => {
    db.run('INSERT OR IGNORE INTO coders SELECT ?, added_at FROM coders WHERE name = ?', name, from);
    // Of two lists of one person, blind counts.
    db.run(
      "UPDATE assignments SET suggestions = 'hidden' WHERE coder = ? AND scholar_id IN (SELECT scholar_id FROM " +
        "assignments WHERE coder = ? AND suggestions = 'hidden')",
      from,
      name,
    );
    for (const [table, column] of COLUMNS)
      db.run(`UPDATE OR REPLACE ${table} SET ${column} = ? WHERE ${column} = ?`, name, from);
    renameInReveals(db, from, name);
    db.run('DELETE FROM codes WHERE coder = ?', from);
    db.run('DELETE FROM coders WHERE name = ?', from);
    db.run('UPDATE coder_names SET name = ? WHERE name = ?', name, from);
    db.run('INSERT OR REPLACE INTO coder_names VALUES (?, ?, ?)', personKey(from), from, name);
    db.run('DELETE FROM coder_names WHERE name_key = ?', personKey(name));
    rebuildCodes(db, name, at);
  });
}

function renameInReveals(db: WritableDb, from: string, name: string): void {
  const rows = db.all<{ uid: string; coders: string }>('SELECT reveal_uid AS uid, coders FROM reveals');
  for (const { uid, coders } of rows) {
    const list = JSON.parse(coders) as string[];
    if (!list.includes(from)) continue;
    const renamed = [...new Set(list.map((one) => (one === from ? name : one)))];
    db.run('UPDATE reveals SET coders = ? WHERE reveal_uid = ?', JSON.stringify(renamed), uid);
  }
}

/** Input of a call with each person's name as this library knows the person. */
export function withPersons<Input>(db: ReadableDb, input: Input): Input {
  if (input === null || typeof input !== 'object') return input;
  const given = input as Record<string, unknown>;
  const named = Object.entries(given).map(([field, value]): [string, unknown] => {
    if (PERSONS.includes(field) && typeof value === 'string') return [field, personNamed(db, value)];
    if (field === 'coders' && Array.isArray(value)) return [field, value.map((one) => personNamed(db, String(one)))];
    if (field === 'filter') return [field, withPersons(db, value)];
    return [field, value];
  });
  return Object.fromEntries(named) as Input;
}

/** Fields of calls that name a person. */
const PERSONS = ['coder', 'author', 'judge', 'other'];
