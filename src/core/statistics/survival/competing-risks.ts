import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { Matrix, solve } from 'ml-matrix';
import { sum } from '../descriptive.ts';
import { chiSquareUpper } from '../distributions.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { count, numbers, sameLengths, statistic } from '../statistic.ts';
import { assertNotNegative, groupCell, groupsOf, spansOf, timesOf } from './observations.ts';
import { truncatedIncidence } from './truncated-incidence.ts';

interface CompetingData {
  time?: (number | null)[];
  /** When each comes under observation; some of them late. */
  start?: (number | null)[];
  stop?: (number | null)[];
  /** 0: censored; 1, 2 …: what happened. */
  cause: (number | null)[];
  group?: (string | number | null)[];
}

interface Observed {
  time: number[];
  cause: number[];
  /** Index of each observation's group. */
  group: number[];
  groups: number;
}

/**
 * Cumulative incidence of each cause (Kalbfleisch & Prentice 1980; variance by Aalen 1978), and Gray's (1988) test of
 * equal subdistributions between groups, as cmprsk's cuminc. Where `start` differs, only those under observation are
 * at risk; there is no such test then, and variances are as survfit's.
 */
export function competingRisks({ time: given, start, stop, cause, group }: CompetingData): TestResult {
  const method = say('method.competing-risks');
  const time = stop ?? given;
  if (!time || (stop && given)) throw unusable(say('statistics.time-or-stop', { method }));
  const groupOf = group ?? time.map(() => 'all');
  sameLengths(time.length, { cause, ...(start ? { start } : {}), group: groupOf });
  const rows = time.flatMap((value, i) =>
    value !== null && start?.[i] !== null && cause[i] !== null && groupOf[i] !== null ? [i] : [],
  );
  if (rows.length === 0) throw unusable(say('statistics.no-complete-row', { method }));
  if (!start) assertNotNegative(time, rows);
  const spans = spansOf(start, time, rows);
  const names = groupsOf(rows.map((i) => groupOf[i] as string | number));
  const observed: Observed = {
    time: spans.stop,
    cause: rows.map((i) => cause[i] as number),
    group: rows.map((i) => names.indexOf(String(groupOf[i]))),
    groups: names.length,
  };
  const causes = [...new Set(observed.cause)].filter((one) => one > 0).sort((a, b) => a - b);
  if (causes.length === 0) throw unusable(say('statistics.no-events', { method }));
  // A beginning that all have in common is where time is counted from.
  const late = spans.start.some((time) => time !== spans.start[0]);
  const notes: Message[] =
    names.length < 2
      ? [say('statistics.gray-needs-groups')]
      : late
        ? [say('statistics.gray-without-delayed-entry')]
        : [];
  const watched = { ...spans, cause: observed.cause };
  const tests =
    names.length < 2 || late
      ? {}
      : Object.fromEntries(
          causes.flatMap((one) => {
            const test = grayTest(observed, one);
            if (test && test.df < names.length - 1)
              notes.push(
                say('statistics.gray-fewer-groups', {
                  cause: String(one),
                  groups: test.df + 1,
                  all: names.length,
                  df: test.df,
                }),
              );
            if (!test) notes.push(say('statistics.gray-without-variance', { cause: String(one) }));
            return test ? [[String(one), test]] : [];
          }),
        );
  return result('Competing risks', {
    tests,
    cumulativeIncidence: Object.fromEntries(
      names.map((name, at) => {
        const mine = observed.group.flatMap((one, i) => (one === at ? [i] : []));
        return [
          name,
          Object.fromEntries(
            causes.map((one) => [
              String(one),
              late ? truncatedIncidence(watched, mine, one) : incidence(observed, mine, one),
            ]),
          ),
        ];
      }),
    ),
    counts: Object.fromEntries(
      names.map((name, at) => [
        name,
        Object.fromEntries(
          [0, ...causes].map((one) => [
            String(one),
            observed.cause.filter((value, i) => value === one && observed.group[i] === at).length,
          ]),
        ),
      ]),
    ),
    n: rows.length,
    excluded: time.length - rows.length,
    notes,
  });
}

/** At one time: how many were at risk, fail of a cause or of another, or leave in any way. */
interface Moment {
  atRisk: number;
  mine: number;
  other: number;
  all: number;
}

/** By time, ascending. */
function momentsOf({ time, cause }: Observed, rows: readonly number[], of: number): Map<number, Moment> {
  const moments = new Map<number, Moment>();
  let atRisk = rows.length;
  for (const i of [...rows].sort((a, b) => time[a] - time[b])) {
    const found = moments.get(time[i]);
    const moment = found ?? { atRisk, mine: 0, other: 0, all: 0 };
    if (!found) moments.set(time[i], moment);
    moment.all++;
    if (cause[i] === of) moment.mine++;
    else if (cause[i] > 0) moment.other++;
    atRisk--;
  }
  return moments;
}

/** The finite-population factor of several simultaneous failures. */
function tied(failed: number, atRisk: number): number {
  return failed > 1 ? 1 - (failed - 1) / (atRisk - 1) : 1;
}

function incidence(
  observed: Observed,
  rows: readonly number[],
  of: number,
): { time: number; estimate: number; variance: number }[] {
  const steps: { time: number; estimate: number; variance: number }[] = [];
  let survival = 1;
  let estimate = 0;
  const moments = [0, 0, 0];
  for (const [time, { atRisk, mine, other }] of momentsOf(observed, rows, of)) {
    if (mine + other === 0) continue;
    const left = (survival * (atRisk - mine - other)) / atRisk;
    estimate += (survival * mine) / atRisk;
    const add = (failed: number, weight: number) => {
      const scale = (survival ** 2 * tied(failed, atRisk) * failed) / atRisk ** 2;
      const inverse = left > 0 ? 1 / left : 0;
      moments[0] += weight ** 2 * scale;
      moments[1] += inverse * weight * scale;
      moments[2] += inverse ** 2 * scale;
    };
    if (other > 0 && left > 0) add(other, estimate / left);
    if (mine > 0) {
      add(mine, 1 + (left > 0 ? estimate / left : 0));
      steps.push({ time, estimate, variance: moments[0] + estimate ** 2 * moments[2] - 2 * estimate * moments[1] });
    }
    survival = left;
  }
  return steps;
}

/** One group's state while the test walks through the times. */
interface Walk {
  atRisk: number;
  /** Kaplan–Meier of any cause, just before the time. */
  survival: number;
  /** Cumulative incidence of the cause, just before the time. */
  incidence: number;
}

/** Of the largest variance of a group's score: below this it is rounding. */
const NO_VARIANCE = 1e-10;

/** Scores and their covariance over the groups; null if no group differs in what it could have had. */
function grayTest(observed: Observed, of: number): { statistic: number; df: number; p: number } | null {
  const { time, group, groups } = observed;
  const none: Moment = { atRisk: 0, mine: 0, other: 0, all: 0 };
  const moments = Array.from({ length: groups }, (_, g) =>
    momentsOf(
      observed,
      group.flatMap((one, i) => (one === g ? [i] : [])),
      of,
    ),
  );
  const walks: Walk[] = Array.from({ length: groups }, (_, g) => ({
    atRisk: group.filter((one) => one === g).length,
    survival: 1,
    incidence: 0,
  }));
  const score = new Array<number>(groups).fill(0);
  const zeros = () => Array.from({ length: groups }, () => new Array<number>(groups).fill(0));
  const covariance = zeros();
  const carried = zeros();
  const cross = zeros();
  const own = new Array<number>(groups).fill(0);
  let pooled = 0;
  for (const now of timesOf(time, () => true)) {
    const counted = moments.map((ofGroup) => ofGroup.get(now) ?? none);
    const mine = sum(counted.map((one) => one.mine));
    const other = sum(counted.map((one) => one.other));
    if (mine + other > 0) {
      const weight = walks.map(({ atRisk, survival }) => (atRisk > 0 ? atRisk / survival : 0));
      const risk = walks.map(({ incidence: reached }, g) => weight[g] * (1 - reached));
      const total = sum(weight);
      const after = pooled + mine / total;
      const survivalAfter = walks.map(({ atRisk, survival }, g) =>
        atRisk > 0 ? (survival * (atRisk - counted[g].mine - counted[g].other)) / atRisk : survival,
      );
      const influence = weight.map((a, g) => weight.map((b, h) => a * ((g === h ? 1 : 0) - b / total)));
      for (let g = 0; g < groups; g++) {
        for (let h = 0; h < groups; h++) carried[g][h] += (influence[g][h] * mine) / (total * (1 - pooled));
        if (walks[g].atRisk > 0) score[g] += counted[g].mine - (mine * risk[g]) / sum(risk);
      }
      for (let k = 0; k < groups; k++) {
        const { atRisk, survival } = walks[k];
        if (atRisk <= 0) continue;
        if (mine > 0) {
          const reach = survivalAfter[k] > 0 ? 1 - (1 - after) / survivalAfter[k] : 1;
          const scale = ((mine > 1 ? 1 - (mine - 1) / (total * survival - 1) : 1) * survival * mine) / (total * atRisk);
          spread(k, (g) => influence[g][k] - reach * carried[g][k], reach, scale);
        }
        if (other > 0 && survivalAfter[k] > 0 && counted[k].other > 0) {
          const reach = (1 - after) / survivalAfter[k];
          const failed = counted[k].other;
          const scale = (tied(failed, atRisk) * survival ** 2 * failed) / atRisk ** 2;
          spread(k, (g) => reach * carried[g][k], -reach, scale);
        }
      }
      pooled = after;
      walks.forEach((walk, g) => {
        if (walk.atRisk > 0) walk.incidence += (walk.survival * counted[g].mine) / walk.atRisk;
        walk.survival = survivalAfter[g];
      });
    }
    walks.forEach((walk, g) => (walk.atRisk -= counted[g].all));
  }
  function spread(k: number, part: (g: number) => number, reach: number, scale: number): void {
    for (let g = 0; g < groups; g++) {
      cross[g][k] += part(g) * reach * scale;
      for (let h = 0; h < groups; h++) covariance[g][h] += part(g) * part(h) * scale;
    }
    own[k] += reach ** 2 * scale;
  }
  for (let g = 0; g < groups; g++)
    for (let h = 0; h < groups; h++)
      for (let k = 0; k < groups; k++)
        covariance[g][h] +=
          carried[g][k] * carried[h][k] * own[k] + carried[g][k] * cross[h][k] + carried[h][k] * cross[g][k];
  // Scores add up to 0. A group that nobody was left in when the cause struck has no variance and is no part of it.
  const most = Math.max(...covariance.map((row, g) => row[g]));
  const used = covariance.flatMap((row, g) => (row[g] > most * NO_VARIANCE ? [g] : []));
  const df = used.length - 1;
  if (!(most > 0) || df < 1) return null;
  const rest = used.slice(0, df);
  const difference = Matrix.columnVector(rest.map((g) => score[g]));
  const matrix = new Matrix(rest.map((g) => rest.map((h) => covariance[g][h])));
  const statistic = difference.dot(solve(matrix, difference, true));
  return Number.isFinite(statistic) ? { statistic, df, p: chiSquareUpper(statistic, df) } : null;
}

export const COMPETING_RISKS = statistic({
  name: 'competing-risks',
  summary: say('statistic.competing-risks'),
  data: z.object({
    time: numbers.optional(),
    start: numbers.optional(),
    stop: numbers.optional(),
    cause: z.array(count.nullable()),
    group: z.array(groupCell).optional(),
  }),
  example: {
    time: [6, 7, 10, 15, 19, 25, 5, 8, 9, 12],
    cause: [1, 0, 2, 1, 0, 1, 2, 1, 0, 1],
    group: ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'b'],
  },
  run: competingRisks,
});
