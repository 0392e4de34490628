import { type Codebook, neededStages } from '../../../shared/mobility/codebook.ts';
import type { CodingProgress } from '../../../shared/mobility/coding.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import type { Study } from '../study/study.ts';
import { inQueueOrder } from './priorities.ts';

const PAUSE_MS = 10 * 60_000;
const EVENTS_FOR_RATE = 400;

interface Done {
  coded: number;
  skipped: number;
  uncertain: number;
}

/** A coder's list: those assigned, else all; in the order of import. */
export function listOf(db: ReadableDb, coder: string): number[] {
  const assigned = db.all<{ id: number }>(
    'SELECT scholar_id AS id FROM assignments WHERE coder = ? ORDER BY scholar_id',
    coder,
  );
  return (assigned.length > 0 ? assigned : db.all<{ id: number }>('SELECT id FROM scholars ORDER BY id')).map(
    ({ id }) => id,
  );
}

function doneBy(db: ReadableDb, coder: string, stages: readonly string[]): Map<number, Done> {
  const rows = db.all<Done & { id: number }>(
    `SELECT scholar_id AS id, sum(state <> 'skipped') AS coded, sum(state = 'skipped') AS skipped,
    sum(uncertain) AS uncertain
     FROM codes INDEXED BY codes_by_coder WHERE coder = ? AND stage IN (SELECT value FROM json_each(?)) GROUP
     BY scholar_id`,
    coder,
    JSON.stringify(stages),
  );
  return new Map(rows.map(({ id, ...done }) => [id, done]));
}

/** A coder's list with the progress of each scholar; read once per request. */
export interface CoderState {
  list: number[];
  done: Map<number, Done>;
  /** Stages that are not optional. */
  stages: number;
}

export function coderState(db: ReadableDb, coder: string, book: Codebook): CoderState {
  const stages = neededStages(book).map(({ key }) => key);
  return { list: listOf(db, coder), done: doneBy(db, coder, stages), stages: stages.length };
}

export function isFinished({ done, stages }: CoderState, id: number): boolean {
  return (done.get(id)?.coded ?? 0) >= stages;
}

export function isUnsure({ done }: CoderState, id: number): boolean {
  return (done.get(id)?.uncertain ?? 0) > 0;
}

/** The state with the list in the order of the study. */
export function queueOf(study: Study, coder: string): CoderState {
  const state = coderState(study.db, coder, study.placer().book);
  return { ...state, list: inQueueOrder(study, coder, state.list) };
}

/**
 * The next scholar to code: first one further down the list that is not finished, then from the top, then
 * skipped ones. Null when all are done.
 */
export function nextScholar(state: CoderState, after: number | null): number | null {
  const { list, done } = state;
  const start = after === null ? 0 : list.indexOf(after) + 1;
  const open = (id: number) => id !== after && !isFinished(state, id);
  const fresh = (id: number) => open(id) && (done.get(id)?.skipped ?? 0) === 0;
  const around = (wanted: (id: number) => boolean) => {
    for (let i = 0; i < list.length; i++) {
      const id = list[(start + i) % list.length];
      if (wanted(id)) return id;
    }
    return null;
  };
  return around(fresh) ?? around(open);
}

export function neighbour({ list }: CoderState, from: number, step: 1 | -1): number | null {
  return list[list.indexOf(from) + step] ?? null;
}

export function progressOf(
  db: ReadableDb,
  coder: string,
  { list, done, stages }: CoderState,
  now: Date,
): CodingProgress {
  const own = new Set(list);
  const progress: CodingProgress = {
    scholars: list.length,
    done: 0,
    skipped: 0,
    uncertain: 0,
    perHour: rateOf(db, coder, now),
  };
  for (const [id, { coded, skipped, uncertain }] of done) {
    if (!own.has(id)) continue;
    if (coded >= stages) progress.done++;
    if (skipped > 0) progress.skipped++;
    if (uncertain > 0) progress.uncertain++;
  }
  return progress;
}

/** Scholars per hour since the last pause of ten minutes. */
function rateOf(db: ReadableDb, coder: string, now: Date): number | null {
  const events = db.all<{ scholar: string; at: string }>(
    "SELECT scholar_key AS scholar, at FROM coding_events WHERE author = ? AND made_here = 1 AND kind = 'set' " +
      'ORDER BY tick DESC LIMIT ?',
    coder,
    EVENTS_FOR_RATE,
  );
  const scholars = new Set<string>();
  let last = now.getTime();
  let first = last;
  for (const { scholar, at } of events) {
    const time = Date.parse(at);
    if (last - time > PAUSE_MS) break;
    scholars.add(scholar);
    first = last = time;
  }
  const hours = (now.getTime() - first) / 3_600_000;
  return scholars.size < 2 || hours < 1 / 120 ? null : scholars.size / hours;
}
