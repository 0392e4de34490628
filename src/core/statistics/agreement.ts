import { say } from '../../shared/say.ts';
import { Random } from './random.ts';
import { percentileInterval } from './descriptive.ts';
import { tQuantile, Z95 } from './distributions.ts';
import { assertSquare, type Counts, margins } from './contingency.ts';
import { wilsonInterval } from './proportions.ts';
import { type Interval, result, sum, type TestResult, unusable } from './result.ts';

/**
 * Units × coders; null where a coder did not code a unit. Classes are numbers; for ordinal and interval levels their
 * order and distances count.
 */
export type Ratings = (number | null)[][];
export type Level = 'nominal' | 'ordinal' | 'interval';
export type Weights = 'none' | 'linear' | 'quadratic';
const BOOTSTRAPS = 2000;

/**
 * Cohen's κ of a square table of two coders (1960; weighted 1968) with the large-sample standard error of Fleiss, Cohen
 * & Everitt (1969).
 */
export function kappa({ table, weights = 'none' }: { table: Counts; weights?: Weights }): TestResult {
  assertSquare(table);
  const { rows, columns, n } = margins(table);
  if (n < 2) throw unusable(say`κ needs at least 2 units that both coders coded; there ${n === 1 ? 'is 1' : 'are 0'}.`);
  const k = table.length;
  const w = (i: number, j: number) =>
    weights === 'none'
      ? i === j
        ? 1
        : 0
      : weights === 'linear'
        ? 1 - Math.abs(i - j) / (k - 1 || 1)
        : 1 - ((i - j) / (k - 1 || 1)) ** 2;
  const p = table.map((row) => row.map((count) => count / n));
  const r = rows.map((count) => count / n);
  const c = columns.map((count) => count / n);
  const cells = p.flatMap((row, i) => row.map((value, j) => ({ value, i, j })));
  const observed = sum(cells.map(({ value, i, j }) => value * w(i, j)));
  const expected = sum(cells.map(({ i, j }) => r[i] * c[j] * w(i, j)));
  const percent = sum(p.map((row, i) => row[i]));
  const base = { n, percent, effect: { percent, percentInterval: wilsonInterval(Math.round(percent * n), n) } };
  if (expected >= 1)
    return result(kappaName(weights), {
      ...base,
      notes: [
        say`Both coders used one and the same class throughout: κ has no value (0 / 0). Look at the percentage and at AC1.`,
      ],
    });
  const estimate = (observed - expected) / (1 - expected);
  const rowWeight = r.map((_, i) => sum(c.map((share, j) => share * w(i, j))));
  const columnWeight = c.map((_, j) => sum(r.map((share, i) => share * w(i, j))));
  const inner = sum(
    cells.map(({ value, i, j }) => value * (w(i, j) - (rowWeight[i] + columnWeight[j]) * (1 - estimate)) ** 2),
  );
  const se = Math.sqrt(Math.max(0, inner - (estimate - expected * (1 - estimate)) ** 2) / n) / (1 - expected);
  return result(kappaName(weights), {
    ...base,
    estimate,
    se,
    statistic: se > 0 ? estimate / se : null,
    interval: [estimate - Z95 * se, Math.min(1, estimate + Z95 * se)],
    expected,
  });
}

function kappaName(weights: Weights): string {
  return weights === 'none' ? "Cohen's kappa" : `Cohen's kappa, ${weights} weights`;
}

interface Units {
  /** Of every unit that anybody coded: how many coders gave each class. */
  counts: number[][];
  classes: number[];
  /** Units without two codes: they agree with nobody. */
  excluded: number;
}

interface Coded {
  ratings?: Ratings;
  counts?: number[][];
}

function unitsOf({ ratings, counts }: Coded): Units {
  const classes = counts
    ? counts[0].map((_, i) => i)
    : [...new Set((ratings ?? []).flat().filter((value): value is number => value !== null))].sort((a, b) => a - b);
  const all =
    counts ?? (ratings ?? []).map((unit) => classes.map((value) => unit.filter((code) => code === value).length));
  const agreeing = all.filter((unit) => sum(unit) >= 2).length;
  if (agreeing < 2)
    throw unusable(
      say`Agreement needs at least 2 units that two coders coded; there ${agreeing === 1 ? 'is 1' : `are ${agreeing}`}.`,
    );
  return { counts: all.filter((unit) => sum(unit) > 0), classes, excluded: all.length - agreeing };
}

/**
 * Fleiss' κ (1971), generalised to missing codes and with the variance of Gwet (2014). Equal to irrCAC's
 * fleiss.kappa.raw.
 */
export function fleiss(data: Coded): TestResult {
  return chanceCorrected(
    "Fleiss' kappa",
    unitsOf(data),
    (shares) => sum(shares.map((share) => share * share)),
    (unit, shares) => sum(unit.map((count, q) => shares[q] * count)) / sum(unit),
  );
}

/**
 * Gwet's AC1 (2008), which stays meaningful where one class is rare; variance of Gwet (2014). Equal to irrCAC's
 * gwet.ac1.raw.
 */
export function ac1(data: Coded): TestResult {
  const units = unitsOf(data);
  const q = Math.max(2, units.classes.length);
  return chanceCorrected(
    "Gwet's AC1",
    units,
    (shares) => sum(shares.map((share) => share * (1 - share))) / (q - 1),
    (unit, shares) => sum(unit.map((count, i) => (1 - shares[i]) * count)) / sum(unit) / (q - 1),
  );
}

/** Units that one coder coded alone tell how often classes are used, not how well coders agree. */
function chanceCorrected(
  method: string,
  { counts, classes, excluded }: Units,
  expectedOf: (shares: number[]) => number,
  expectedOfUnit: (unit: number[], shares: number[]) => number,
): TestResult {
  const all = counts.length;
  const several = counts.map((unit) => sum(unit) >= 2);
  const n = several.filter(Boolean).length;
  const shares = classes.map((_, i) => sum(counts.map((unit) => unit[i] / sum(unit))) / all);
  const agreed = counts.map((unit, i) =>
    several[i] ? sum(unit.map((count) => count * (count - 1))) / (sum(unit) * (sum(unit) - 1)) : 0,
  );
  const percent = sum(agreed) / n;
  const expected = expectedOf(shares);
  if (expected >= 1)
    return result(method, {
      n,
      excluded,
      percent,
      effect: { percent },
      notes: [say`Only one class was used: chance agreement is 1 and the coefficient has no value.`],
    });
  const estimate = (percent - expected) / (1 - expected);
  const parts = counts.map((unit, i) => {
    const own = ((all / n) * (agreed[i] - (several[i] ? expected : 0))) / (1 - expected);
    return own - (2 * (1 - estimate) * (expectedOfUnit(unit, shares) - expected)) / (1 - expected);
  });
  const se = Math.sqrt(sum(parts.map((part) => (part - estimate) ** 2)) / (all * (all - 1)));
  const half = tQuantile(0.975, all - 1) * se;
  return result(method, {
    estimate,
    se,
    interval: [Math.max(-1, estimate - half), Math.min(1, estimate + half)],
    n,
    excluded,
    percent,
    expected,
    effect: { percent },
  });
}

/**
 * Krippendorff's α (2011 computation) for nominal, ordinal and interval codes; interval by bootstrap over units (seed
 * 1).
 */
export function alpha({ ratings, level = 'nominal' }: { ratings: Ratings; level?: Level }): TestResult {
  const { counts: all, classes, excluded } = unitsOf({ ratings });
  const counts = all.filter((unit) => sum(unit) >= 2);
  const units = counts.map(sparse);
  const estimate = alphaOf(units, classes, level);
  const notes = estimate === null ? [say`Only one class was used: α has no value.`] : [];
  return result(`Krippendorff's alpha (${level})`, {
    estimate,
    interval: estimate === null ? null : bootstrapAlpha(units, classes, level),
    n: counts.length,
    excluded,
    notes,
    effect: {},
  });
}

/** A unit as its classes that occur, so that many classes cost nothing. */
interface Sparse {
  classes: number[];
  counts: number[];
  size: number;
}

function sparse(unit: readonly number[]): Sparse {
  const classes = unit.flatMap((count, i) => (count > 0 ? [i] : []));
  const counts = classes.map((i) => unit[i]);
  return { classes, counts, size: sum(counts) };
}

function alphaOf(units: readonly Sparse[], values: readonly number[], level: Level): number | null {
  const totals = new Float64Array(values.length);
  for (const { classes, counts } of units) for (let k = 0; k < classes.length; k++) totals[classes[k]] += counts[k];
  const below = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) below[i + 1] = below[i] + totals[i];
  const n = below[values.length];
  const distance = (i: number, j: number) => {
    if (level === 'nominal') return i === j ? 0 : 1;
    if (level === 'interval') return (values[i] - values[j]) ** 2;
    const [low, high] = i < j ? [i, j] : [j, i];
    return (below[high + 1] - below[low] - (totals[low] + totals[high]) / 2) ** 2;
  };
  let observed = 0;
  for (const { classes, counts, size } of units) {
    for (let a = 0; a < classes.length; a++)
      for (let b = a + 1; b < classes.length; b++)
        observed += (2 * counts[a] * counts[b] * distance(classes[a], classes[b])) / (size - 1);
  }
  const expected = expectedDisagreement(totals, values, n, level, distance);
  return expected === 0 ? null : 1 - observed / expected;
}

function expectedDisagreement(
  totals: Float64Array,
  values: readonly number[],
  n: number,
  level: Level,
  distance: (i: number, j: number) => number,
): number {
  if (level === 'nominal') return (n * n - totals.reduce((a, t) => a + t * t, 0)) / (n - 1);
  if (level === 'interval') {
    // Around the mean, so that years do not lose digits.
    const mean = totals.reduce((a, t, i) => a + t * values[i], 0) / n;
    return (2 * n * totals.reduce((a, t, i) => a + t * (values[i] - mean) ** 2, 0)) / (n - 1);
  }
  let total = 0;
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++) total += (2 * totals[i] * totals[j] * distance(i, j)) / (n - 1);
  return total;
}

function bootstrapAlpha(units: readonly Sparse[], classes: readonly number[], level: Level): Interval | null {
  const random = new Random(1);
  const values = new Float64Array(BOOTSTRAPS);
  for (let run = 0; run < BOOTSTRAPS; run++) {
    const value = alphaOf(
      units.map(() => units[random.below(units.length)]),
      classes,
      level,
    );
    // A resample of one class only agrees fully.
    values[run] = value ?? 1;
  }
  return percentileInterval(values);
}
