import type { Statistics } from '../../../shared/contract/evaluation-statistics.ts';
import { mean } from '../../statistics/descriptive.ts';
import { percentileInterval } from '../../statistics/intervals.ts';
import { RESAMPLES, resamples, weightedSum } from '../../statistics/resamples.ts';
import { holm } from '../../statistics/tests/adjust.ts';
import { pairedTest } from '../../statistics/tests/paired-t.ts';
import { ndcg } from '../measures/lists.ts';
import { type ComparedFold, perUnit, type Units } from './units.ts';

/** Of models that are built from others, what they add to the part that was best alone on the rows set aside. */
export function overBestPart(
  records: Record<string, ComparedFold[]>,
  columns: Record<string, Units>,
  cutoffs: readonly number[],
  seed: number,
): Statistics['overBestPart'] {
  const found = Object.entries(records).flatMap(([model, own]) => {
    const singles = own.map(({ repeats, test }) => ({
      test,
      repeats: repeats.flatMap(({ bestAlone }) => bestAlone ?? []),
    }));
    if (singles.some(({ repeats }, fold) => repeats.length < own[fold].repeats.length)) return [];
    const parts = [...new Set(singles.flatMap(({ repeats }) => repeats.map(({ type }) => type)))];
    const single = perUnit(
      singles.map(({ test, repeats }) => ({ test, repeats: repeats.map(({ measured }) => measured) })),
    );
    return cutoffs.map((cutoff) => {
      const measure = `${ndcg.name}@${cutoff}`;
      const [one, other] = [columns[model].values[measure], single.values[measure]];
      const differences = Array.from(one, (value, unit) => value - other[unit]).filter((own) => !Number.isNaN(own));
      return { model, parts, measure, n: differences.length, difference: mean(differences), differences };
    });
  });
  if (found.length === 0) return undefined;
  const bounds = boundsOfMeans(
    found.map(({ differences }) => differences),
    seed,
  );
  return found.map(({ differences: _, ...one }, i) => ({ ...one, lower: bounds[i][0], upper: bounds[i][1] }));
}

/** Every pair of models on one measure; the pairs are one family for Holm. */
export function testsOf(
  models: readonly string[],
  columns: Record<string, Units>,
  measure: string,
  seed: number,
): Statistics['tests'] {
  const withIt = models.filter((model) => columns[model].values[measure]);
  const pairs = withIt.flatMap((a, i) => withIt.slice(i + 1).map((b) => ({ a, b })));
  const found = pairs.map(({ a, b }) => {
    const [one, other] = [columns[a].values[measure], columns[b].values[measure]];
    const both = Array.from(one.keys()).filter((unit) => !Number.isNaN(one[unit]) && !Number.isNaN(other[unit]));
    const differences = both.map((unit) => one[unit] - other[unit]);
    return { a, b, measure, ...pairedTest(pick(one, both), pick(other, both)), differences };
  });
  const adjusted = holm(found.map(({ p }) => p));
  const bounds = boundsOfMeans(
    found.map(({ differences }) => differences),
    seed,
  );
  return found.map(({ differences: _, ...test }, i) => ({
    ...test,
    pHolm: adjusted[i],
    lower: bounds[i][0],
    upper: bounds[i][1],
  }));
}

function pick(values: Float64Array, units: readonly number[]): Float64Array {
  return Float64Array.from(units, (unit) => values[unit]);
}

/** Arrays of one length share their resamples: drawing takes longer than summing. */
function boundsOfMeans(all: readonly number[][], seed: number): [number, number][] {
  const bounds: [number, number][] = new Array(all.length);
  for (const length of new Set(all.map((values) => values.length))) {
    const own = Array.from(all.keys()).filter((i) => all[i].length === length);
    const values = own.map((i) => Float64Array.from(all[i]));
    const drawn = own.map(() => new Float64Array(RESAMPLES));
    let sample = 0;
    for (const weights of resamples(new Array(length).fill(0), RESAMPLES, seed)) {
      for (let i = 0; i < own.length; i++) drawn[i][sample] = weightedSum(values[i], weights) / length;
      sample++;
    }
    own.forEach((at, i) => {
      bounds[at] = percentileInterval(drawn[i]);
    });
  }
  return bounds;
}
