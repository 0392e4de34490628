import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { Matrix, solve } from 'ml-matrix';
import { sum } from '../descriptive.ts';
import { chiSquareUpper, Z95 } from '../distributions.ts';
import { result, type TestResult } from '../result.ts';
import { statistic } from '../statistic.ts';
import {
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
 * log-rank test, as R's survfit and survdiff. With `start`, only those under observation are at risk.
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
        events: sum(rows.map((i) => observed.event[i])),
        median: halved(curve.map(({ time, survival }) => [time, survival])),
        medianInterval: [
          halved(curve.map(({ time, low }) => [time, low])),
          halved(curve.map(({ time, high }) => [time, high])),
        ],
        curve,
      },
    ] as const;
  });
  const test = names.length < 2 ? null : logRank(observed, of, names);
  if (sum(observed.event) === 0) notes.push(say('statistics.nothing-happened'));
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

function curveOf({ start, stop, event }: Observations, rows: readonly number[]): Step[] {
  let survival = 1;
  let greenwood = 0;
  const mine = rows.map((i) => stop[i]);
  return timesOf(mine, (i) => event[rows[i]] === 1).map((time) => {
    const atRisk = rows.filter((i) => start[i] < time && stop[i] >= time).length;
    const events = rows.filter((i) => stop[i] === time && event[i] === 1).length;
    survival = atRisk === events ? 0 : survival * ((atRisk - events) / atRisk);
    greenwood += events / (atRisk * (atRisk - events));
    const spread = Z95 * Math.sqrt(greenwood);
    return {
      time,
      atRisk,
      events,
      survival,
      se: survival === 0 ? 0 : survival * Math.sqrt(greenwood),
      low: survival === 0 ? null : survival * Math.exp(-spread),
      high: survival === 0 ? null : Math.min(1, survival * Math.exp(spread)),
    };
  });
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
  { start, stop, event }: Observations,
  of: readonly string[],
  names: readonly string[],
): { statistic: number; df: number; p: number; observed: number[]; expected: number[] } | null {
  const k = names.length;
  const at = of.map((name) => names.indexOf(name));
  const observed = new Array<number>(k).fill(0);
  const expected = new Array<number>(k).fill(0);
  const variance = Matrix.zeros(k, k);
  for (const time of timesOf(stop, (i) => event[i] === 1)) {
    const risk = new Array<number>(k).fill(0);
    let died = 0;
    for (let i = 0; i < stop.length; i++) {
      if (start[i] < time && stop[i] >= time) risk[at[i]]++;
      if (stop[i] === time && event[i] === 1) {
        died++;
        observed[at[i]]++;
      }
    }
    const n = sum(risk);
    for (let a = 0; a < k; a++) {
      expected[a] += (died * risk[a]) / n;
      if (n === 1) continue;
      const scale = (died * (n - died)) / (n - 1);
      for (let b = 0; b < k; b++)
        variance.set(a, b, variance.get(a, b) + scale * (risk[a] / n) * ((a === b ? 1 : 0) - risk[b] / n));
    }
  }
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
