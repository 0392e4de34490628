import type { Message } from '../../../shared/messages/message.ts';
import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { chiSquareUpper, effectInterval, normalQuantile } from '../distributions.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { flag } from '../foreign-options.ts';
import { confidence, count, statistic } from '../statistic.ts';
import { type Interval, wilsonInterval } from '../intervals.ts';
import { sum } from '../descriptive.ts';

interface Counted {
  count: number;
  total: number;
  confidence?: number;
  correct?: boolean;
}

/** Wilson's (1927) score interval; with `correct`, Newcombe's (1998) with continuity correction, as R's prop.test. */
export function wilson({ count, total, confidence: sure = 0.95, correct }: Counted): TestResult {
  if (count > total) throw unusable(say('statistics.count-above-total', { count, total }));
  if (total === 0) throw unusable(say('statistics.share-of-nothing'));
  const z = -normalQuantile((1 - sure) / 2);
  const interval = correct ? correctedInterval(count, total, z) : wilsonInterval(count, total, z);
  return result('Wilson score interval', {
    estimate: count / total,
    interval,
    n: total,
    effect: { share: count / total, shareInterval: interval },
    notes: correct ? [say('statistics.share-corrected')] : [],
  });
}

/** R corrects by no more than the count differs from half of the total. */
function correctedInterval(count: number, total: number, z: number): Interval {
  const by = Math.min(0.5, Math.abs(count - total / 2)) / total;
  const z2 = (z * z) / total;
  const bound = (share: number, side: number) =>
    (share + z2 / 2 + side * z * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total))) / (1 + z2);
  const [low, high] = [count / total - by, count / total + by];
  return [low <= 0 ? 0 : bound(low, -1), high >= 1 ? 1 : bound(high, 1)];
}

/**
 * Pearson's χ² goodness of fit (1900); without `expected`, all classes equal. Expected counts are scaled to the
 * observed total. Effect: Cohen's w.
 */
export function goodnessOfFit({ observed, expected }: { observed: number[]; expected?: number[] }): TestResult {
  const n = sum(observed);
  if (observed.length < 2) throw unusable(say('statistics.fit-needs-classes'));
  if (n === 0) throw unusable(say('statistics.fit-needs-observations'));
  const weights = expected ?? observed.map(() => 1);
  if (weights.length !== observed.length)
    throw unusable(say('statistics.expected-for-each-class', { observed: observed.length, expected: weights.length }));
  const total = sum(weights);
  const at = weights.findIndex((weight) => !(weight > 0));
  if (at >= 0) throw unusable(say('statistics.expected-not-positive', { class: at + 1, value: weights[at] }));
  const fitted = weights.map((weight) => (n * weight) / total);
  const statistic = sum(observed.map((count, i) => (count - fitted[i]) ** 2 / fitted[i]));
  const df = observed.length - 1;
  const notes: Message[] = fitted.some((value) => value < 5)
    ? [
        say('statistics.small-expected-counts', {
          small: fitted.filter((value) => value < 5).length,
          cells: fitted.length,
        }),
      ]
    : [];
  return result('Chi-square goodness of fit', {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    estimate: observed.map((count) => count / n),
    interval: observed.map((count) => wilsonInterval(count, n)),
    effect: { cohensW: Math.sqrt(statistic / n), cohensWInterval: effectInterval(statistic, df, n) },
    expected: fitted,
    standardisedResiduals: observed.map((count, i) => (count - fitted[i]) / Math.sqrt(fitted[i] * (1 - fitted[i] / n))),
    n,
    notes,
  });
}

export const GOODNESS_OF_FIT = statistic({
  name: 'goodness-of-fit',
  summary: say('statistic.goodness-of-fit'),
  data: z.object({ observed: z.array(count), expected: z.array(z.number()).optional() }),
  otherNames: { x: 'observed', p: 'expected', probs: 'expected', fobs: 'observed' },
  example: { observed: [89, 37, 30, 28, 2], expected: [40, 20, 20, 15, 5] },
  run: goodnessOfFit,
});

export const WILSON = statistic({
  name: 'wilson',
  summary: say('statistic.wilson'),
  data: z.object({ count, total: count, confidence, correct: flag.optional() }),
  otherNames: { x: 'count', n: 'total', nobs: 'total' },
  example: { count: 81, total: 263 },
  run: wilson,
});
