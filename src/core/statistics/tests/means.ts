import type { Message } from '../../../shared/messages/message.ts';
import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { mean, variance } from '../descriptive.ts';
import { normalQuantile, tQuantile, tTwoSided } from '../distributions.ts';
import { present, result, type TestResult, unusable } from '../result.ts';
import { flag } from '../foreign-options.ts';
import { confidence, PAIRS, statistic, numbers } from '../statistic.ts';
import { alternative, onOneSide } from './sides.ts';
import type { Interval } from '../intervals.ts';

type Values = (number | null)[];

/**
 * Student's t: one sample against `mu`, paired, or Welch's (1947) for two groups (Student's where their variances are
 * taken to be equal), as R's t.test. Effect: Cohen's d (d_z
 * for one sample and pairs) with a large-sample interval.
 */
export function tTest({
  x,
  y,
  paired = false,
  mu = 0,
  confidence = 0.95,
  equalVariances = false,
}: {
  x: Values;
  y?: Values;
  paired?: boolean;
  mu?: number;
  confidence?: number;
  equalVariances?: boolean;
}): TestResult {
  if (paired) {
    if (!y) throw unusable(say('statistics.paired-needs-both'));
    if (x.length !== y.length) throw unusable(say('statistics.paired-lengths', { x: x.length, y: y.length }));
    return oneSample(
      x.map((value, i) => (value === null || y[i] === null ? null : value - (y[i] as number))),
      mu,
      confidence,
      say('method.paired-t'),
    );
  }
  return y ? twoGroups(x, y, mu, confidence, equalVariances) : oneSample(x, mu, confidence, say('method.one-sample-t'));
}

function oneSample(x: Values, mu: number, confidence: number, method: Message): TestResult {
  const { values, excluded } = present(x);
  const n = values.length;
  if (n < 2)
    throw unusable(
      say('statistics.needs-two-values', {
        method,
        n,
        paired: method.id === 'method.paired-t' ? 'yes' : 'no',
      }),
    );
  const average = mean(values);
  const deviation = Math.sqrt(variance(values));
  const se = deviation / Math.sqrt(n);
  if (withoutVariation(se, [average])) return constant(method, average, mu, n, excluded);
  const d = (average - mu) / deviation;
  return finish(method, confidence, {
    difference: average,
    against: mu,
    se,
    df: n - 1,
    n,
    excluded,
    d,
    dSpread: Math.sqrt(1 / n + (d * d) / (2 * n)),
    name: 'cohensDz',
    notes: small(n),
  });
}

function twoGroups(x: Values, y: Values, mu: number, confidence: number, equal: boolean): TestResult {
  const method = equal ? say('method.student-t') : say('method.welch-t');
  const a = present(x);
  const b = present(y);
  const [m, n] = [a.values.length, b.values.length];
  if (m < 2 || n < 2) throw unusable(say('statistics.needs-values-in-groups', { method, m, n }));
  const [va, vb] = [variance(a.values) / m, variance(b.values) / n];
  const difference = mean(a.values) - mean(b.values);
  const excluded = a.excluded + b.excluded;
  if (withoutVariation(Math.sqrt(va + vb), [mean(a.values), mean(b.values)]))
    return constant(method, difference, mu, m + n, excluded);
  const pooled = Math.sqrt(((m - 1) * variance(a.values) + (n - 1) * variance(b.values)) / (m + n - 2));
  const d = (difference - mu) / pooled;
  return finish(method, confidence, {
    difference,
    against: mu,
    se: equal ? pooled * Math.sqrt(1 / m + 1 / n) : Math.sqrt(va + vb),
    df: equal ? m + n - 2 : (va + vb) ** 2 / (va ** 2 / (m - 1) + vb ** 2 / (n - 1)),
    n: m + n,
    excluded,
    d,
    dSpread: Math.sqrt((m + n) / (m * n) + (d * d) / (2 * (m + n))),
    name: 'cohensD',
    notes: small(Math.min(m, n)),
  });
}

interface Parts {
  difference: number;
  against: number;
  se: number;
  df: number;
  n: number;
  excluded: number;
  d: number;
  dSpread: number;
  name: string;
  notes: Message[];
}

function finish(
  method: Message,
  confidence: number,
  { difference, against, se, df, n, excluded, d, dSpread, name, notes }: Parts,
): TestResult {
  const statistic = (difference - against) / se;
  const outside = (1 - confidence) / 2;
  const half = tQuantile(1 - outside, df) * se;
  const halfOfD = -normalQuantile(outside) * dSpread;
  const p = tTwoSided(statistic, df);
  const [far, near] = [p / 2, 1 - p / 2];
  const interval: Interval = [difference - half, difference + half];
  return result(method.text, {
    statistic,
    df,
    p,
    greater: statistic > 0 ? far : near,
    less: statistic > 0 ? near : far,
    estimate: difference,
    se,
    interval,
    effect: { [name]: d, [`${name}Interval`]: [d - halfOfD, d + halfOfD] },
    n,
    excluded,
    notes,
  });
}

/** As R's t.test: what differs by rounding alone is constant. */
function withoutVariation(se: number, means: readonly number[]): boolean {
  return se <= 10 * Number.EPSILON * Math.max(...means.map(Math.abs));
}

function constant(method: Message, difference: number, mu: number, n: number, excluded: number): TestResult {
  const same = difference === mu;
  return result(method.text, {
    p: same ? 1 : null,
    estimate: difference,
    se: 0,
    n,
    excluded,
    notes: [same ? say('statistics.no-difference-to-test') : say('statistics.no-variation')],
  });
}

function small(n: number): Message[] {
  return n < 15 ? [say('statistics.small-sample', { n })] : [];
}

export const T_TEST = statistic({
  name: 't-test',
  summary: say('statistic.t-test'),
  data: z.object({
    x: numbers,
    y: numbers.optional(),
    paired: flag.optional(),
    mu: z.number().optional(),
    equalVariances: flag.optional(),
    alternative,
    confidence,
  }),
  example: { ...PAIRS, paired: true },
  run: ({ alternative: side, ...data }) => onOneSide(tTest(data), side),
});
