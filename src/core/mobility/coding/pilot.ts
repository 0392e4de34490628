import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { Random } from '../../statistics/random.ts';
import { addPilot } from '../rows/draw-rows.ts';
import type { Study } from '../study/study.ts';
import { assign } from './assign.ts';

/**
 * A pilot round: some scholars whom nobody has coded yet, drawn at random, are coded by every one of the coders, blind.
 * Its agreement is told apart and counts in no other. @returns how many were drawn
 */
export function drawPilot(study: Study, names: readonly string[], count: number, seed: number): number {
  const { db } = study;
  const coders = [...new Set(names)];
  if (coders.length < 2) throw new AppError('bad-request', say('work.two-coders'));
  const free = db
    .all<{ id: number }>('SELECT id FROM scholars WHERE id NOT IN (SELECT scholar_id FROM codes) ORDER BY id')
    .map(({ id }) => id);
  const drawn = new Random(seed).shuffle([...free]).slice(0, count);
  if (drawn.length === 0) throw new AppError('conflict', say('work.nobody-uncoded'));
  db.transaction(() => {
    addPilot(db, drawn, seed, study.now());
    for (const coder of coders) assign(db, coder, drawn, 'hidden', study.now());
  });
  return drawn.length;
}
