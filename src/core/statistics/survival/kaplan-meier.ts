import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { Matrix, solve } from 'ml-matrix';
import { sum } from '../descriptive.ts';
import { chiSquareUpper, Z95 } from '../distributions.ts';
import { result, type TestResult } from '../result.ts';
import { statistic } from '../statistic.ts';
import {
  areFrequencies,
  atRiskAt,
  failedAt,
  groupCell,
  groupsOf,
  type Observations,
  observationsOf,
  type SurvivalData,
  survivalShape,
  timesOf,
} from './observations.ts';

/** One step of a survival curve. */
interface Step {
  time: number;
  atRisk: number;
  events: number;
  survival: number;
  /** Of the survival (Greenwood). */
  se: number;
  low: number | null;
  high: number | null;
}

/**
 * The estimate of Kaplan & Meier (1958) by group, with Greenwood's variance and intervals on the log scale, and the
 * log-rank test, as R's survfit and survdiff. With `start`, only those under observation are at risk. Weights that are
 * whole numbers count rows that are alike; with others, standard errors are by the infinitesimal jackknife, as
 * survfit's, and there is no log-rank test. `n` counts rows, `events` and `atRisk` weights.
 */
export function kaplanMeier(data: SurvivalData & { group?: (string | number | null)[] }): TestResult {
  const method = say('method.kaplan-meier');
  const group = data.group ?? (data.stop ?? data.time ?? []).map(() => 'all');
  const observed = observationsOf(data, { group }, method);
  const of = observed.rows.map((row) => String(group[row]));
  const names = groupsOf(observed.rows.map((row) => group[row] as string | number));
  const notes: Message[] = [...observed.notes];
  const groups = names.map((name) => {
    const rows = of.flatMap((one, i) => (one === name ? [i] : []));
    const curve = curveOf(observed, rows);
    if (curve.some((step) => step.survival === 0 && step !== curve.at(-1)))
      notes.push(say('statistics.curve-ends-early', { group: name }));
    return [
      name,
      {
        n: rows.length,
        events: sum(rows.map((i) => observed.event[i] * observed.weights[i])),
        median: halved(curve.map(({ time, survival }) => [time, survival])),
        medianInterval: [
          halved(curve.map(({ time, low }) => [time, low])),
          halved(curve.map(({ time, high }) => [time, high])),
        ],
        curve,
      },
    ] as const;
  });
  const frequencies = areFrequencies(observed.weights);
  const test = names.length < 2 || !frequencies ? null : logRank(observed, of, names);
  if (sum(observed.event) === 0) notes.push(say('statistics.nothing-happened'));
  else if (!frequencies) notes.push(say('statistics.survival-weights', { groups: names.length }));
  else if (!test) notes.push(say('statistics.log-rank-needs-groups'));
  return result('Kaplan–Meier estimate', {
    statistic: test?.statistic ?? null,
    df: test?.df ?? null,
    p: test?.p ?? null,
    groups: Object.fromEntries(groups),
    logRank: test,
    n: observed.rows.length,
    excluded: observed.excluded,
    notes,
  });
}

function curveOf(observed: Observations, rows: readonly number[]): Step[] {
  const { stop, event } = observed;
  const happened = (i: number) => event[i] === 1;
  const times = timesOf(
    rows.map((i) => stop[i]),
    (at) => happened(rows[at]),
  );
  const risk = atRiskAt(times, observed, rows);
  const failed = failedAt(times, observed, rows, happened);
  let survival = 1;
  let greenwood = 0;
  const steps = times.map((time, k) => {
    const [atRisk, events] = [risk[k], failed[k]];
    survival = atRisk - events <= atRisk * NOBODY ? 0 : survival * ((atRisk - events) / atRisk);
    greenwood += events / (atRisk * (atRisk - events));
    return { time, atRisk, events, survival, variance: greenwood };
  });
  if (!areFrequencies(observed.weights)) robustVariances(observed, rows, steps);
  return steps.map(({ variance, ...step }) => {
    const spread = Z95 * Math.sqrt(variance);
    const ended = step.survival === 0;
    return {
      ...step,
      se: ended ? 0 : step.survival * Math.sqrt(variance),
      low: ended ? null : step.survival * Math.exp(-spread),
      high: ended ? null : Math.min(1, step.survival * Math.exp(spread)),
    };
  });
}

/** Share of those at risk that is rounding of weights. */
const NOBODY = 1e-12;

/** Of the logarithm of a survival, by the infinitesimal jackknife: for weights that are no frequencies. */
function robustVariances(
  { start, stop, event, weights }: Observations,
  rows: readonly number[],
  steps: { time: number; atRisk: number; events: number; variance: number }[],
): void {
  for (const step of steps) step.variance = 0;
  for (const i of rows) {
    let influence = 0;
    for (const step of steps) {
      const { time, atRisk, events } = step;
      if (start[i] < time && stop[i] >= time) {
        const stays = stop[i] > time || event[i] === 0;
        influence += (stays ? 1 / (atRisk - events) : 0) - 1 / atRisk;
      }
      step.variance += (weights[i] * influence) ** 2;
    }
  }
}

const HALF = 2 ** -26;

/** The first time at which no more than half remain; the middle of a flat stretch at exactly one half, as R. */
function halved(curve: readonly (readonly [time: number, share: number | null])[]): number | null {
  const below = curve.filter((step): step is [number, number] => step[1] !== null && step[1] < 0.5 + HALF);
  if (below.length === 0) return null;
  const [[time, share]] = below;
  const next = below.find(([, later]) => later < share);
  return Math.abs(share - 0.5) < HALF && next ? (time + next[0]) / 2 : time;
}

/** Observed against expected events; groups without anybody at risk at an event say nothing. */
function logRank(
  sample: Observations,
  of: readonly string[],
  names: readonly string[],
): { statistic: number; df: number; p: number; observed: number[]; expected: number[] } | null {
  const { stop, event } = sample;
  const all = of.map((_, i) => i);
  const happened = (i: number) => event[i] === 1;
  const times = timesOf(stop, happened);
  const members = names.map((name) => all.filter((i) => of[i] === name));
  const risks = members.map((rows) => atRiskAt(times, sample, rows));
  const failed = members.map((rows) => failedAt(times, sample, rows, happened));
  const observed = failed.map((ofGroup) => sum([...ofGroup]));
  const expected = names.map(() => 0);
  const variance = Matrix.zeros(names.length, names.length);
  times.forEach((_, at) => {
    const risk = risks.map((ofGroup) => ofGroup[at]);
    const died = sum(failed.map((ofGroup) => ofGroup[at]));
    const n = sum(risk);
    const scale = n === 1 ? 0 : (died * (n - died)) / (n - 1);
    risk.forEach((mine, a) => {
      expected[a] += (died * mine) / n;
      risk.forEach((other, b) => {
        variance.set(a, b, variance.get(a, b) + scale * (mine / n) * ((a === b ? 1 : 0) - other / n));
      });
    });
  });
  const used = expected.flatMap((value, i) => (value > 0 ? [i] : []));
  if (used.length < 2) return null;
  const rest = used.slice(1);
  const difference = Matrix.columnVector(rest.map((i) => observed[i] - expected[i]));
  const weights = solve(new Matrix(rest.map((i) => rest.map((j) => variance.get(i, j)))), difference, true);
  const statistic = Math.max(0, difference.dot(weights));
  const df = used.length - 1;
  return { statistic, df, p: chiSquareUpper(statistic, df), observed, expected };
}

export const KAPLAN_MEIER = statistic({
  name: 'kaplan-meier',
  summary: say('statistic.kaplan-meier'),
  data: z.object({ ...survivalShape, group: z.array(groupCell).optional() }),
  example: {
    time: [6, 7, 10, 15, 19, 25, 5, 8, 9, 12],
    event: [1, 0, 1, 1, 0, 1, 1, 1, 0, 1],
    group: ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'],
  },
  run: kaplanMeier,
});
