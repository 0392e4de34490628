import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { tQuantile } from '../distributions.ts';
import { result, type TestResult } from '../result.ts';
import { choice, statistic } from '../statistic.ts';
import { Draws } from '../resamples.ts';
import {
  CLASS_WEIGHTS,
  type ClassWeights,
  OTHER_WEIGHTS,
  pairsAgreeing,
  type Weighting,
  weighting,
} from './class-weights.ts';
import { coded, codesOf } from './codes.ts';
import { clusteredChanceCorrected, isClustered } from './clustered.ts';
import { type Coded, intervalOfShare, NO_SPREAD, THREE_CODERS, type UnitCounts, type Units, unitsOf } from './units.ts';

/** Codes, and how much of a coefficient's agreement is that of classes that lie near one another. */
export interface WeightedCodes extends Coded {
  weights?: ClassWeights;
}

/** What a coefficient takes for agreement by chance. */
interface Chance {
  of(shares: Float64Array): number;
  ofUnit(unit: UnitCounts, shares: Float64Array): number;
}

/**
 * Fleiss' κ (1971), generalised to missing codes and weights and with the variance of Gwet (2014). Equal to irrCAC's
 * fleiss.kappa.raw.
 *
 * @param clusters what each unit belongs to: the interval then resamples these
 * @param draws for sharing resamples with other statistics of the same units
 */
export function fleiss(
  { weights = 'none', ...data }: WeightedCodes,
  clusters?: readonly number[],
  draws = new Draws(),
): TestResult {
  const units = unitsOf(data);
  const weight = weighting(weights, units.classes);
  const near = (shares: Float64Array, i: number) => {
    if (weights === 'none') return shares[i];
    let total = 0;
    for (let j = 0; j < shares.length; j++) total += shares[j] * weight.of(i, j);
    return total;
  };
  const chance: Chance = {
    of(shares) {
      let total = 0;
      for (let q = 0; q < shares.length; q++) total += shares[q] * near(shares, q);
      return total;
    },
    ofUnit: ({ at, counts, size }, shares) => sum(counts.map((count, k) => near(shares, at[k]) * count)) / size,
  };
  const name = weights === 'none' ? "Fleiss' kappa" : `Fleiss' kappa, ${weights} weights`;
  return chanceCorrected(name, units, weight, chance, clusters, draws);
}

/**
 * Gwet's AC1 (2008), which stays meaningful if one class is rare, and with weights his AC2 (2014); variance of Gwet
 * (2014). Equal to irrCAC's gwet.ac1.raw.
 *
 * @param classes of the scale, where more than occur and no categories are given
 */
export function ac1(
  { weights = 'none', ...data }: WeightedCodes,
  classes = 0,
  clusters?: readonly number[],
  draws = new Draws(),
): TestResult {
  const units = unitsOf(data);
  const weight = weighting(weights, units.classes);
  const q = Math.max(2, classes, units.classes.length);
  const scale = weights === 'none' ? 1 / (q - 1) : weight.total / (q * (q - 1));
  const chance: Chance = {
    of(shares) {
      let total = 0;
      for (let i = 0; i < shares.length; i++) total += shares[i] * (1 - shares[i]);
      return total * scale;
    },
    ofUnit: ({ at, counts, size }, shares) =>
      (sum(counts.map((count, k) => (1 - shares[at[k]]) * count)) / size) * scale,
  };
  const name = weights === 'none' ? "Gwet's AC1" : `Gwet's AC2, ${weights} weights`;
  return chanceCorrected(name, units, weight, chance, clusters, draws);
}

/** Units with one coder show how often classes are used, not how well coders agree. */
function chanceCorrected(
  method: string,
  { units, classes, excluded }: Units,
  weight: Weighting,
  chance: Chance,
  clusters: readonly number[] | undefined,
  draws: Draws,
): TestResult {
  const all = units.length;
  const several = units.map(({ size }) => size >= 2);
  const n = several.filter(Boolean).length;
  const shares = new Float64Array(classes.length);
  for (const { at, counts, size } of units) at.forEach((q, k) => void (shares[q] += counts[k] / size));
  for (let q = 0; q < shares.length; q++) shares[q] /= all;
  const agreementOf = (unit: UnitCounts) => pairsAgreeing(unit, weight);
  const agreed = units.map(agreementOf);
  const percent = sum(units.map((unit) => pairsAgreeing(unit))) / n;
  const observed = sum(agreed) / n;
  const expected = chance.of(shares);
  const base = { n, excluded, percent, observed, effect: { percent } };
  if (expected >= 1) return result(method, { ...base, notes: [say('statistics.chance-agreement-certain')] });
  const estimate = (observed - expected) / (1 - expected);
  const parts = units.map((unit, i) => {
    const own = ((all / n) * (agreed[i] - (several[i] ? expected : 0))) / (1 - expected);
    return own - (2 * (1 - estimate) * (chance.ofUnit(unit, shares) - expected)) / (1 - expected);
  });
  const clustered = isClustered(clusters)
    ? clusteredChanceCorrected(units, classes.length, clusters, agreementOf, chance.of, estimate, draws)
    : null;
  const se = clustered?.se ?? Math.sqrt(sum(parts.map((part) => (part - estimate) ** 2)) / (all * (all - 1)));
  if (se < NO_SPREAD) {
    const independent = clustered ? new Set(clusters).size : n;
    return result(method, { ...base, estimate, expected, ...intervalOfShare(observed, expected, n, independent) });
  }
  const half = tQuantile(0.975, all - 1) * se;
  return result(method, {
    ...base,
    estimate,
    se,
    interval: clustered?.interval ?? [Math.max(-1, estimate - half), Math.min(1, estimate + half)],
    expected,
  });
}

/** What irrCAC calls the scale's classes. */
const CATEGORIES = { categlabels: 'categories', categ: 'categories', classes: 'categories' };

export const FLEISS = statistic({
  name: 'fleiss',
  otherNames: CATEGORIES,
  summary: say('statistic.fleiss'),
  data: coded,
  example: THREE_CODERS,
  run: (data) => fleiss({ ...codesOf(data), weights: data.weights }),
});

export const AC1 = statistic({
  name: 'ac1',
  otherNames: CATEGORIES,
  summary: say('statistic.ac1'),
  data: coded,
  example: THREE_CODERS,
  run: (data) => ac1({ ...codesOf(data), weights: data.weights }),
});

export const AC2 = statistic({
  name: 'ac2',
  otherNames: CATEGORIES,
  summary: say('statistic.ac2'),
  data: coded.extend({
    weights: choice(['quadratic', ...CLASS_WEIGHTS.filter((one) => one !== 'quadratic')], OTHER_WEIGHTS),
  }),
  example: { ...THREE_CODERS, weights: 'quadratic' },
  run: (data) => ac1({ ...codesOf(data), weights: data.weights }),
});
