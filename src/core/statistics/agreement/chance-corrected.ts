import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { tQuantile } from '../distributions.ts';
import { result, type TestResult } from '../result.ts';
import { statistic } from '../statistic.ts';
import { clusteredChanceCorrected, isClustered } from './clustered.ts';
import { type Coded, coded, intervalOfShare, NO_SPREAD, THREE_CODERS, type Units, unitsOf } from './units.ts';

/**
 * Fleiss' κ (1971), generalised to missing codes and with the variance of Gwet (2014). Equal to irrCAC's
 * fleiss.kappa.raw.
 *
 * @param clusters what each unit belongs to: the interval then resamples these
 */
export function fleiss(data: Coded, clusters?: readonly number[]): TestResult {
  return chanceCorrected(
    "Fleiss' kappa",
    unitsOf(data),
    (shares) => sum(shares.map((share) => share * share)),
    (unit, shares) => sum(unit.map((count, q) => shares[q] * count)) / sum(unit),
    clusters,
  );
}

/**
 * Gwet's AC1 (2008), which stays meaningful if one class is rare; variance of Gwet (2014). Equal to irrCAC's
 * gwet.ac1.raw.
 *
 * @param classes of the scale; by default those that occur
 */
export function ac1(data: Coded, classes = 0, clusters?: readonly number[]): TestResult {
  const units = unitsOf(data);
  const q = Math.max(2, classes, units.classes.length);
  return chanceCorrected(
    "Gwet's AC1",
    units,
    (shares) => sum(shares.map((share) => share * (1 - share))) / (q - 1),
    (unit, shares) => sum(unit.map((count, i) => (1 - shares[i]) * count)) / sum(unit) / (q - 1),
    clusters,
  );
}

/** Units with one coder show how often classes are used, not how well coders agree. */
function chanceCorrected(
  method: string,
  { counts, classes, excluded }: Units,
  expectedOf: (shares: Float64Array) => number,
  expectedOfUnit: (unit: number[], shares: Float64Array) => number,
  clusters?: readonly number[],
): TestResult {
  const all = counts.length;
  const several = counts.map((unit) => sum(unit) >= 2);
  const n = several.filter(Boolean).length;
  const shares = Float64Array.from(classes, (_, i) => sum(counts.map((unit) => unit[i] / sum(unit))) / all);
  const agreed = counts.map((unit, i) =>
    several[i] ? sum(unit.map((count) => count * (count - 1))) / (sum(unit) * (sum(unit) - 1)) : 0,
  );
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
  const parts = counts.map((unit, i) => {
    const own = ((all / n) * (agreed[i] - (several[i] ? expected : 0))) / (1 - expected);
    return own - (2 * (1 - estimate) * (expectedOfUnit(unit, shares) - expected)) / (1 - expected);
  });
  const clustered = isClustered(clusters) ? clusteredChanceCorrected(counts, clusters, expectedOf, estimate) : null;
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
