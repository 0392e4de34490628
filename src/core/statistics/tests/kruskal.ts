import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { chiSquareUpper, normalTwoSided } from '../distributions.ts';
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
 * groups (seed 1); pairs by Mann–Whitney, and by Dunn (1964) on the ranks of all, each with Holm's adjustment.
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
  const places = placed(groups);
  const statistic = kruskalStatistic(places);
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
  const between = dunn(places);
  const pairs = kept.flatMap((i, a) =>
    kept.slice(a + 1).map((j, k) => ({
      i,
      j,
      test: mannWhitney({ x: all[i].values, y: all[j].values }),
      z: between(a, a + 1 + k),
    })),
  );
  const adjusted = adjustP(
    pairs.map(({ test }) => test.p as number | null),
    'holm',
  );
  const byDunn = pairs.map(({ z }) => normalTwoSided(Math.abs(z)));
  const adjustedByDunn = adjustP(byDunn, 'holm');
  if (groups.some((group) => group.length < 5)) notes.push(say('statistics.small-group'));
  const { resamples, told } = resamplesFor(n);
  notes.push(...told);
  return result('Kruskal–Wallis test', {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    effect: {
      epsilonSquared: statistic / (n - 1),
      epsilonSquaredInterval: bootstrapEpsilon(places, statistic / (n - 1), resamples),
    },
    resamples,
    pairwise: pairs.map(({ i, j, test, z }, at) => ({
      groups: [i + 1, j + 1],
      statistic: test.statistic,
      p: test.p,
      pHolm: adjusted[at],
      rankBiserial: test.effect.rankBiserial,
      dunn: { z, p: byDunn[at], pHolm: adjustedByDunn[at] },
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

/** Groups of values by the place of each among the distinct ones in ascending order. */
interface Placed {
  groups: Int32Array[];
  distinct: number;
}

function placed(groups: readonly (readonly number[])[]): Placed {
  const distinct = Float64Array.from(new Set(groups.flat())).sort();
  const place = new Map([...distinct].map((value, at) => [value, at]));
  return {
    groups: groups.map((group) => Int32Array.from(group, (value) => place.get(value) as number)),
    distinct: distinct.length,
  };
}

/** The midrank of each place, how many values there are, and Σ(t³ − t) over ties. */
function ranksOf({ groups, distinct }: Placed): { ranks: Float64Array; n: number; ties: number } {
  const ranks = new Float64Array(distinct);
  for (const group of groups) for (const place of group) ranks[place]++;
  let n = 0;
  let ties = 0;
  for (let place = 0; place < distinct; place++) {
    const tied = ranks[place];
    ranks[place] = n + (tied + 1) / 2;
    ties += tied ** 3 - tied;
    n += tied;
  }
  return { ranks, n, ties };
}

function rankSumOf(group: Int32Array, ranks: Float64Array): number {
  let total = 0;
  for (const place of group) total += ranks[place];
  return total;
}

/** H, corrected for ties; null where all values are one. */
function kruskalStatistic(places: Placed): number | null {
  const { ranks, n, ties } = ranksOf(places);
  if (ties === n ** 3 - n) return null;
  let total = 0;
  for (const group of places.groups) total += rankSumOf(group, ranks) ** 2 / group.length;
  return ((12 * total) / (n * (n + 1)) - 3 * (n + 1)) / (1 - ties / (n ** 3 - n));
}

/** Dunn's (1964) z of each pair of groups, from the ranks among all groups, corrected for ties. */
function dunn(places: Placed): (a: number, b: number) => number {
  const { ranks, n, ties } = ranksOf(places);
  const means = places.groups.map((group) => rankSumOf(group, ranks) / group.length);
  const variance = (n * (n + 1)) / 12 - ties / (12 * (n - 1));
  const share = places.groups.map((group) => 1 / group.length);
  return (a, b) => (means[a] - means[b]) / Math.sqrt(variance * (share[a] + share[b]));
}

/**
 * A resample repeats the sample's chance differences and adds its own, df of them on average; they are taken off again,
 * since otherwise the interval of groups that do not differ lies above their ε².
 */
function bootstrapEpsilon({ groups, distinct }: Placed, epsilonSquared: number, runs: number): Interval {
  const random = new Random(1);
  const n = sum(groups.map((group) => group.length));
  const drawn = groups.map((group) => group.slice());
  const values = new Float64Array(runs);
  for (let run = 0; run < runs; run++) {
    groups.forEach((group, g) => {
      for (let i = 0; i < group.length; i++) drawn[g][i] = group[random.below(group.length)];
    });
    const resampled = kruskalStatistic({ groups: drawn, distinct });
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
