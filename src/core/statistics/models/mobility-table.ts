import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { deviancePart } from '../binomial.ts';
import { chiSquareUpper } from '../distributions.ts';
import { assertCounted, assertSquare, countTable, type Counts, margins, usedClasses } from '../count-tables.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { statistic } from '../statistic.ts';
import { countedOfQuasiSymmetry, freeOfQuasiIndependence, freeOfQuasiSymmetry, pairsOf } from './degrees-of-freedom.ts';
import { quasiIndependent, quasiSymmetric } from './log-linear.ts';

/** Of each observation's deviance. */
const NOTHING_LEFT = 1e-14;

interface Fit {
  statistic: number;
  pearson: number;
  df: number;
  p: number | null;
  /** Share of observations that would have to be in another cell. */
  dissimilarity: number;
  expected: number[][];
}

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
  const open = moved > 0 ? quasiIndependent(table) : null;
  const models: Record<string, Fit> & { quasiIndependence?: Fit; quasiSymmetry: Fit } = {
    independence: fitOf(
      table,
      rows.map((row) => columns.map((column) => (row * column) / n)),
      (rows.filter(positive).length - 1) * (columns.filter(positive).length - 1),
    ),
    ...(open ? { quasiIndependence: fitOf(table, open, freeOfQuasiIndependence(table)) } : {}),
    symmetry: fitOf(
      table,
      table.map((row, i) => row.map((count, j) => (count + table[j][i]) / 2)),
      pairsOf(table),
    ),
    quasiSymmetry: fitOf(table, quasiSymmetric(table), freeOfQuasiSymmetry(table)),
  };
  const free = models.quasiIndependence?.df;
  // Of a table in which every class is left and reached: cells less rows, columns and diagonal.
  const full = k * k - 3 * k + 1;
  const ways = models.quasiSymmetry.df;
  const counted = countedOfQuasiSymmetry(table);
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
      ...(free !== undefined && free !== full ? [say('statistics.quasi-independence-df', { df: free, full })] : []),
      ...(ways === counted ? [] : [say('statistics.quasi-symmetry-df', { df: ways, full: counted })]),
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
      if (count > 0 || fitted > 0) statistic += 2 * deviancePart(count, fitted);
      if (fitted > 0) pearson += (count - fitted) ** 2 / fitted;
      apart += Math.abs(count - fitted);
    }),
  );
  // A model that fits every cell leaves nothing but rounding.
  statistic = statistic < NOTHING_LEFT * sum(table.map(sum)) ? 0 : statistic;
  return {
    statistic,
    pearson,
    df,
    p: df > 0 ? chiSquareUpper(statistic, df) : null,
    dissimilarity: apart < 1e-9 ? 0 : apart / (2 * sum(table.map(sum))),
    expected,
  };
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
