import type { Message } from '../../../shared/messages/message.ts';
import { type MessageId, say } from '../../../shared/messages/say.ts';

/** One listener's list as tools judge it. */
export interface WeightedList {
  n: number;
  /** Held-out songs in the list: ranks from 1, ascending, with the weight of each. */
  hits: readonly { rank: number; weight: number }[];
  /** Weights of all held-out songs, the largest first; at least one. */
  weights: readonly number[];
}

export interface Convention {
  tool: string;
  /** As the tool prints it. */
  measure: string;
  /** The measure of ours that is meant, for the comparison. */
  ours: 'ndcg' | 'map' | 'recall';
  /** Whether listeners without a list count (as 0), or only those with one. */
  averages: 'all' | 'listed';
  /** How it is defined, where ours is defined otherwise. */
  definition: Message;
  of(list: WeightedList): number;
  /** Whether the gains of a list are more than the tool's numbers can hold, and what the tool does then. */
  overflow?: { of(list: WeightedList): boolean; note: MessageId };
}

const discount = (rank: number) => 1 / Math.log2(rank + 1);

function discounted({ n, hits, weights }: WeightedList, gain: (weight: number) => number): number {
  const gained = hits.reduce((sum, { rank, weight }) => sum + gain(weight) * discount(rank), 0);
  const best = idealOf({ n, weights }, gain);
  return best === 0 ? 0 : gained / best;
}

function idealOf({ n, weights }: Pick<WeightedList, 'n' | 'weights'>, gain: (weight: number) => number): number {
  return weights.slice(0, n).reduce((sum, weight, i) => sum + gain(weight) * discount(i + 1), 0);
}

/** Precision at each rank with a hit, summed. */
function precisions({ hits }: WeightedList): number {
  return hits.reduce((sum, { rank }, i) => sum + (i + 1) / rank, 0);
}

/** Mean over ranks 1 to n of the precision up to there. */
function meanPrecision({ n, hits }: WeightedList): number {
  let sum = 0;
  for (let rank = 1; rank <= n; rank++) sum += hits.filter((hit) => hit.rank <= rank).length / rank;
  return sum / n;
}

/** Of Järvelin and Kekäläinen (2002): the second place is worth as much as the first. */
function discountedFromTwo({ n, hits, weights }: WeightedList): number {
  const worth = (rank: number) => 1 / Math.max(1, Math.log2(rank));
  const best = weights.slice(0, n).reduce((sum, _, i) => sum + worth(i + 1), 0);
  return hits.reduce((sum, { rank }) => sum + worth(rank), 0) / best;
}

const exponential = (weight: number) => 2 ** (weight + 1) - 1;
const LARGEST_SINGLE = 2 ** 128 - 2 ** 104;

/** Elliot 0.3 ends with an OverflowError: it has no number. */
const isBeyondDoubles = (list: WeightedList) => !Number.isFinite(idealOf(list, exponential));
/** WarpRec 2.2 has single precision; a listener whose best list is infinite in it counts 0. */
const isBeyondSingles = (list: WeightedList) => idealOf(list, exponential) > LARGEST_SINGLE;

/**
 * The formulas of tools whose measures share a name with ours, from their sources: Elliot 0.3 (`accuracy/ndcg`,
 * `accuracy/map`), RecBole 1.2 (`evaluator/metrics`), WarpRec (`metrics/accuracy`), ranx 0.3, trec_eval, LensKit 0.14
 * and 2025 (`metrics/topn`, `metrics/ranking`) and Cornac 3 (`metrics/ranking`).
 */
export const CONVENTIONS: readonly Convention[] = [
  {
    tool: 'Elliot',
    measure: 'nDCG',
    ours: 'ndcg',
    averages: 'listed',
    definition: say('convention.ndcg-exponential-listed'),
    of: (list) => (isBeyondDoubles(list) ? Number.NaN : discounted(list, exponential)),
    overflow: { of: isBeyondDoubles, note: 'referee.gain-ends' },
  },
  {
    tool: 'Elliot',
    measure: 'MAP',
    ours: 'map',
    averages: 'listed',
    definition: say('convention.map-mean-of-precisions'),
    of: meanPrecision,
  },
  {
    tool: 'RecBole',
    measure: 'ndcg',
    ours: 'ndcg',
    averages: 'all',
    definition: say('convention.as-ours'),
    of: (list) => discounted(list, () => 1),
  },
  {
    tool: 'RecBole',
    measure: 'map',
    ours: 'map',
    averages: 'all',
    definition: say('convention.as-ours'),
    of: (list) => precisions(list) / Math.min(list.n, list.weights.length),
  },
  {
    tool: 'WarpRec',
    measure: 'nDCG',
    ours: 'ndcg',
    averages: 'all',
    definition: say('convention.ndcg-exponential'),
    of: (list) => (isBeyondSingles(list) ? 0 : discounted(list, exponential)),
    overflow: { of: isBeyondSingles, note: 'referee.gain-is-0' },
  },
  {
    tool: 'WarpRec',
    measure: 'MAP',
    ours: 'map',
    averages: 'all',
    definition: say('convention.as-ours'),
    of: (list) => precisions(list) / Math.min(list.n, list.weights.length),
  },
  {
    tool: 'ranx, trec_eval',
    measure: 'ndcg',
    ours: 'ndcg',
    averages: 'all',
    definition: say('convention.ndcg-linear'),
    of: (list) => discounted(list, (weight) => weight),
  },
  {
    tool: 'ranx, trec_eval',
    measure: 'map',
    ours: 'map',
    averages: 'all',
    definition: say('convention.map-all-relevant'),
    of: (list) => precisions(list) / list.weights.length,
  },
  {
    tool: 'LensKit',
    measure: 'NDCG',
    ours: 'ndcg',
    averages: 'all',
    definition: say('convention.ndcg-from-two'),
    of: discountedFromTwo,
  },
  {
    tool: 'LensKit',
    measure: 'Recall',
    ours: 'recall',
    averages: 'all',
    definition: say('convention.recall-capped'),
    of: ({ n, hits, weights }) => hits.length / Math.min(n, weights.length),
  },
  {
    tool: 'Cornac',
    measure: 'NDCG',
    ours: 'ndcg',
    averages: 'all',
    definition: say('convention.as-ours'),
    of: (list) => discounted(list, () => 1),
  },
];
