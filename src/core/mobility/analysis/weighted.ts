import type { MissingReason, Move, WeightedShares } from '../../../shared/mobility/results.ts';
import { stratifiedShare } from '../../statistics/stratified-share.ts';
import { orderUsed, urgentOf } from '../coding/priorities.ts';
import type { Study } from '../study/study.ts';

/** Coded, though without a place that could be compared: a result, and not somebody whose turn has not come. */
const JUDGED: readonly (MissingReason | null)[] = ['coded-missing', 'no-institution'];

export function isCoded({ outcome, missing }: Move): boolean {
  return outcome !== 'missing' || JUDGED.includes(missing);
}

/**
 * Where the queue was ordered by use and is not finished, the scholars who came first are not like the others: each of
 * those coded stands for as many as its stratum (came first, or did not) has for one that is coded. Null where coding
 * went by the file, or everybody is coded.
 */
export function weightedShares(study: Study, moves: readonly Move[]): WeightedShares | null {
  const order = orderUsed(study.db);
  if (order === null) return null;
  const first = urgentOf(study, order);
  if (moves.every(isCoded)) return null;
  const strata = ([true, false] as const).map((isFirst) => {
    const all = moves.filter(({ scholarId }) => first.has(scholarId) === isFirst);
    const coded = all.filter(isCoded);
    return { first: isFirst, scholars: all.length, coded: coded.length, moves: coded };
  });
  const told = strata.map(({ moves: _moves, ...stratum }) => stratum);
  const none = { share: null, se: null, interval: null };
  if (strata.some(({ scholars, coded }) => scholars > 0 && coded === 0))
    return { order, strata: told, upward: none, downward: none, parallel: none };
  const share = (direction: Move['direction']) =>
    stratifiedShare(
      strata.flatMap((stratum, i) =>
        stratum.moves.map((move) => ({
          stratum: i,
          weight: stratum.scholars / stratum.coded,
          counted: move.comparable,
          hit: move.direction === direction,
        })),
      ),
    );
  return { order, strata: told, upward: share('upward'), downward: share('downward'), parallel: share('parallel') };
}
