import type { EvaluationResult } from './contract/recommender.ts';

/** Reference rows that frame the models and do not compete with them. */
export const CHANCE = 'chance';
export const UPPER_BOUND = 'upper-bound';
/** Learned from other listeners' plays of the held-out songs. */
export const COLLABORATIVE = 'collaborative-reference';
/** One order for all listeners, by the number of a song's tags. */
export const TAG_COUNT = 'tag-count';
export const NOISE_CEILING = 'noise-ceiling';
/** On synthetic data with new songs: by what can be heard, known exactly. */
export const AUDIBLE_CEILING = 'audible-ceiling';
export const FRAMES: readonly string[] = [
  ...[CHANCE, TAG_COUNT, COLLABORATIVE, UPPER_BOUND],
  ...[NOISE_CEILING, AUDIBLE_CEILING],
];

export interface Finding {
  other: string;
  /** Best minus other, with its 95 % interval. */
  difference: number;
  lower: number;
  upper: number;
  pHolm: number | null;
  /** Bounds that hold for all pairs of the measure together, if the result has them. */
  simultaneous: readonly [number, number] | null;
  /** Whether the test is significant at 5 %. */
  shown: boolean;
}

export interface Findings {
  measure: string;
  lowerIsBetter: boolean;
  best: string;
  value: number;
  listeners: number;
  others: Finding[];
  /** Whether any two of the competing models differ by this measure; null if only one competes. */
  tellsApart: boolean | null;
}

interface Criterion {
  measure: string;
  lowerIsBetter: boolean;
}

/** F1 at the primary length, or MAE if nothing was ranked; null without tests. */
function mainCriterion({ statistics }: Pick<EvaluationResult, 'statistics'>): Criterion | null {
  const measure = [`f1@${statistics?.primary}`, 'mae'].find((name) =>
    statistics?.tests.some((test) => test.measure === name),
  );
  return measure ? { measure, lowerIsBetter: measure === 'mae' } : null;
}

/** Models that compete: neither frames nor models that have heard the songs. */
export function competitors({ models, heard = [] }: EvaluationResult, measure: string): string[] {
  return Object.keys(models).filter(
    (model) => !FRAMES.includes(model) && !heard.includes(model) && typeof models[model][measure] === 'number',
  );
}

/** What the tests show about the best model by a measure: by default the main one. Null without tests. */
export function findingsOf(
  result: EvaluationResult,
  criterion: Criterion | null = mainCriterion(result),
): Findings | null {
  const { statistics, models, heard = [] } = result;
  if (!statistics || !criterion) return null;
  const { measure, lowerIsBetter } = criterion;
  const value = (model: string) => models[model][measure] as number;
  const competing = competitors(result, measure);
  const best = competing.sort((a, b) => (value(a) - value(b)) * (lowerIsBetter ? 1 : -1))[0];
  if (best === undefined) return null;
  const rivals = statistics.tests.filter(
    (test) => test.measure === measure && competing.includes(test.a) && competing.includes(test.b),
  );
  const tests = statistics.tests.filter(
    ({ a, b, measure: own }) => own === measure && [a, b].includes(best) && ![a, b].some((one) => heard.includes(one)),
  );
  return {
    measure,
    lowerIsBetter,
    best,
    value: value(best),
    listeners: tests[0]?.n ?? 0,
    tellsApart: rivals.length === 0 ? null : rivals.some(({ pHolm }) => pHolm !== null && pHolm < 0.05),
    others: tests.map((test) => {
      const own = test.a === best;
      const [lower, upper] = turned([test.lower, test.upper], own);
      return {
        other: own ? test.b : test.a,
        difference: own ? test.difference : -test.difference,
        lower,
        upper,
        pHolm: test.pHolm,
        simultaneous: test.simultaneous ? turned(test.simultaneous, own) : null,
        shown: test.pHolm !== null && test.pHolm < 0.05,
      };
    }),
  };
}

/** The bounds of a − b, or of b − a. */
function turned([low, high]: readonly [number, number], same: boolean): [number, number] {
  return same ? [low, high] : [-high, -low];
}
