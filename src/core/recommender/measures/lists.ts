import { say } from '../../../shared/messages/say.ts';
import type { JudgedList, ListMeasure } from './measure.ts';

/** Scores the first `n` of a ranking; null if nothing is relevant. */
export function judgeList(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, n: number): JudgedList | null {
  if (relevant.size === 0) return null;
  const hitRanks: number[] = [];
  for (let rank = 1; rank <= Math.min(n, ranked.length); rank++)
    if (relevant.has(ranked[rank - 1])) hitRanks.push(rank);
  return { n, relevant: relevant.size, hitRanks };
}

/** How many hits the best list of this length would have. */
const ideal = ({ n, relevant }: JudgedList) => Math.min(n, relevant);

/** Divides by n even if there were fewer candidates. */
export const precision: ListMeasure = {
  name: 'precision',
  summary: say('measure-summary.precision'),
  kind: 'list',
  lowerIsBetter: false,
  heading: say('measure.precision'),
  curve: 'figure',
  tested: 5,
  printedAt: [0],
  of: ({ n, hitRanks }) => hitRanks.length / n,
};

export const recall: ListMeasure = {
  name: 'recall',
  summary: say('measure-summary.recall'),
  kind: 'list',
  lowerIsBetter: false,
  heading: say('measure.recall'),
  curve: 'figure',
  tested: 6,
  printedAt: [0],
  of: ({ relevant, hitRanks }) => hitRanks.length / relevant,
};

export const recallCapped: ListMeasure = {
  name: 'recall-capped',
  summary: say('measure-summary.recall-capped'),
  kind: 'list',
  lowerIsBetter: false,
  heading: say('measure.recall-capped'),
  curve: 'table',
  printedAt: [20, 50],
  of: (list) => list.hitRanks.length / ideal(list),
};

export const f1: ListMeasure = {
  name: 'f1',
  summary: say('measure-summary.f1'),
  kind: 'list',
  lowerIsBetter: false,
  heading: 'F1',
  curve: 'figure',
  tested: 4,
  printedAt: [0],
  of: (list) => {
    if (list.hitRanks.length === 0) return 0;
    const [p, r] = [precision.of(list), recall.of(list)];
    return (2 * p * r) / (p + r);
  },
};

/** Binary gain, discount 1 / log2(rank + 1). */
export const ndcg: ListMeasure = {
  name: 'ndcg',
  summary: say('measure-summary.ndcg'),
  kind: 'list',
  lowerIsBetter: false,
  heading: 'NDCG',
  curve: 'figure',
  tested: 3,
  printedAt: [0, 100],
  of: (list) => {
    let gained = 0;
    for (const rank of list.hitRanks) gained += 1 / Math.log2(rank + 1);
    let best = 0;
    for (let rank = 1; rank <= ideal(list); rank++) best += 1 / Math.log2(rank + 1);
    return gained / best;
  },
};

export const map: ListMeasure = {
  name: 'map',
  summary: say('measure-summary.map'),
  kind: 'list',
  lowerIsBetter: false,
  heading: 'MAP',
  of: (list) => {
    let sum = 0;
    list.hitRanks.forEach((rank, i) => {
      sum += (i + 1) / rank;
    });
    return sum / ideal(list);
  },
};

export const mrrAt: ListMeasure = {
  name: 'mrr-at',
  summary: say('measure-summary.mrr-at'),
  kind: 'list',
  lowerIsBetter: false,
  heading: 'MRR',
  of: ({ hitRanks }) => (hitRanks.length === 0 ? 0 : 1 / hitRanks[0]),
};

export const hitRate: ListMeasure = {
  name: 'hit-rate',
  summary: say('measure-summary.hit-rate'),
  kind: 'list',
  lowerIsBetter: false,
  heading: say('measure.hit-rate'),
  of: ({ hitRanks }) => (hitRanks.length > 0 ? 1 : 0),
};
