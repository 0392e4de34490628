import { say } from '../../../shared/messages/say.ts';
import { Matrix, solve } from 'ml-matrix';
import { wilsonInterval } from '../intervals.ts';
import { sum } from '../descriptive.ts';
import { result, type TestResult } from '../result.ts';
import { statistic } from '../statistic.ts';
import { assertCounted, assertSquare, countTable, type Counts } from '../count-tables.ts';

/**
 * Transition probabilities by rows, with Wilson intervals, and the stationary distribution of the chain. It is
 * omitted, with the reason, if it does not exist or is not unique: rows without
 * observations, or more than one closed class of states.
 */
export function transition({ table }: { table: Counts }): TestResult {
  assertSquare(table);
  assertCounted(table);
  const totals = table.map(sum);
  const probabilities = table.map((row, i) => row.map((count) => (totals[i] === 0 ? null : count / totals[i])));
  const intervals = table.map((row, i) => row.map((count) => wilsonInterval(count, totals[i])));
  const notes = totals.flatMap((total, i) => (total === 0 ? [say('statistics.row-without-start', { i: i + 1 })] : []));
  const closed = closedClasses(table);
  let stationary: number[] | null = null;
  if (notes.length > 0) notes.push(say('statistics.stationary-row-unknown'));
  else if (closed > 1) notes.push(say('statistics.stationary-not-unique', { groups: closed }));
  else {
    stationary = stationaryOf(probabilities as number[][]);
    notes.push(say('statistics.stationary-assumption'));
  }
  return result('Transition matrix', {
    estimate: probabilities,
    interval: intervals,
    probabilities,
    stationary,
    effect: { shareStaying: sum(table.map((row, i) => row[i])) / Math.max(1, sum(totals)) },
    n: sum(totals),
    notes,
  });
}

function stationaryOf(p: number[][]): number[] {
  const n = p.length;
  const a = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) a.set(i, j, i === n - 1 ? 1 : p[j][i] - (i === j ? 1 : 0));
  const right = Matrix.columnVector(p.map((_, i) => (i === n - 1 ? 1 : 0)));
  return solve(a, right).to1DArray();
}

/** Number of closed classes of states. */
function closedClasses(table: Counts): number {
  const n = table.length;
  const reach = table.map((row, i) => row.map((count, j) => count > 0 || i === j));
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) if (reach[i][k]) for (let j = 0; j < n; j++) if (reach[k][j]) reach[i][j] = true;
  const classes = new Set<string>();
  for (let i = 0; i < n; i++) {
    const reached = reach[i].flatMap((yes, j) => (yes ? [j] : []));
    if (reached.every((j) => reach[j][i])) classes.add(reached.join());
  }
  return classes.size;
}

export const TRANSITION = statistic({
  name: 'transition',
  summary: say('statistic.transition'),
  data: countTable,
  example: {
    table: [
      [8, 2],
      [3, 7],
    ],
  },
  run: transition,
});
