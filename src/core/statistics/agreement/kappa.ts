import { say } from '../../../shared/messages/say.ts';
import { Z95 } from '../distributions.ts';
import { sum } from '../descriptive.ts';
import { wilsonInterval } from '../intervals.ts';
import { Draws } from '../resamples.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { choice, statistic } from '../statistic.ts';
import { clusteredKappa, isClustered } from './clustered.ts';
import { intervalOfShare, NO_SPREAD, WEIGHTS, type Weights } from './units.ts';
import { assertSquare, countTable, margins, type Counts } from '../count-tables.ts';

interface Given {
  table: Counts;
  weights?: Weights;
  /** The two codes of every unit, and what each unit belongs to: the interval then resamples these. */
  units?: { pairs: Pairs; clusters: readonly number[] };
}

type Pairs = readonly (readonly [number, number])[];

interface GivenPairs {
  /** Both coders' class of each unit. */
  pairs: Pairs;
  classes: number;
  weights?: Weights;
  clusters?: readonly number[];
  draws?: Draws;
}

/** A cell of the table of two coders that is not empty. */
interface Cell {
  i: number;
  j: number;
  count: number;
}

/**
 * Cohen's κ of a square table of two coders (1960; weighted 1968) with the large-sample standard error of Fleiss, Cohen
 * & Everitt (1969).
 */
export function kappa({ table, weights = 'none', units }: Given): TestResult {
  assertSquare(table);
  const cells = table.flatMap((row, i) => row.flatMap((count, j) => (count > 0 ? [{ i, j, count }] : [])));
  return kappaOfCells(cells, margins(table), weights, units);
}

/** As `kappa`, without a table, which thousands of classes would make too large. */
export function kappaOfPairs({ pairs, classes, weights = 'none', clusters, draws }: GivenPairs): TestResult {
  const rows = new Array<number>(classes).fill(0);
  const columns = new Array<number>(classes).fill(0);
  const counts = new Map<number, number>();
  for (const [i, j] of pairs) {
    rows[i]++;
    columns[j]++;
    counts.set(i * classes + j, (counts.get(i * classes + j) ?? 0) + 1);
  }
  const cells = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([place, count]) => ({ i: Math.floor(place / classes), j: place % classes, count }));
  return kappaOfCells(cells, { rows, columns, n: pairs.length }, weights, clusters && { pairs, clusters, draws });
}

function kappaOfCells(
  counted: readonly Cell[],
  { rows, columns, n }: { rows: number[]; columns: number[]; n: number },
  weights: Weights,
  units: { pairs: Pairs; clusters: readonly number[]; draws?: Draws } | undefined,
): TestResult {
  if (n < 2) throw unusable(say('statistics.kappa-needs-units', { n }));
  const k = rows.length;
  const w = (i: number, j: number) =>
    weights === 'none'
      ? i === j
        ? 1
        : 0
      : weights === 'linear'
        ? 1 - Math.abs(i - j) / (k - 1 || 1)
        : 1 - ((i - j) / (k - 1 || 1)) ** 2;
  const r = rows.map((count) => count / n);
  const c = columns.map((count) => count / n);
  const cells = counted.map(({ i, j, count }) => ({ value: count / n, i, j }));
  const observed = sum(cells.map(({ value, i, j }) => value * w(i, j)));
  const expected =
    weights === 'none'
      ? sum(r.map((share, i) => share * c[i]))
      : sum(r.map((row, i) => sum(c.map((column, j) => row * column * w(i, j)))));
  const percent = sum(cells.map(({ value, i, j }) => (i === j ? value : 0)));
  // Prevalence and bias apart (Byrt, Bishop & Carlin 1993): as if each class were as frequent as the others.
  const pabak = weights === 'none' && k > 1 ? { pabak: (k * percent - 1) / (k - 1) } : {};
  const base = {
    n,
    percent,
    ...pabak,
    effect: { percent, percentInterval: wilsonInterval(Math.round(percent * n), n) },
  };
  if (expected >= 1)
    return result(kappaName(weights), {
      ...base,
      notes: [say('statistics.kappa-of-one-class')],
    });
  const estimate = (observed - expected) / (1 - expected);
  const rowWeight = weights === 'none' ? c : r.map((_, i) => sum(c.map((share, j) => share * w(i, j))));
  const columnWeight = weights === 'none' ? r : c.map((_, j) => sum(r.map((share, i) => share * w(i, j))));
  const spread = kappaSpread(
    cells.map(({ value, i, j }) => ({ share: value, weight: w(i, j), byChance: rowWeight[i] + columnWeight[j] })),
    estimate,
    expected,
  );
  const clustered = isClustered(units?.clusters)
    ? clusteredKappa(units.pairs, units.clusters, k, weights, estimate, units.draws ?? new Draws())
    : null;
  const se = clustered?.se ?? Math.sqrt(spread / n) / (1 - expected);
  const chance = sum(r.map((share, i) => share * c[i]));
  if (se < NO_SPREAD) {
    const independent = clustered ? new Set(units?.clusters).size : n;
    return result(kappaName(weights), {
      ...base,
      estimate,
      expected,
      ...intervalOfShare(percent, chance, n, independent),
    });
  }
  return result(kappaName(weights), {
    ...base,
    estimate,
    se,
    statistic: estimate / se,
    interval: clustered?.interval ?? [estimate - Z95 * se, Math.min(1, estimate + Z95 * se)],
    expected,
  });
}

interface KappaCell {
  share: number;
  weight: number;
  /** The mean weights of its row and of its column, added. */
  byChance: number;
}

/** The variance of κ of n units, times n (1 − expected)² (Fleiss, Cohen & Everitt 1969). */
function kappaSpread(cells: readonly KappaCell[], estimate: number, expected: number): number {
  const inner = sum(cells.map(({ share, weight, byChance }) => share * (weight - byChance * (1 - estimate)) ** 2));
  return Math.max(0, inner - (estimate - expected * (1 - estimate)) ** 2);
}

function kappaName(weights: Weights): string {
  return weights === 'none' ? "Cohen's kappa" : `Cohen's kappa, ${weights} weights`;
}

export const KAPPA = statistic({
  name: 'kappa',
  summary: say('statistic.kappa'),
  data: countTable.extend({ weights: choice(WEIGHTS, { unweighted: 'none', equal: 'linear', squared: 'quadratic' }) }),
  example: {
    table: [
      [20, 5],
      [10, 15],
    ],
    weights: 'none',
  },
  run: kappa,
});
