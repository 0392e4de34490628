import { say } from '../../../shared/messages/say.ts';
import { z } from 'zod';
import { sum } from '../descriptive.ts';
import { result, unusable } from '../result.ts';
import { choice, statistic } from '../statistic.ts';

export const ADJUSTMENTS = ['holm', 'bh', 'bonferroni', 'hochberg', 'hommel', 'by'] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

/**
 * Adjusts a family of p values, in the order given; null stays null and does not count in the family. Equal to R's
 * p.adjust.
 *
 * @param of how many tests the family has, where more were planned than were made: those to come are taken as p = 1,
 *   which no test to come can exceed
 */
export function adjustP(p: readonly (number | null)[], method: Adjustment, of = 0): (number | null)[] {
  const order = sorted(p);
  const n = Math.max(of, order.length);
  const toCome = new Array<number>(n - order.length).fill(1);
  const values = [...order.map(({ value }) => value), ...toCome];
  const adjusted: (number | null)[] = p.map(() => null);
  if (n === 0) return adjusted;
  const found = FAMILIES[method](values, n);
  order.forEach(({ i }, rank) => {
    adjusted[i] = Math.min(1, found[rank]);
  });
  return adjusted;
}

/** Of p values in ascending order, each method's before what is above 1 becomes 1. */
const FAMILIES: Readonly<Record<Adjustment, (sorted: readonly number[], n: number) => number[]>> = {
  bonferroni: (sorted, n) => sorted.map((p) => p * n),
  /** Holm (1979): step down. */
  holm: (sorted, n) => neverLess(sorted.map((p, rank) => p * (n - rank))),
  /** Hochberg (1988): step up, for tests that are independent or depend on one another positively. */
  hochberg: (sorted, n) => neverMore(sorted.map((p, rank) => p * (n - rank))),
  /** Benjamini & Hochberg (1995): the false discovery rate. */
  bh: (sorted, n) => neverMore(sorted.map((p, rank) => (p * n) / (rank + 1))),
  /** Benjamini & Yekutieli (2001): the same, however the tests depend on one another. */
  by: (sorted, n) => {
    const harmonic = sum(sorted.map((_, rank) => 1 / (rank + 1)));
    return neverMore(sorted.map((p, rank) => (p * n * harmonic) / (rank + 1)));
  },
  hommel,
};

/** Hommel (1988), by Wright's (1992) algorithm as in R. */
function hommel(sorted: readonly number[], n: number): number[] {
  const least = leastOf(sorted.map((p, rank) => (n * p) / (rank + 1)));
  const adjusted = sorted.map((p) => Math.max(p, least));
  for (let m = n - 1; m >= 2; m--) {
    const kept = n - m + 1;
    const tail = leastOf(sorted.slice(kept).map((p, k) => (m * p) / (k + 2)));
    sorted.forEach((p, rank) => {
      const own = rank < kept ? Math.min(m * p, tail) : Math.min(m * sorted[kept - 1], tail);
      adjusted[rank] = Math.max(adjusted[rank], own);
    });
  }
  return adjusted;
}

function neverLess(values: readonly number[], before = 0): number[] {
  let most = before;
  return values.map((value) => {
    most = Math.max(most, value);
    return most;
  });
}

function neverMore(values: readonly number[]): number[] {
  return neverLess(values.map((value) => -value).reverse(), Number.NEGATIVE_INFINITY)
    .map((value) => -value)
    .reverse();
}

function leastOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function sorted(p: readonly (number | null)[]): { value: number; i: number }[] {
  return p.flatMap((value, i) => (value === null ? [] : [{ value, i }])).sort((a, b) => a.value - b.value);
}

export const ADJUST = statistic({
  name: 'adjust',
  summary: say('statistic.adjust'),
  data: z.object({
    p: z.array(z.number().min(0).max(1).nullable()).min(1),
    method: choice(ADJUSTMENTS, {
      fdr: 'bh',
      'benjamini-hochberg': 'bh',
      'benjamini-yekutieli': 'by',
    }),
    /** Of the family, where not all of its tests are made yet. */
    n: z.number().int().positive().optional(),
  }),
  example: { p: [0.01, 0.02, 0.03], method: 'holm' },
  run: ({ p, method, n: of }) => {
    const made = p.filter((one) => one !== null).length;
    if (of !== undefined && of < made) throw unusable(say('statistics.family-too-small', { n: of, made }));
    const adjusted = adjustP(p, method, of);
    return result(`Adjusted p values (${method})`, { p: null, estimate: adjusted, adjusted, n: of ?? p.length });
  },
});
