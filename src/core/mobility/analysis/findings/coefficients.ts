import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { INTERCEPT, NO_INTERCEPT_RATIO } from '../../../../shared/mobility/intercept.ts';
import type { Column, KeyedTable } from '../../../../shared/table.ts';
import { column, ESTIMATE, HIGH, LOW, P_VALUE, STANDARD_ERROR, table } from './finding.ts';

/**
 * Of a regression whose exponentiated coefficients are ratios of odds or of hazards. All is null where the data say
 * nothing about it: a class that nobody at risk has.
 */
export interface Coefficient {
  estimate: number | null;
  se: number | null;
  p: number | null;
  ratio: number | null;
  interval: readonly [number | null, number | null];
}

interface Estimated extends Coefficient {
  estimate: number;
  p: number;
  ratio: number;
  interval: readonly [number, number];
}

export function isEstimated(one: Coefficient): one is Estimated {
  return one.estimate !== null;
}

type Ratio = 'oddsRatio' | 'hazardRatio';

/** Of a model's result, in which the ratio has a name of its own. */
export function coefficientsOf<R extends Ratio>(fitted: unknown, ratio: R): Record<string, Coefficient> {
  type Fitted = Pick<Coefficient, 'estimate' | 'se' | 'p'> &
    Record<R, number | null> &
    Record<`${R}Interval`, Coefficient['interval'] | null>;
  return Object.fromEntries(
    Object.entries(fitted as Record<string, Fitted>).map(([term, one]) => [
      term,
      {
        estimate: one.estimate,
        se: one.se,
        p: one.p,
        ratio: one[ratio],
        interval: one[`${ratio}Interval`] ?? [null, null],
      },
    ]),
  );
}

export function coefficientTable(
  name: string,
  title: Message,
  ratio: Column,
  coefficients: Readonly<Record<string, Coefficient>>,
  terms: Readonly<Record<string, Message>>,
  /** Whose ratios mean nothing: the odds at a birth year of 0. */
  withoutRatio: readonly string[] = [INTERCEPT],
): KeyedTable {
  const own = table(
    name,
    title,
    [column('term', say('finding.term')), ESTIMATE, STANDARD_ERROR, P_VALUE, ratio, LOW, HIGH],
    Object.entries(coefficients).map(([term, one]) => [
      { key: term, label: terms[term] ?? term },
      one.estimate,
      one.se,
      one.p,
      ...(withoutRatio.includes(term) ? [null, null, null] : [one.ratio, ...one.interval]),
    ]),
  );
  return Object.keys(coefficients).some((term) => withoutRatio.includes(term))
    ? { ...own, note: NO_INTERCEPT_RATIO }
    : own;
}

/** A ratio, its interval and p as a sentence says them. */
export function saidRatio({ ratio, interval: [low, high], p }: Estimated) {
  const rounded = (number: number) => ({ number, style: 'result' as const, decimals: 2 });
  return { ratio: rounded(ratio), low: rounded(low), high: rounded(high), p: { number: p, style: 'p' as const } };
}
