import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { chiSquareUpper } from '../distributions.ts';
import { assertCounted, assertSquare, countTable, type Counts, margins, usedClasses } from '../count-tables.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { statistic } from '../statistic.ts';

interface Fit {
  statistic: number;
  pearson: number;
  df: number;
  p: number | null;
  /** Share of observations that would have to be in another cell. */
  dissimilarity: number;
  expected: number[][];
}

const MOST_ROUNDS = 20_000;
const FITTED = 1e-12;

/**
 * A square table of origins and destinations: how much of what moved had to, since the two distributions differ
 * (structural), and how much is exchange (circulation); and log-linear models of it: independence, quasi-independence
 * (those who stay apart), symmetry, quasi-symmetry (Goodman 1965; Hout 1983), as glm(family = poisson) fits them.
 */
export function mobilityTable({ table: given }: { table: Counts }): TestResult {
  assertSquare(given);
  assertCounted(given);
  const { table, notes } = usedClasses(given);
  if (table.length < 3) throw unusable(say('statistics.mobility-table-needs-classes', { n: table.length }));
  const { rows, columns, n } = margins(table);
  const moved = n - sum(table.map((row, i) => row[i]));
  const structural = sum(rows.map((row, i) => Math.abs(row - columns[i]))) / 2;
  const k = table.length;
  const off = (i: number, j: number) => i !== j;
  const open = moved > 0 ? proportional(table, off) : null;
  const models = {
    independence: fitOf(
      table,
      rows.map((row) => columns.map((column) => (row * column) / n)),
      (rows.filter(positive).length - 1) * (columns.filter(positive).length - 1),
    ),
    ...(open ? { quasiIndependence: fitOf(table, open, freeOf(table, off)) } : {}),
    symmetry: fitOf(
      table,
      table.map((row, i) => row.map((count, j) => (count + table[j][i]) / 2)),
      pairsOf(table),
    ),
    quasiSymmetry: fitOf(table, quasiSymmetric(table), Math.max(0, pairsOf(table) - (k - groupsOf(table)))),
  };
  const sparse = open?.flat().filter((value) => value > 0 && value < 5).length ?? 0;
  return result('Mobility table', {
    n,
    moved,
    share: moved / n,
    structural: structural / n,
    circulation: (moved - structural) / n,
    shareStructural: moved === 0 ? null : structural / moved,
    models,
    rowPercentages: table.map((row, i) => row.map((count) => (rows[i] === 0 ? null : (100 * count) / rows[i]))),
    effect: { share: moved / n },
    notes: [
      ...notes,
      ...(sparse > 0
        ? [say('statistics.small-expected-counts', { small: sparse, cells: moved > 0 ? k * (k - 1) : k * k })]
        : []),
    ],
  });
}

function positive(value: number): boolean {
  return value > 0;
}

function fitOf(table: Counts, expected: number[][], df: number): Fit {
  let statistic = 0;
  let pearson = 0;
  let apart = 0;
  table.forEach((row, i) =>
    row.forEach((count, j) => {
      const fitted = expected[i][j];
      if (count > 0) statistic += 2 * count * Math.log(count / fitted);
      if (fitted > 0) pearson += (count - fitted) ** 2 / fitted;
      apart += Math.abs(count - fitted);
    }),
  );
  statistic = Math.max(0, statistic);
  return {
    statistic,
    pearson,
    df,
    p: df > 0 ? chiSquareUpper(statistic, df) : null,
    dissimilarity: apart < 1e-9 ? 0 : apart / (2 * sum(table.map(sum))),
    expected,
  };
}

interface Fitted {
  cells: number[][];
  converged: boolean;
}

/** A cell that nobody is in and that is fitted with less may tend to 0. */
const ALL_BUT_EMPTY = 0.05;

/**
 * Proportional fitting from 1 in every cell. Where a cell without observations tends to 0 it never arrives there: it
 * is then held at 0, if that fits as well.
 */
function toTheEnd(table: Counts, fit: (start: number[][]) => Fitted): number[][] {
  const first = fit(table.map((row) => row.map(() => 1)));
  if (first.converged) return first.cells;
  const held = table.map((row, i) => row.map((count, j) => (count === 0 && first.cells[i][j] < ALL_BUT_EMPTY ? 0 : 1)));
  const second = fit(held).cells;
  return likelihoodOf(table, second) >= likelihoodOf(table, first.cells) ? second : first.cells;
}

function likelihoodOf(table: Counts, fitted: readonly number[][]): number {
  return sum(
    table.flatMap((row, i) => row.map((count, j) => (count > 0 ? count * Math.log(fitted[i][j]) : 0) - fitted[i][j])),
  );
}

/** Row × column effects over some cells, the others as observed: iterative proportional fitting. */
function proportional(table: Counts, free: (i: number, j: number) => boolean): number[][] {
  return toTheEnd(table, (start) => fitMargins(table, free, start));
}

function fitMargins(table: Counts, free: (i: number, j: number) => boolean, start: number[][]): Fitted {
  const k = table.length;
  const total = (i: number, along: 'row' | 'column', of: number[][]) =>
    sum(of.map((_, j) => (along === 'row' ? (free(i, j) ? of[i][j] : 0) : free(j, i) ? of[j][i] : 0)));
  const cells = table.map((row, i) => row.map((count, j) => (free(i, j) ? start[i][j] : count)));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let change = 0;
    for (const along of ['row', 'column'] as const)
      for (let i = 0; i < k; i++) {
        const [want, have] = [total(i, along, table), total(i, along, cells)];
        const factor = have === 0 ? 0 : want / have;
        if (want > 0) change = Math.max(change, Math.abs(factor - 1));
        for (let j = 0; j < k; j++) {
          if (along === 'row' && free(i, j)) cells[i][j] *= factor;
          if (along === 'column' && free(j, i)) cells[j][i] *= factor;
        }
      }
    if (change < FITTED) return { cells, converged: true };
  }
  return { cells, converged: false };
}

/** Degrees of freedom of row × column effects over the free cells whose margins are not empty. */
function freeOf(table: Counts, free: (i: number, j: number) => boolean): number {
  const k = table.length;
  const all = Array.from({ length: k }, (_, i) => i);
  const rows = all.filter((i) => all.some((j) => free(i, j) && table[i][j] > 0));
  const columns = all.filter((j) => all.some((i) => free(i, j) && table[i][j] > 0));
  const cells = sum(rows.map((i) => columns.filter((j) => free(i, j)).length));
  return Math.max(0, cells - (rows.length + columns.length - 1));
}

/** Pairs of classes between which anybody moved. */
function pairsOf(table: Counts): number {
  return sum(table.map((row, i) => row.filter((count, j) => j < i && count + table[j][i] > 0).length));
}

/** Groups of classes between which nobody moved. */
function groupsOf(table: Counts): number {
  const group = table.map((_, i) => i);
  const root = (i: number): number => (group[i] === i ? i : root(group[i]));
  table.forEach((row, i) => row.forEach((count, j) => void (count > 0 && (group[root(i)] = root(j)))));
  return new Set(group.map((_, i) => root(i))).size;
}

/** Margins and the sums of each pair as observed (Caussinus 1965), by iterative proportional fitting. */
function quasiSymmetric(table: Counts): number[][] {
  return toTheEnd(table, (start) => fitQuasiSymmetry(table, start));
}

function fitQuasiSymmetry(table: Counts, start: number[][]): Fitted {
  const cells = start.map((row) => [...row]);
  const k = table.length;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let change = 0;
    const scale = (group: readonly (readonly [number, number])[]) => {
      const want = sum(group.map(([i, j]) => table[i][j]));
      const have = sum(group.map(([i, j]) => cells[i][j]));
      const factor = have === 0 ? 0 : want / have;
      if (want > 0) change = Math.max(change, Math.abs(factor - 1));
      for (const [i, j] of group) cells[i][j] *= factor;
    };
    for (let i = 0; i < k; i++) scale(table.map((_, j) => [i, j] as const));
    for (let j = 0; j < k; j++) scale(table.map((_, i) => [i, j] as const));
    for (let i = 0; i < k; i++)
      for (let j = 0; j <= i; j++)
        scale(
          i === j
            ? [[i, i]]
            : [
                [i, j],
                [j, i],
              ],
        );
    if (change < FITTED) return { cells, converged: true };
  }
  return { cells, converged: false };
}

export const MOBILITY_TABLE = statistic({
  name: 'mobility-table',
  summary: say('statistic.mobility-table'),
  data: countTable,
  example: {
    table: [
      [50, 45, 8],
      [28, 174, 84],
      [11, 78, 110],
    ],
  },
  run: mobilityTable,
});
