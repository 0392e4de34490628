import { factOf, setFactOf } from '../../storage/facts.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';

/** Names that people gave listeners, by their ids; they travel with the library. */
const FACT = 'listener-names';

export function listenerNames(db: ReadableDb): Record<string, string> {
  return JSON.parse(factOf(db, FACT) ?? '{}') as Record<string, string>;
}

/** @param name empty to take a name back */
export function nameListener(db: OpenDb, listenerId: string, name: string): void {
  const { [listenerId]: _before, ...others } = listenerNames(db);
  const names = name === '' ? others : { ...others, [listenerId]: name };
  db.transaction(() => setFactOf(db, FACT, JSON.stringify(names)));
}
