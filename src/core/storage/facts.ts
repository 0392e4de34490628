import type { ReadableDb, WritableDb } from './sqlite.ts';

/** What is known about a library as a whole, by name. */
export function factOf(db: ReadableDb, name: string): string | null {
  return db.get<{ value: string }>('SELECT value FROM facts WHERE name = ?', name)?.value ?? null;
}

/** Inside a transaction. */
export function setFactOf(db: WritableDb, name: string, value: string): void {
  db.run('INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
}
