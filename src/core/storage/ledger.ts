import type { ReadableDb, WritableDb } from './sqlite.ts';

/** `family`: tests named before the first of them; `test`: of a study; `test-set`: of recommenders. */
export type LookKind = 'family' | 'test' | 'test-set';

export interface Look {
  kind: LookKind;
  subject: string;
  /** Of what was looked at: the codes, or the data and how they were split. */
  state: string;
  /** Everything that was asked, as JSON. */
  spec: string;
  /** What came of it, or was chosen on it, as JSON. */
  details: string;
}

export interface KeptLook extends Look {
  id: number;
  at: string;
}

/**
 * Keeps a look in the library. One that was made before at the same state stays as it is: its first time counts.
 * Looks in copies of the library, or outside of the app, are not known.
 */
export function keepLook(db: WritableDb, look: Look, at: string): void {
  const { kind, subject, state, spec, details } = look;
  db.transaction(() =>
    db.run(
      `INSERT INTO ledger (at, kind, subject, state, spec, details) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, state, spec) DO NOTHING`,
      at,
      kind,
      subject,
      state,
      spec,
      details,
    ),
  );
}

/** In the order in which they were made. */
export function looksOf(db: ReadableDb, kinds: readonly LookKind[]): KeptLook[] {
  return db.all<KeptLook>(
    `SELECT id, at, kind, subject, state, spec, details FROM ledger
     WHERE kind IN (${kinds.map(() => '?').join(', ')}) ORDER BY id`,
    ...kinds,
  );
}
