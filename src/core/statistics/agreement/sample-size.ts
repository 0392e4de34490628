import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { Z95 } from '../distributions.ts';
import { Random } from '../random.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { statistic } from '../statistic.ts';
import { ac1, fleiss } from './chance-corrected.ts';
import { kappa as kappaOf } from './kappa.ts';

interface Wish {
  margins: number[];
  halfWidth: number;
  /** The agreement that the interval's lower end is to exceed. */
  least?: number;
  simulations?: number;
  seed?: number;
}

/** How one coefficient measures two coders' table of counts. */
interface Coefficient {
  method: string;
  /** Agreement by chance, of the classes' shares. */
  byChance(shares: readonly number[]): number;
  /** How much the units of a class add to the agreement by chance. */
  byChanceOfClass(share: number, classes: number): number;
  intervalOf(table: readonly (readonly number[])[]): [number, number] | null;
  /** Of the large-sample coefficient, the coefficient of so many units. */
  ofUnits(value: number, units: number): number;
}

const same = (value: number) => value;
const sumOfSquares = (shares: readonly number[]) => sum(shares.map((share) => share * share));

const KAPPA: Coefficient = {
  method: "Units for Cohen's kappa",
  byChance: sumOfSquares,
  byChanceOfClass: same,
  intervalOf: (table) => kappaOf({ table: table.map((row) => [...row]) }).interval as [number, number] | null,
  ofUnits: same,
};

const ALPHA: Coefficient = {
  method: "Units for Krippendorff's alpha",
  byChance: sumOfSquares,
  byChanceOfClass: same,
  // α of two coders' nominal codes is Scott's π (as Fleiss' κ) with a correction for few units.
  intervalOf: (table) => intervalOfCounts(fleiss, table, (bound, units) => bound + (1 - bound) / (2 * units)),
  ofUnits: (value, units) => value + (1 - value) / (2 * units),
};

const AC1: Coefficient = {
  method: "Units for Gwet's AC1",
  byChance: (shares) => sum(shares.map((share) => share * (1 - share))) / (shares.length - 1),
  byChanceOfClass: (share, classes) => (1 - share) / (classes - 1),
  intervalOf: (table) => intervalOfCounts((data) => ac1(data, table.length), table, same),
  ofUnits: same,
};

/** Fewer units make a large-sample interval worthless. */
const FEW_UNITS = 30;
/** Units drawn in all simulations together, about two seconds. */
const MOST_DRAWN = 4e7;
const FEWEST_SIMULATIONS = 100;

/**
 * How many units two coders have to code so that the 95 % interval of `coefficient` reaches `halfWidth` to either side,
 * if both use the classes as `margins` says (counts or shares) and agree as well as `value`: by the large-sample
 * variance (Fleiss, Cohen & Everitt 1969 for κ; Gwet 2008 for AC1 and, as Scott's π, for nominal α); then simulated at
 * that number of units, with the share of studies whose interval lies above `least`, the power.
 */
function sampleSize(
  coefficient: Coefficient,
  value: number,
  { margins, halfWidth, least, simulations = 1000, seed = 1 }: Wish,
): TestResult {
  const total = sum(margins);
  const shares = margins.filter((margin) => margin > 0).map((margin) => margin / total);
  if (shares.length < 2) throw unusable(say('statistics.margins-need-two-classes'));
  if (least !== undefined && least >= value) throw unusable(say('statistics.least-below-agreement', { least, value }));
  const chance = coefficient.byChance(shares);
  const agreement = chance + value * (1 - chance);
  // Coders who agree by chance on a unit with probability 1 − certain, and else for sure.
  const certain = (agreement - sumOfSquares(shares)) / (1 - sumOfSquares(shares));
  if (certain < 0) throw unusable(say('statistics.agreement-below-chance', { value }));
  const cells = shares.map((row, i) =>
    shares.map((column, j) => row * column * (1 - certain) + (i === j ? certain * row : 0)),
  );
  const variance = varianceOf(coefficient, cells, shares, value, chance);
  const units = Math.max(2, Math.ceil((Z95 ** 2 * variance) / halfWidth ** 2 - 1e-9));
  const possible = Math.floor(MOST_DRAWN / units);
  const runs = possible < FEWEST_SIMULATIONS ? 0 : Math.min(simulations, possible);
  return result(coefficient.method, {
    units,
    estimate: units,
    standardError: Math.sqrt(variance / units),
    agreement,
    ...simulated(coefficient, cells, units, value, { least, runs, seed }),
    simulations: runs,
    n: units,
    notes: [
      ...(units < FEW_UNITS ? [say('statistics.few-units-for-agreement', { units })] : []),
      ...(runs === 0
        ? [say('statistics.no-simulations', { units })]
        : runs < simulations
          ? [say('statistics.fewer-simulations', { simulations: runs })]
          : []),
    ],
  });
}

/** Of one unit: the variance of the coefficient of n units, times n. */
function varianceOf(
  { byChanceOfClass }: Coefficient,
  cells: readonly number[][],
  shares: readonly number[],
  value: number,
  chance: number,
): number {
  const ofClass = shares.map((share) => byChanceOfClass(share, shares.length));
  const parts = cells.flatMap((row, i) =>
    row.map((share, j) => ({
      share,
      part: ((i === j ? 1 : 0) - chance - (1 - value) * (ofClass[i] + ofClass[j] - 2 * chance)) / (1 - chance),
    })),
  );
  return sum(parts.map(({ share, part }) => share * (part - value) ** 2));
}

function intervalOfCounts(
  measure: (data: { counts: number[][] }) => TestResult,
  table: readonly (readonly number[])[],
  correct: (bound: number, units: number) => number,
): [number, number] | null {
  const counts = table.flatMap((row, i) =>
    row.flatMap((count, j) => {
      const unit = row.map((_, k) => (k === i ? 1 : 0) + (k === j ? 1 : 0));
      return Array.from({ length: count }, () => unit);
    }),
  );
  const interval = measure({ counts }).interval as [number, number] | null;
  return interval && [correct(interval[0], counts.length), correct(interval[1], counts.length)];
}

interface Studies {
  simulatedHalfWidth: number | null;
  coverage: number | null;
  power?: number | null;
}

/** The intervals of so many units: half width on average, how often they hold the truth or lie above `least`. */
function simulated(
  coefficient: Coefficient,
  cells: readonly number[][],
  units: number,
  value: number,
  { least, runs, seed }: { least?: number; runs: number; seed: number },
): Studies {
  const random = new Random(seed);
  const k = cells.length;
  const truth = coefficient.ofUnits(value, units);
  const bounds: number[] = [];
  cells.flat().forEach((share, i) => void bounds.push((bounds[i - 1] ?? 0) + share));
  const intervals: [number, number][] = [];
  for (let run = 0; run < runs; run++) {
    const table = cells.map(() => new Array<number>(k).fill(0));
    for (let unit = 0; unit < units; unit++) {
      const drawn = random.uniform();
      const found = bounds.findIndex((bound) => drawn < bound);
      const cell = found < 0 ? bounds.length - 1 : found;
      table[Math.floor(cell / k)][cell % k]++;
    }
    const interval = coefficient.intervalOf(table);
    if (interval) intervals.push(interval);
  }
  const mean = (of: (interval: [number, number]) => number) =>
    intervals.length === 0 ? null : sum(intervals.map(of)) / intervals.length;
  return {
    simulatedHalfWidth: mean(([low, high]) => (high - low) / 2),
    coverage: mean(([low, high]) => (low <= truth && truth <= high ? 1 : 0)),
    ...(least === undefined ? {} : { power: mean(([low]) => (low > least ? 1 : 0)) }),
  };
}

const agreement = z.number().min(0).lt(1);
const wish = z.object({
  margins: z.array(z.number().min(0)).min(2),
  halfWidth: z.number().min(0.01).lt(1),
  least: z.number().min(0).lt(1).optional(),
  simulations: z.number().int().min(FEWEST_SIMULATIONS).max(10_000).default(1000),
  seed: z.number().int().min(0).default(1),
});
const EXAMPLE = { margins: [0.5, 0.3, 0.2], halfWidth: 0.1, least: 0.6 };

export const KAPPA_SAMPLE_SIZE = statistic({
  name: 'kappa-sample-size',
  summary: say('statistic.kappa-sample-size'),
  data: wish.extend({ kappa: agreement }),
  example: { ...EXAMPLE, kappa: 0.8 },
  run: ({ kappa, ...rest }) => sampleSize(KAPPA, kappa, rest),
});

export const ALPHA_SAMPLE_SIZE = statistic({
  name: 'alpha-sample-size',
  summary: say('statistic.alpha-sample-size'),
  data: wish.extend({ alpha: agreement }),
  example: { ...EXAMPLE, alpha: 0.8 },
  run: ({ alpha, ...rest }) => sampleSize(ALPHA, alpha, rest),
});

export const AC1_SAMPLE_SIZE = statistic({
  name: 'ac1-sample-size',
  summary: say('statistic.ac1-sample-size'),
  data: wish.extend({ ac1: agreement }),
  example: { ...EXAMPLE, ac1: 0.8 },
  run: ({ ac1: value, ...rest }) => sampleSize(AC1, value, rest),
});
