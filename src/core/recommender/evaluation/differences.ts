import type { Statistics } from '../../../shared/contract/evaluation-statistics.ts';
import { mean } from '../../statistics/descriptive.ts';
import { tQuantile } from '../../statistics/distributions.ts';
import { percentileInterval } from '../../statistics/intervals.ts';
import { RESAMPLES, resamples, weightedSum } from '../../statistics/resamples.ts';
import { adjustP } from '../../statistics/tests/adjust.ts';
import { pairedTest } from '../../statistics/tests/paired-t.ts';
import { ndcg } from '../measures/lists.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import type { CrossedBootstrap } from './crossed.ts';
import { type ComparedFold, perUnit, type Units } from './units.ts';

type OverBestPart = NonNullable<Statistics['overBestPart']>[number];
type PairedTest = ReturnType<typeof pairedTest>;
type Judged = ReturnType<CrossedBootstrap['judge']>;

/** Where songs are held out: both samples drawn again, with the columns of each model in every draw. */
export interface Crossed {
  bootstrap: CrossedBootstrap;
  replicates: Record<string, Record<string, Float64Array>>;
}

/** Of models that are built from others, what they add to the part that was best alone on the rows set aside. */
export async function overBestPart(
  records: Record<string, ComparedFold[]>,
  columns: Record<string, Units>,
  cutoffs: readonly number[],
  seed: number,
  crossed: Crossed | null,
  context: Reporting,
): Promise<Statistics['overBestPart']> {
  const found: (Omit<OverBestPart, 'lower' | 'upper'> & { differences: number[]; own?: Judged })[] = [];
  for (const [model, own] of Object.entries(records)) {
    const singles = own.map(({ repeats, test }) => ({
      test,
      repeats: repeats.flatMap(({ bestAlone }) => bestAlone ?? []),
    }));
    if (singles.some(({ repeats }, fold) => repeats.length < own[fold].repeats.length)) continue;
    const parts = [...new Set(singles.flatMap(({ repeats }) => repeats.map(({ type }) => type)))];
    const alone = singles.map(({ test, repeats }) => ({ test, repeats: repeats.map(({ measured }) => measured) }));
    const single = await perUnit(alone, context);
    const drawn = await crossed?.bootstrap.replicates(
      alone,
      cutoffs.map((n) => ({ measure: ndcg, n })),
      context,
    );
    for (const cutoff of cutoffs) {
      const measure = `${ndcg.name}@${cutoff}`;
      const [one, other] = [columns[model].values[measure], single.values[measure]];
      const differences = Array.from(one, (value, unit) => value - other[unit]).filter((own) => !Number.isNaN(own));
      const difference = mean(differences);
      const own = drawn && crossed?.bootstrap.judge(difference, crossed.replicates[model][measure], drawn[measure]);
      found.push({ model, parts, measure, n: differences.length, difference, differences, own });
    }
  }
  if (found.length === 0) return undefined;
  const bounds = await boundsOfMeans(
    found.map(({ differences }) => differences),
    seed,
    context,
  );
  return found.map(({ differences: _, own, ...one }, i) => ({
    ...one,
    lower: own?.lower ?? bounds[i][0],
    upper: own?.upper ?? bounds[i][1],
  }));
}

/** Every pair of models on one measure; the pairs are one family for Holm. */
export async function testsOf(
  models: readonly string[],
  columns: Record<string, Units>,
  measure: string,
  seed: number,
  crossed: Crossed | null,
  context: Reporting,
): Promise<Statistics['tests']> {
  const withIt = models.filter((model) => columns[model].values[measure]);
  const pairs = withIt.flatMap((a, i) => withIt.slice(i + 1).map((b) => ({ a, b })));
  const found: (PairedTest & { a: string; b: string; measure: string; differences: number[]; own?: Judged })[] = [];
  for (const [done, { a, b }] of pairs.entries()) {
    if (heldLong()) await giveWay(context, done / pairs.length);
    const [one, other] = [columns[a].values[measure], columns[b].values[measure]];
    const both = Array.from(one.keys()).filter((unit) => !Number.isNaN(one[unit]) && !Number.isNaN(other[unit]));
    const differences = both.map((unit) => one[unit] - other[unit]);
    const test = pairedTest(pick(one, both), pick(other, both));
    const [drawnOne, drawnOther] = [a, b].map((model) => crossed?.replicates[model][measure]);
    const own = drawnOne && drawnOther && crossed?.bootstrap.judge(test.difference, drawnOne, drawnOther);
    found.push({ a, b, measure, ...test, ...(own ? { p: own.p } : {}), differences, own });
  }
  const adjusted = adjustP(
    found.map(({ p }) => p),
    'holm',
  );
  const bounds = await boundsOfMeans(
    found.map(({ differences }) => differences),
    seed,
    context,
  );
  return found.map(({ differences: _, own, ...test }, i) => {
    const [lower, upper] = own ? [own.lower, own.upper] : bounds[i];
    const freedom = own && crossed ? crossed.bootstrap.freedom : test.n - 1;
    const simultaneous = widened(test.difference, [lower, upper], found.length, freedom);
    return { ...test, pHolm: adjusted[i], lower, upper, simultaneous };
  });
}

/**
 * Bounds of 95 % that hold for all pairs of a measure together (Bonferroni): those of one pair, widened as quantiles of
 * t are. Holm's steps have no intervals of their own.
 */
export function widened(
  difference: number,
  [lower, upper]: readonly [number, number],
  pairs: number,
  freedom: number,
): [number, number] {
  if (freedom < 1) return [lower, upper];
  const factor = tQuantile(1 - 0.025 / pairs, freedom) / tQuantile(0.975, freedom);
  return [difference - factor * (difference - lower), difference + factor * (upper - difference)];
}

function pick(values: Float64Array, units: readonly number[]): Float64Array {
  return Float64Array.from(units, (unit) => values[unit]);
}

/** Arrays of one length share their resamples: drawing takes longer than summing. */
async function boundsOfMeans(all: readonly number[][], seed: number, context: Reporting): Promise<[number, number][]> {
  const bounds: [number, number][] = new Array(all.length);
  for (const length of new Set(all.map((values) => values.length))) {
    const own = Array.from(all.keys()).filter((i) => all[i].length === length);
    const values = own.map((i) => Float64Array.from(all[i]));
    const drawn = own.map(() => new Float64Array(RESAMPLES));
    let sample = 0;
    for (const weights of resamples(new Array(length).fill(0), RESAMPLES, seed)) {
      for (let i = 0; i < own.length; i++) {
        if (heldLong()) await giveWay(context, sample / RESAMPLES);
        drawn[i][sample] = weightedSum(values[i], weights) / length;
      }
      sample++;
    }
    own.forEach((at, i) => {
      bounds[at] = percentileInterval(drawn[i]);
    });
  }
  return bounds;
}
