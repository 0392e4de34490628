import { say } from '../../../shared/messages/say.ts';
import { lowerBound } from '../numeric/sorted.ts';
import { byIndex, type TieOrder } from '../numeric/tie-order.ts';
import type { JudgedRanking, RankingMeasure } from './measure.ts';

/** A song's role in one listener's ranking. */
export const OTHER = 0;
export const EXCLUDED = 1;
export const RELEVANT = 2;

/**
 * Two measures of the whole ranking, in one pass and without sorting it. `auc`: the share of pairs of a relevant and
 * another candidate that are ordered rightly, ties counting ½; a candidate without
 * a score (NaN) ranks below all that have one; null when one of the two kinds is missing. `mrr`: 1 / rank of the best
 * relevant song, ties by the given order; 0 when none has a score.
 */
export function wholeRanking(
  scores: Float64Array,
  states: Uint8Array,
  relevant: Uint32Array,
  ties: TieOrder = byIndex,
): { auc: number | null; mrr: number | null } {
  if (relevant.length === 0) return { auc: null, mrr: null };
  const sorted = Float64Array.from(relevant, (item) =>
    Number.isNaN(scores[item]) ? Number.NEGATIVE_INFINITY : scores[item],
  ).sort();
  const [lowest, highest] = [sorted[0], sorted[sorted.length - 1]];
  let best = -1;
  for (let i = 0; i < relevant.length; i++)
    if (scores[relevant[i]] === highest && (best < 0 || ties(relevant[i]) < ties(best))) best = relevant[i];
  let others = 0;
  let right = 0;
  let above = 0;
  for (let item = 0; item < scores.length; item++) {
    if (states[item] === EXCLUDED) continue;
    const score = scores[item];
    if (score > highest || (score === highest && ties(item) < ties(best))) above++;
    if (states[item] === RELEVANT) continue;
    others++;
    if (score > highest) continue;
    if (score < lowest) {
      right += sorted.length;
      continue;
    }
    const own = Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
    const below = lowerBound(sorted, own);
    right += sorted.length - below;
    for (let at = below; at < sorted.length && sorted[at] === own; at++) right -= 0.5;
  }
  return { auc: others === 0 ? null : right / (others * sorted.length), mrr: best < 0 ? 0 : 1 / (1 + above) };
}

/** The ranking of one listener; the pass over all candidates is made when a measure needs it. */
export function judgeRanking(
  scores: Float64Array,
  states: Uint8Array,
  relevant: Uint32Array,
  ties: TieOrder = byIndex,
): JudgedRanking {
  let pass: JudgedRanking['pass'] | null = null;
  return {
    scores,
    states,
    relevant,
    get pass() {
      pass ??= wholeRanking(scores, states, relevant, ties);
      return pass;
    },
  };
}

export const auc: RankingMeasure = {
  name: 'auc',
  summary: say('measure-summary.auc'),
  kind: 'ranking',
  lowerIsBetter: false,
  heading: 'AUC',
  interval: true,
  printedAt: [0],
  of: ({ pass }) => pass.auc,
};

export const mrr: RankingMeasure = {
  name: 'mrr',
  summary: say('measure-summary.mrr'),
  kind: 'ranking',
  lowerIsBetter: false,
  heading: 'MRR',
  of: ({ pass }) => pass.mrr,
};
