import { say } from '../../../shared/messages/say.ts';
import { z } from 'zod';
import { result } from '../result.ts';
import { choice, statistic } from '../statistic.ts';

export const ADJUSTMENTS = ['holm', 'bh', 'bonferroni'] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

/**
 * Adjusts a family of p values, in the order given; null stays null and does not count in the family. Equal to R's
 * p.adjust.
 */
export function adjustP(p: readonly (number | null)[], method: Adjustment): (number | null)[] {
  if (method === 'holm') return holm(p);
  const members = p.filter((value) => value !== null).length;
  if (method === 'bonferroni') return p.map((value) => (value === null ? null : Math.min(1, value * members)));
  return benjaminiHochberg(p);
}

/** Holm's (1979) step-down adjustment. */
export function holm(p: readonly (number | null)[]): (number | null)[] {
  const order = sorted(p);
  const adjusted: (number | null)[] = p.map(() => null);
  let largest = 0;
  order.forEach(({ value, i }, rank) => {
    largest = Math.max(largest, Math.min(1, value * (order.length - rank)));
    adjusted[i] = largest;
  });
  return adjusted;
}

/** Benjamini & Hochberg (1995), false discovery rate. */
function benjaminiHochberg(p: readonly (number | null)[]): (number | null)[] {
  const order = sorted(p);
  const adjusted: (number | null)[] = p.map(() => null);
  let smallest = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const { value, i } = order[rank - 1];
    smallest = Math.min(smallest, (value * order.length) / rank);
    adjusted[i] = smallest;
  }
  return adjusted;
}

function sorted(p: readonly (number | null)[]): { value: number; i: number }[] {
  return p.flatMap((value, i) => (value === null ? [] : [{ value, i }])).sort((a, b) => a.value - b.value);
}

export const ADJUST = statistic({
  name: 'adjust',
  summary: say('statistic.adjust'),
  data: z.object({
    p: z.array(z.number().min(0).max(1).nullable()).min(1),
    method: choice(ADJUSTMENTS, { fdr: 'bh', 'benjamini-hochberg': 'bh' }),
  }),
  example: { p: [0.01, 0.02, 0.03], method: 'holm' },
  run: ({ p, method }) =>
    result(`Adjusted p values (${method})`, {
      p: null,
      estimate: adjustP(p, method),
      adjusted: adjustP(p, method),
      n: p.length,
    }),
});
