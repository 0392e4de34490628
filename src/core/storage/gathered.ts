import { factOf, setFactOf } from './facts.ts';
import type { WritableDb } from './sqlite.ts';

/** What of the library is kept gathered in files: a fact that any change to the music deletes. */
const FACT = 'gathered';
/** Tables that are gathered from. */
const TABLES = [
  'songs',
  'listeners',
  'plays',
  'listens',
  'tracks',
  'tags',
  'track_tags',
  'clips',
  'mismatches',
  'vector_sets',
  'song_vectors',
];
const FACTS = "('values', 'library-id')";

/**
 * From here on, the transaction that changes the music also forgets what was gathered from it. The triggers belong to
 * this connection, which alone may write while the library is open: a library's file has none.
 */
export function forgetGatheredOnChange(db: WritableDb): void {
  for (const table of TABLES)
    for (const event of ['INSERT', 'UPDATE', 'DELETE'])
      db.exec(`CREATE TEMP TRIGGER forget_gathered_${table}_${event} AFTER ${event} ON main.${table}
        BEGIN DELETE FROM facts WHERE name = '${FACT}'; END`);
  for (const [event, row] of [
    ['INSERT', 'NEW'],
    ['UPDATE', 'NEW'],
    ['DELETE', 'OLD'],
  ])
    db.exec(`CREATE TEMP TRIGGER forget_gathered_facts_${event} AFTER ${event} ON main.facts
      WHEN ${row}.name IN ${FACTS} BEGIN DELETE FROM facts WHERE name = '${FACT}'; END`);
}

/** Null if there is none, or the music has changed since. */
export function gatheredFact(db: WritableDb): string | null {
  return factOf(db, FACT);
}

export function setGatheredFact(db: WritableDb, value: string): void {
  setFactOf(db, FACT, value);
}
