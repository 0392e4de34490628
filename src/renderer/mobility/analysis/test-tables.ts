import type { MarginalEffect, TestAnswer } from '../../../shared/mobility/analysis.ts';
import { INTERCEPT } from '../../../shared/mobility/intercept.ts';
import { effectLabel, methodLabel } from '../../../shared/mobility/sentences.ts';
import type { Table } from '../../../shared/table.ts';
import { pair } from '../../ui/format.ts';
import { labelled } from '../../ui/said.ts';

export const TEST_HEADS = ['test', 'statistic', 'df', 'p', 'effect', 'low', 'high', 'n', 'left out'] as const;
const COEFFICIENT_HEADS = ['term', 'log odds', 'SE', 'p', 'odds ratio', 'low', 'high'] as const;
const EFFECT_HEADS = ['marginal effect', 'SE of the effect'] as const;

export function testsTable(
  tests: readonly {
    name: string;
    method: string;
    statistic: number | null;
    df: number | number[] | null;
    p: number | null;
    n: number;
    excluded: number;
    effect: Record<string, unknown>;
  }[],
): Table {
  return {
    name: 'tests',
    title: 'Tests',
    head: [...TEST_HEADS],
    numbers: [undefined, 'result', 'result', 'p', 'result', 'result', 'result', 'count', 'count'],
    rows: tests.map(({ method, statistic, df, p, n, excluded, effect }) => {
      const [name, value] = Object.entries(effect).find(
        ([key, one]) => typeof one === 'number' && `${key}Interval` in effect,
      ) ??
        Object.entries(effect).find(([, one]) => typeof one === 'number') ?? ['', null];
      const interval = effect[`${name}Interval`] as (number | null)[] | undefined;
      return [
        `${labelled(methodLabel(method))}${name ? ` · ${labelled(effectLabel(name))}` : ''}`,
        statistic,
        typeof df === 'number' ? df : null,
        p,
        value as number | null,
        interval?.[0] ?? null,
        interval?.[1] ?? null,
        n,
        excluded,
      ];
    }),
  };
}

/** Of the effects beside the coefficients. */
const RESULTS = EFFECT_HEADS.map(() => 'result' as const);

export function hasIntercept({ estimate }: TestAnswer): boolean {
  const own = estimate as Record<string, unknown>;
  return [own, ...Object.values(own)].some((one) => typeof one === 'object' && one !== null && INTERCEPT in one);
}

type OfTerms = Record<string, MarginalEffect>;

/** Of a regression on several classes, each of them has its own. */
export function byClass(given: NonNullable<TestAnswer['marginalEffects']>): given is Record<string, OfTerms> {
  return Object.values(given).every((one) => typeof (one as MarginalEffect).estimate !== 'number');
}

export function effects(
  name: string,
  given: Record<string, OfTerms>,
  termName: (term: string) => string,
  className: (key: string) => string,
): Table {
  return {
    name,
    title: 'Marginal effects',
    head: ['term', ...EFFECT_HEADS, 'p', 'low', 'high'].map(className),
    numbers: [undefined, 'result', 'result', 'p', 'result', 'result'],
    rows: Object.entries(given).flatMap(([level, terms]) =>
      Object.entries(terms).map(([term, one]) => [
        pair(className(level), termName(term)),
        one.estimate,
        one.se,
        one.p,
        ...one.interval,
      ]),
    ),
  };
}

/**
 * Of a regression: log odds with standard error and p, odds ratios with intervals; classes of a multinomial one below
 * each other.
 */
export function coefficients(
  { name, estimate: found, se, pByCoefficient, marginalEffects, effect }: TestAnswer,
  termName: (term: string) => string,
  className: (key: string) => string,
): Table {
  const estimate = found as Record<string, unknown>;
  const nested = Object.values(estimate).some((value) => typeof value === 'object');
  const single = marginalEffects && !byClass(marginalEffects) ? (marginalEffects as OfTerms) : null;
  const blocks = nested ? Object.keys(estimate) : [''];
  const pick = (source: unknown, block: string) =>
    nested ? (source as Record<string, Record<string, unknown>>)[block] : (source as Record<string, unknown>);
  return {
    name: `${name}-coefficients`,
    title: 'Coefficients',
    head: [...COEFFICIENT_HEADS, ...(single ? EFFECT_HEADS : [])].map(className),
    numbers: [undefined, 'estimate', 'estimate', 'p', 'result', 'result', 'result', ...(single ? RESULTS : [])],
    rows: blocks.flatMap((block) =>
      Object.entries(pick(estimate, block)).map(([term, value]) => {
        const interval = pick(effect.oddsRatioInterval, block)[term] as [number, number];
        const ratio = pick(effect.oddsRatio, block)[term] as number;
        return [
          block ? pair(className(block), termName(term)) : termName(term),
          value as number,
          pick(se, block)[term] as number,
          pick(pByCoefficient, block)[term] as number,
          ...(term === INTERCEPT ? [null, null, null] : [ratio, ...interval]),
          ...(single ? [single[term]?.estimate ?? null, single[term]?.se ?? null] : []),
        ];
      }),
    ),
  };
}
