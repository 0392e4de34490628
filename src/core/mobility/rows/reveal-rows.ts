import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';

/** From when on some coders' codes of a scholar could be seen by each other. */
export interface RevealRow {
  uid: string;
  scholar: string;
  coders: string[];
  tick: number;
  /** Who opened them; empty where all of the coders had finished. */
  author: string;
  at: string;
}

export function revealsOf(db: ReadableDb): RevealRow[] {
  return db
    .all<Omit<RevealRow, 'coders'> & { coders: string }>(
      'SELECT reveal_uid AS uid, scholar_key AS scholar, coders, tick, author, at FROM reveals ORDER BY tick, uid',
    )
    .map(({ coders, ...row }) => ({ ...row, coders: JSON.parse(coders) }));
}

/** Known ones stay as they are. */
export function addReveal(db: WritableDb, { uid, scholar, coders, tick, author, at }: RevealRow): void {
  db.run(
    'INSERT INTO reveals VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    uid,
    scholar,
    JSON.stringify(coders),
    tick,
    author,
    at,
  );
}
