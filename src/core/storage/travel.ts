import type { OpenDb } from './sqlite.ts';

/**
 * Removes from a copy of a library what concerns the sender's machine only: jobs, whose specs name files of that
 * machine and could be resumed on another, and the folders of recordings, of which the bare file name stays.
 */
export function leaveBehind(db: OpenDb): void {
  db.pragma('secure_delete = ON'); // otherwise the deleted text would stay in free pages of the file
  db.transaction(() => {
    db.run('DELETE FROM jobs');
    for (const { id, file } of db.all<{ id: number; file: unknown }>(
      "SELECT id, file FROM clips WHERE file LIKE '%/%' OR file LIKE '%\\%' OR typeof(file) <> 'text'",
    ))
      db.run('UPDATE clips SET file = ? WHERE id = ?', bareName(String(file)), id);
  });
}

/** The last part of a path of any system. */
function bareName(path: string): string {
  return path.split(/[\\/]/).pop() ?? '';
}
