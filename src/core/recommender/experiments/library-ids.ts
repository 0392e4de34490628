import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';

const UNKNOWN_SHOWN = 3;

/** Finds the library's number of an id that a file names; `check` throws bad-input if some were unknown. */
export type Finder = ReturnType<typeof finder>;

export const songFinder = (db: ReadableDb) => finder(db, 'SELECT id FROM songs WHERE song_key = ?', 'song');
export const listenerFinder = (db: ReadableDb) =>
  finder(db, 'SELECT id FROM listeners WHERE listener_key = ?', 'listener');

/** Looks up ids and collects those not in the library. */
function finder(db: ReadableDb, sql: string, what: string) {
  const known = new Map<string, number>();
  const unknown: { key: string; file: string; line: number }[] = [];
  const find = (key: string, file: string, line: number): number => {
    let id = known.get(key);
    if (id === undefined) {
      id = db.get<{ id: number }>(sql, key)?.id ?? -1;
      known.set(key, id);
      if (id < 0) unknown.push({ key, file, line });
    }
    return id;
  };
  return Object.assign(find, {
    check() {
      if (unknown.length === 0) return;
      const shown = unknown
        .slice(0, UNKNOWN_SHOWN)
        .map(({ key, file, line }) => say('split-folder.id-at-line', { id: key, file, line }));
      throw new AppError(
        'bad-input',
        say('split-folder.unknown-ids', {
          ids: unknown.length,
          side: what,
          shown,
          more: unknown.length > UNKNOWN_SHOWN ? 1 : 0,
        }),
        {
          file: unknown[0].file,
          line: unknown[0].line,
          field: what,
        },
      );
    },
  });
}
