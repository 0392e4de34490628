import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { CoderWork, Split, Work } from '../../../shared/mobility/work.ts';
import { Random } from '../../statistics/random.ts';
import { listCoders } from '../rows/scholar-rows.ts';
import { scholarNotes } from '../rows/scholar-note-rows.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import type { Study } from '../study/study.ts';
import { assign, blindAmong } from './assign.ts';
import { coderState, isFinished, isUnsure } from './queue.ts';
import { queueOrder } from './priorities.ts';

/** Who codes whom, and how far they are. Says nothing of what anybody coded. */
export function workOf(study: Study): Work {
  const { db } = study;
  const { book } = study.placer();
  const flagged = flaggedIds(study);
  const coders = listCoders(db).map(({ name, assigned }) => {
    const state = coderState(db, name, book);
    const { list } = state;
    const finished = list.filter((id) => isFinished(state, id)).length;
    const work: CoderWork = {
      name,
      assigned: assigned === 0 ? null : assigned,
      blind: blindOf(db, name),
      done: finished,
      left: list.length - finished,
      unsure: list.filter((id) => isUnsure(state, id)).length,
      flagged: list.filter((id) => flagged.has(id)).length,
    };
    return { work, own: new Set(assigned === 0 ? [] : list) };
  });
  return {
    scholars: study.scholars().length,
    rest: unassigned(db).length,
    coders: coders.map(({ work }) => work),
    common: coders.map(({ own }) => coders.map((other) => [...own].filter((id) => other.own.has(id)).length)),
    queue: queueOrder(db),
  };
}

function flaggedIds(study: Study): Set<number> {
  const notes = scholarNotes(study.db);
  return new Set(study.scholars().flatMap(({ id, key }) => (notes.get(key)?.flagged ? [id] : [])));
}

function blindOf(db: ReadableDb, coder: string): number {
  const sql = "SELECT count(*) AS n FROM assignments WHERE coder = ? AND suggestions = 'hidden'";
  return db.get<{ n: number }>(sql, coder)?.n ?? 0;
}

export function unassigned(db: ReadableDb): number[] {
  return db
    .all<{ id: number }>('SELECT id FROM scholars WHERE id NOT IN (SELECT scholar_id FROM assignments) ORDER BY id')
    .map(({ id }) => id);
}

export interface SplitRequest {
  coders: readonly string[];
  /** Of the scholars, how many are divided; null: all. */
  count: number | null;
  /** Share that is coded by two of them, blind. */
  common: number;
  /** All scholars, or those on nobody's list. */
  among: 'all' | 'rest';
  suggestions: 'shown' | 'hidden';
  seed: number;
}

/**
 * Divides scholars among coders: a random part in common, each of it by two coders in turn and blind, the rest in
 * equal parts. "600 in halves, 20 % in common" gives each of two coders 240 of their own and the 120 in common.
 */
export function splitWork(study: Study, request: SplitRequest, dry: boolean): Split[] {
  const { db } = study;
  const coders = [...new Set(request.coders.map((name) => name.trim()))];
  if (coders.length < 2) throw new AppError('bad-request', say('work.two-coders'));
  const pool = request.among === 'rest' ? unassigned(db) : study.scholars().map(({ id }) => id);
  const drawn = new Random(request.seed).shuffle([...pool]).slice(0, request.count ?? pool.length);
  if (drawn.length === 0) throw new AppError('conflict', say('work.nobody-left'));
  const inCommon = drawn.slice(0, Math.round(request.common * drawn.length));
  const alone = drawn.slice(inCommon.length);
  const lists = coders.map(() => ({ own: [] as number[], common: [] as number[] }));
  alone.forEach((id, i) => lists[i % coders.length].own.push(id));
  const pairs = coders.flatMap((_, a) => coders.slice(a + 1).map((_other, b) => [a, a + 1 + b] as const));
  inCommon.forEach((id, i) => {
    for (const coder of pairs[i % pairs.length]) lists[coder].common.push(id);
  });
  const kept = coders.map((coder, i) => (request.suggestions === 'shown' ? blindAmong(db, coder, lists[i].own) : 0));
  if (!dry)
    db.transaction(() => {
      coders.forEach((coder, i) => {
        assign(db, coder, lists[i].own, request.suggestions, study.now());
        assign(db, coder, lists[i].common, 'hidden', study.now());
      });
    });
  return coders.map((coder, i) => ({
    coder,
    own: lists[i].own.length,
    common: lists[i].common.length,
    keptBlind: kept[i],
  }));
}

/** Ids or names, one a line; an unknown one, or a name of two scholars, assigns nobody. */
export function scholarsOfList(study: Study, text: string): number[] {
  const byName = Map.groupBy(study.scholars(), ({ name }) => name.trim().toLowerCase());
  const byKey = new Map(study.scholars().map(({ key, id }) => [key, id]));
  const wanted = text
    .split(/[\n,;，；\t]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const ids = wanted.map((one) => {
    const id = byKey.get(one);
    if (id !== undefined) return id;
    const named = byName.get(one.toLowerCase()) ?? [];
    if (named.length !== 1)
      throw new AppError('bad-request', say('work.not-one-scholar', { text: one, n: named.length }));
    return named[0].id;
  });
  return [...new Set(ids)];
}

/** Takes scholars off a coder's list that the coder has not begun. @returns how many */
export function takeBack(study: Study, coder: string): number {
  const { db } = study;
  return db.transaction(
    () =>
      db.run(
        'DELETE FROM assignments WHERE coder = ? AND scholar_id NOT IN (SELECT scholar_id FROM codes WHERE coder = ?)',
        coder,
        coder,
      ).changes,
  );
}
