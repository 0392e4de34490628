import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { tQuantile } from '../distributions.ts';
import { result, type TestResult } from '../result.ts';
import { statistic } from '../statistic.ts';
import { Draws } from '../resamples.ts';
import { clusteredChanceCorrected, isClustered, pairsAgreeing } from './clustered.ts';
import {
  type Coded,
  coded,
  intervalOfShare,
  NO_SPREAD,
  THREE_CODERS,
  type UnitCounts,
  type Units,
  unitsOf,
} from './units.ts';

/**
 * Fleiss' κ (1971), generalised to missing codes and with the variance of Gwet (2014). Equal to irrCAC's
 * fleiss.kappa.raw.
 *
 * @param clusters what each unit belongs to: the interval then resamples these
 * @param draws for sharing resamples with other statistics of the same units
 */
export function fleiss(data: Coded, clusters?: readonly number[], draws = new Draws()): TestResult {
  return chanceCorrected(
    "Fleiss' kappa",
    unitsOf(data),
    (shares) => {
      let total = 0;
      for (let q = 0; q < shares.length; q++) total += shares[q] * shares[q];
      return total;
    },
    ({ at, counts, size }, shares) => sum(counts.map((count, k) => shares[at[k]] * count)) / size,
    clusters,
    draws,
  );
}

/**
 * Gwet's AC1 (2008), which stays meaningful if one class is rare; variance of Gwet (2014). Equal to irrCAC's
 * gwet.ac1.raw.
 *
 * @param classes of the scale; by default those that occur
 */
export function ac1(data: Coded, classes = 0, clusters?: readonly number[], draws = new Draws()): TestResult {
  const units = unitsOf(data);
  const q = Math.max(2, classes, units.classes.length);
  return chanceCorrected(
    "Gwet's AC1",
    units,
    (shares) => {
      let total = 0;
      for (let i = 0; i < shares.length; i++) total += shares[i] * (1 - shares[i]);
      return total / (q - 1);
    },
    ({ at, counts, size }, shares) => sum(counts.map((count, k) => (1 - shares[at[k]]) * count)) / size / (q - 1),
    clusters,
    draws,
  );
}

/** Units with one coder show how often classes are used, not how well coders agree. */
function chanceCorrected(
  method: string,
  { units, classes, excluded }: Units,
  expectedOf: (shares: Float64Array) => number,
  expectedOfUnit: (unit: UnitCounts, shares: Float64Array) => number,
  clusters: readonly number[] | undefined,
  draws: Draws,
): TestResult {
  const all = units.length;
  const several = units.map(({ size }) => size >= 2);
  const n = several.filter(Boolean).length;
  const shares = new Float64Array(classes.length);
  for (const { at, counts, size } of units) at.forEach((q, k) => void (shares[q] += counts[k] / size));
  for (let q = 0; q < shares.length; q++) shares[q] /= all;
  const agreed = units.map(pairsAgreeing);
  const percent = sum(agreed) / n;
  const expected = expectedOf(shares);
  if (expected >= 1)
    return result(method, {
      n,
      excluded,
      percent,
      effect: { percent },
      notes: [say('statistics.chance-agreement-certain')],
    });
  const estimate = (percent - expected) / (1 - expected);
  const parts = units.map((unit, i) => {
    const own = ((all / n) * (agreed[i] - (several[i] ? expected : 0))) / (1 - expected);
    return own - (2 * (1 - estimate) * (expectedOfUnit(unit, shares) - expected)) / (1 - expected);
  });
  const clustered = isClustered(clusters)
    ? clusteredChanceCorrected(units, classes.length, clusters, expectedOf, estimate, draws)
    : null;
  const se = clustered?.se ?? Math.sqrt(sum(parts.map((part) => (part - estimate) ** 2)) / (all * (all - 1)));
  if (se < NO_SPREAD)
    return result(method, {
      estimate,
      n,
      excluded,
      percent,
      expected,
      effect: { percent },
      ...intervalOfShare(percent, expected, n, clustered ? new Set(clusters).size : n),
    });
  const half = tQuantile(0.975, all - 1) * se;
  return result(method, {
    estimate,
    se,
    interval: clustered?.interval ?? [Math.max(-1, estimate - half), Math.min(1, estimate + half)],
    n,
    excluded,
    percent,
    expected,
    effect: { percent },
  });
}

export const FLEISS = statistic({
  name: 'fleiss',
  summary: say('statistic.fleiss'),
  data: coded,
  example: THREE_CODERS,
  run: fleiss,
});

export const AC1 = statistic({
  name: 'ac1',
  summary: say('statistic.ac1'),
  data: coded,
  example: THREE_CODERS,
  run: ac1,
});
