import { say } from '../../../shared/messages/say.ts';
import { Matrix, SingularValueDecomposition, solve } from 'ml-matrix';
import { signTwoSided } from '../binomial.ts';
import { chiSquareUpper } from '../distributions.ts';
import { wilsonInterval } from '../intervals.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { flag } from '../foreign-options.ts';
import { statistic } from '../statistic.ts';
import { assertCounted, assertSquare, countTable, margins, type Counts, usedClasses } from '../count-tables.ts';

interface McNemar {
  table: Counts;
  correct?: boolean;
  exact?: boolean;
}

/**
 * McNemar's test (1947) of two paired yes/no answers: corrected (Edwards 1948) as R's default, uncorrected, and exact;
 * `correct` and `exact` choose which of them is the main one. Effect: odds ratio b / c and Cohen's g.
 */
export function mcnemar({ table, correct = true, exact }: McNemar): TestResult {
  assertSquare(table);
  assertCounted(table);
  if (table.length !== 2) throw unusable(say('statistics.mcnemar-needs-two-by-two', { classes: table.length }));
  const [[a, b], [c, d]] = table;
  const changed = b + c;
  const n = a + b + c + d;
  if (changed === 0)
    return result("McNemar's test", {
      p: 1,
      n,
      df: 1,
      notes: [say('statistics.mcnemar-nobody-changed')],
    });
  const corrected = Math.max(0, Math.abs(b - c) - 1) ** 2 / changed;
  const uncorrected = (b - c) ** 2 / changed;
  const share = wilsonInterval(b, changed) ?? [0, 1];
  const odds = (p: number) => (p >= 1 ? null : p / (1 - p));
  const asymptotic = correct ? corrected : uncorrected;
  const p = signTwoSided(b, changed);
  return result("McNemar's test", {
    statistic: exact ? Math.min(b, c) : asymptotic,
    df: exact ? null : 1,
    p: exact ? p : chiSquareUpper(asymptotic, 1),
    uncorrected: { statistic: uncorrected, p: chiSquareUpper(uncorrected, 1) },
    exact: { count: b, total: changed, p },
    estimate: c === 0 ? null : b / c,
    interval: share.map(odds),
    effect: {
      oddsRatio: c === 0 ? null : b / c,
      oddsRatioInterval: share.map(odds),
      cohensG: b / changed - 0.5,
      cohensGInterval: share.map((p) => p - 0.5),
    },
    n,
    notes: [
      ...(exact ? [say('statistics.mcnemar-exact')] : correct ? [] : [say('statistics.mcnemar-uncorrected')]),
      ...(changed < 25 && !exact ? [say('statistics.prefer-exact', { changed })] : []),
    ],
  });
}

/** Bowker's (1948) test of symmetry. Pairs of classes without moves are ignored. */
export function bowker({ table }: { table: Counts }): TestResult {
  assertSquare(table);
  assertCounted(table);
  let statistic = 0;
  let df = 0;
  let changed = 0;
  for (let i = 0; i < table.length; i++) {
    for (let j = i + 1; j < table.length; j++) {
      const both = table[i][j] + table[j][i];
      if (both === 0) continue;
      statistic += (table[i][j] - table[j][i]) ** 2 / both;
      df++;
      changed += both;
    }
  }
  const { n } = margins(table);
  if (df === 0)
    return result("Bowker's test of symmetry", {
      p: 1,
      df: 0,
      statistic: 0,
      n,
      notes: [say('statistics.nobody-changed')],
    });
  const upward = table.reduce((a, row, i) => a + row.reduce((b, count, j) => (j > i ? b + count : b), 0), 0);
  const skipped = (table.length * (table.length - 1)) / 2 - df;
  return result("Bowker's test of symmetry", {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    effect: { shareAboveDiagonal: upward / changed, shareAboveDiagonalInterval: wilsonInterval(upward, changed) },
    n,
    notes: [
      ...(skipped > 0 ? [say('statistics.pairs-without-move', { skipped })] : []),
      ...(changed < 25 ? [say('statistics.few-changed', { changed })] : []),
    ],
  });
}

/** The test of marginal homogeneity of Stuart (1955) and Maxwell (1970). Unused classes are dropped. */
export function stuartMaxwell({ table: given }: { table: Counts }): TestResult {
  assertSquare(given);
  assertCounted(given);
  const { table, notes } = usedClasses(given);
  if (table.length < 2) throw unusable(say('statistics.needs-two-classes', { classes: table.length }));
  const { rows, columns, n } = margins(table);
  const difference = rows.map((row, i) => row - columns[i]);
  const k = table.length - 1;
  const covariance = Matrix.zeros(k, k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++)
      covariance.set(i, j, i === j ? rows[i] + columns[i] - 2 * table[i][i] : -(table[i][j] + table[j][i]));
  const effect = { marginChanges: difference.map((value) => value / n) };
  if (difference.every((value) => value === 0))
    return result('Stuart–Maxwell test of marginal homogeneity', {
      statistic: 0,
      df: k,
      p: 1,
      effect,
      n,
      notes: [...notes, say('statistics.margins-equal')],
    });
  const d = Matrix.columnVector(difference.slice(0, k));
  const statistic = d
    .transpose()
    .mmul(solve(covariance, d, true))
    .get(0, 0);
  // Classes without moves, or groups of classes without moves between them, reduce the degrees of freedom.
  const df = new SingularValueDecomposition(covariance).rank;
  if (df < k) notes.push(say('statistics.fewer-margins', { df, k }));
  return result('Stuart–Maxwell test of marginal homogeneity', {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    effect,
    n,
    notes,
  });
}

export const MCNEMAR = statistic({
  name: 'mcnemar',
  summary: say('statistic.mcnemar'),
  data: countTable.extend({ correct: flag.optional(), exact: flag.optional() }),
  example: {
    table: [
      [794, 86],
      [150, 570],
    ],
  },
  run: mcnemar,
});

export const BOWKER = statistic({
  name: 'bowker',
  summary: say('statistic.bowker'),
  data: countTable,
  example: {
    table: [
      [53, 5, 2],
      [11, 14, 5],
      [1, 6, 3],
    ],
  },
  run: bowker,
});

export const STUART_MAXWELL = statistic({
  name: 'stuart-maxwell',
  summary: say('statistic.stuart-maxwell'),
  data: countTable,
  example: {
    table: [
      [53, 5, 2],
      [11, 14, 5],
      [1, 6, 3],
    ],
  },
  run: stuartMaxwell,
});
