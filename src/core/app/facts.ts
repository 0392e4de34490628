import type { Library } from '../storage/library.ts';

/** What is known about a library as a whole, by name. */
export function fact({ db }: Library, name: string): string | undefined {
  return db.get<{ value: string }>('SELECT value FROM facts WHERE name = ?', name)?.value;
}

export function setFact({ db }: Library, name: string, value: string): void {
  db.transaction(() =>
    db.run('INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value),
  );
}
