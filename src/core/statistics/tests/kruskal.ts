import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { midranks, sum } from '../descriptive.ts';
import { chiSquareUpper } from '../distributions.ts';
import { type Interval, intervalHolding } from '../intervals.ts';
import { Random } from '../random.ts';
import { present, result, type TestResult, unusable } from '../result.ts';
import { numbers, statistic } from '../statistic.ts';
import { adjustP } from './adjust.ts';
import { ALL_TIED, mannWhitney, type Values } from './ranks.ts';

const BOOTSTRAPS = 2000;
/** Of so many values that all resamples would take minutes, fewer are drawn: values drawn together. */
const MOST_DRAWN = 4e8;
const LEAST_BOOTSTRAPS = 200;

/**
 * Kruskal & Wallis (1952) with correction for ties. Effect: ε² (Tomczak & Tomczak 2014), interval by bootstrap within
 * groups (seed 1); pairs by Mann–Whitney with Holm's adjustment.
 */
export function kruskal({ groups: given }: { groups: Values[] }): TestResult {
  const all = given.map(present);
  const excluded = sum(all.map((group) => group.excluded));
  const kept = all.flatMap((group, i) => (group.values.length > 0 ? [i] : []));
  const notes = all.flatMap((group, i) =>
    group.values.length > 0 ? [] : [say('statistics.group-empty', { i: i + 1 })],
  );
  const groups = kept.map((i) => all[i].values);
  if (groups.length < 2) throw unusable(say('statistics.kruskal-needs-groups', { groups: groups.length }));
  const n = sum(groups.map((group) => group.length));
  if (n < 3) throw unusable(say('statistics.kruskal-needs-values', { n }));
  const statistic = kruskalStatistic(groups);
  const df = groups.length - 1;
  if (statistic === null)
    return result('Kruskal–Wallis test', {
      statistic: 0,
      df,
      p: 1,
      n,
      excluded,
      effect: { epsilonSquared: 0 },
      notes: [...notes, ALL_TIED],
    });
  const pairs = kept.flatMap((i, a) =>
    kept.slice(a + 1).map((j) => ({ i, j, test: mannWhitney({ x: all[i].values, y: all[j].values }) })),
  );
  const adjusted = adjustP(
    pairs.map(({ test }) => test.p as number | null),
    'holm',
  );
  if (groups.some((group) => group.length < 5)) notes.push(say('statistics.small-group'));
  const { resamples, told } = resamplesFor(n);
  notes.push(...told);
  return result('Kruskal–Wallis test', {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    effect: {
      epsilonSquared: statistic / (n - 1),
      epsilonSquaredInterval: bootstrapEpsilon(groups, statistic / (n - 1), resamples),
    },
    resamples,
    pairwise: pairs.map(({ i, j, test }, at) => ({
      groups: [i + 1, j + 1],
      statistic: test.statistic,
      p: test.p,
      pHolm: adjusted[at],
      rankBiserial: test.effect.rankBiserial,
    })),
    n,
    excluded,
    notes,
  });
}

/** How many resamples of so many values are drawn, and why they are fewer than usual. */
export function resamplesFor(n: number): { resamples: number; told: Message[] } {
  const resamples = Math.max(LEAST_BOOTSTRAPS, Math.min(BOOTSTRAPS, Math.floor(MOST_DRAWN / n)));
  const fewer = resamples < BOOTSTRAPS;
  return { resamples, told: fewer ? [say('statistics.fewer-resamples', { resamples, usual: BOOTSTRAPS, n })] : [] };
}

function kruskalStatistic(groups: readonly (readonly number[])[]): number | null {
  const { ranks, ties } = midranks(groups.flat());
  const n = ranks.length;
  if (ties === n ** 3 - n) return null;
  let position = 0;
  let total = 0;
  for (const group of groups) {
    const rankSum = sum(ranks.slice(position, position + group.length));
    total += rankSum ** 2 / group.length;
    position += group.length;
  }
  return statisticOf(total, n, ties);
}

/** H from Σ rank sum² / size, corrected for ties. */
function statisticOf(total: number, n: number, ties: number): number {
  return ((12 * total) / (n * (n + 1)) - 3 * (n + 1)) / (1 - ties / (n ** 3 - n));
}

/** As `kruskalStatistic`, of how often each group has each of the distinct values, which are in ascending order. */
function kruskalOfCounts(counts: readonly Int32Array[]): number | null {
  const sizes = counts.map(() => 0);
  const rankSums = counts.map(() => 0);
  let before = 0;
  let ties = 0;
  for (let at = 0; at < counts[0].length; at++) {
    let tied = 0;
    for (const own of counts) tied += own[at];
    if (tied === 0) continue;
    const rank = before + (tied + 1) / 2;
    for (let g = 0; g < counts.length; g++) {
      sizes[g] += counts[g][at];
      rankSums[g] += counts[g][at] * rank;
    }
    ties += tied ** 3 - tied;
    before += tied;
  }
  const n = before;
  if (ties === n ** 3 - n) return null;
  const total = sum(rankSums.map((rankSum, g) => rankSum ** 2 / sizes[g]));
  return statisticOf(total, n, ties);
}

/**
 * A resample repeats the sample's chance differences and adds its own, df of them on average; they are taken off again,
 * since otherwise the interval of groups that do not differ lies above their ε².
 */
function bootstrapEpsilon(groups: readonly (readonly number[])[], epsilonSquared: number, runs: number): Interval {
  const random = new Random(1);
  const n = sum(groups.map((group) => group.length));
  const distinct = Float64Array.from(new Set(groups.flat())).sort();
  const place = new Map([...distinct].map((value, at) => [value, at]));
  const places = groups.map((group) => Int32Array.from(group, (value) => place.get(value) as number));
  const counts = groups.map(() => new Int32Array(distinct.length));
  const values = new Float64Array(runs);
  for (let run = 0; run < runs; run++) {
    places.forEach((group, g) => {
      counts[g].fill(0);
      for (let i = 0; i < group.length; i++) counts[g][group[random.below(group.length)]]++;
    });
    const resampled = kruskalOfCounts(counts);
    values[run] = Math.max(0, (resampled ?? 0) - (groups.length - 1)) / (n - 1);
  }
  return intervalHolding(epsilonSquared, values);
}

export const KRUSKAL = statistic({
  name: 'kruskal',
  summary: say('statistic.kruskal'),
  data: z.object({ groups: z.array(numbers) }),
  example: {
    groups: [
      [1, 2, 3],
      [2, 4, 6],
      [5, 7, 9],
    ],
  },
  run: kruskal,
});
