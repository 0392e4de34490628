import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { Random } from '../../statistics/random.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { listOf } from './queue.ts';

/** Chooses a coder's scholars: all, a seeded sample, or a sample of another coder's, for measuring agreement. */
export function chooseScholars(
  db: ReadableDb,
  what: 'all' | 'sample' | 'overlap',
  share: number,
  other: string | null,
  seed: number,
): number[] {
  if (what === 'overlap' && other === null) throw new AppError('bad-request', say('coding.overlap-without-coder'));
  const pool =
    what === 'overlap'
      ? listOf(db, other as string)
      : db.all<{ id: number }>('SELECT id FROM scholars ORDER BY id').map(({ id }) => id);
  if (what === 'all') return pool;
  const order = new Random(seed).shuffle([...pool]);
  return order.slice(0, Math.max(1, Math.round(share * pool.length))).sort((a, b) => a - b);
}
