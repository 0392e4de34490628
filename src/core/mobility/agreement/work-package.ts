import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { suggestionsFor } from '../coding/assign.ts';
import { listOf } from '../coding/queue.ts';
import type { OpenDb } from '../../storage/sqlite.ts';

/**
 * Makes a copy of a library into one coder's work package: the scholars to code with their résumés, the tables and the
 * coder's own work, nothing that another coder or a judge decided.
 */
export function keepOnlyFor(db: OpenDb, coder: string): void {
  if (!db.get('SELECT 1 FROM coders WHERE name = ?', coder))
    throw new AppError('not-found', say('coding.no-such-coder', { coder }));
  db.pragma('secure_delete = ON');
  const list = listOf(db, coder);
  // Without the others' codes nothing would tell that these are coded blind.
  const blind = list.filter((id) => suggestionsFor(db, coder, id) === 'hidden');
  db.transaction(() => {
    for (const id of blind) db.run("INSERT INTO assignments VALUES (?, ?, 'hidden') ON CONFLICT DO NOTHING", coder, id);
    for (const sql of [
      'DELETE FROM codes WHERE coder <> ?',
      'DELETE FROM coding_events WHERE author <> ?',
      'DELETE FROM assignments WHERE coder <> ?',
      'DELETE FROM suggestions_shown WHERE coder <> ?',
    ])
      db.run(sql, coder);
    // The population names people whom this coder does not code; the ledger tells what tests on the others' codes gave.
    for (const table of ['adjudications', 'scholar_notes', 'deleted_rows', 'deletions', 'population', 'ledger'])
      db.run(`DELETE FROM ${table}`);
    db.run('DELETE FROM coders WHERE name <> ?', coder);
    removeScholars(db, list);
  });
  db.exec('VACUUM');
}

function removeScholars(db: OpenDb, kept: readonly number[]): void {
  const others = 'NOT IN (SELECT value FROM json_each(?))';
  const ids = JSON.stringify(kept);
  const keys = `scholar_key IN (SELECT scholar_key FROM scholars WHERE id ${others})`;
  for (const sql of [
    `DELETE FROM coding_events WHERE ${keys}`,
    `DELETE FROM reveals WHERE ${keys}`,
    `DELETE FROM double_draws WHERE ${keys}`,
    `DELETE FROM pilot_scholars WHERE ${keys}`,
    `DELETE FROM suggestions_shown WHERE ${keys}`,
    `DELETE FROM codes WHERE scholar_id ${others}`,
    `DELETE FROM assignments WHERE scholar_id ${others}`,
    `DELETE FROM reconciliations WHERE position_id IN (SELECT id FROM positions WHERE scholar_id ${others})`,
    `DELETE FROM positions WHERE scholar_id ${others}`,
    `DELETE FROM evidence WHERE scholar_id ${others}`,
    `DELETE FROM scholars WHERE id ${others}`,
  ])
    db.run(sql, ids);
}
