import { setFactOf } from '../storage/facts.ts';
import type { Library } from '../storage/library.ts';

/** In a transaction of its own. */
export function setFact({ db }: Pick<Library, 'db'>, name: string, value: string): void {
  db.transaction(() => setFactOf(db, name, value));
}
