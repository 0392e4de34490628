import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';

/** Names that people gave listeners, by their ids; they travel with the library. */
const FACT = 'listener-names';

export function listenerNames(db: ReadableDb): Record<string, string> {
  const stored = db.get<{ value: string }>('SELECT value FROM facts WHERE name = ?', FACT)?.value;
  return stored === undefined ? {} : (JSON.parse(stored) as Record<string, string>);
}

/** @param name empty to take a name back */
export function nameListener(db: OpenDb, listenerId: string, name: string): void {
  const { [listenerId]: _before, ...others } = listenerNames(db);
  const names = name === '' ? others : { ...others, [listenerId]: name };
  db.transaction(() => db.run('INSERT OR REPLACE INTO facts VALUES (?, ?)', FACT, JSON.stringify(names)));
}
