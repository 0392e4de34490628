import type { Statistics } from '../../../shared/contract/recommender.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { holm } from '../../statistics/tests/adjust.ts';
import { mean, standardError } from '../../statistics/descriptive.ts';
import { percentileInterval } from '../../statistics/intervals.ts';
import { pairedTest } from '../../statistics/tests/paired-t.ts';
import { resamples } from '../../statistics/resamples.ts';
import { columnOf, type MeasureDefinition, type RatingMeasure } from '../measures/measure.ts';
import { MEASURES, RATING_MEASURES } from '../measures/registry.ts';
import { BANDS, type Measured, type TestRows, type Values } from './measure.ts';

const RESAMPLES = 1000;
const HISTORY_GROUPS = 4;

/** One model's results on one fold; several when it was fitted with several seeds. */
export interface FoldRecord {
  repeats: Measured[];
  test: TestRows;
}

/** Means over folds of means over seeds. */
export function meanValues(records: readonly FoldRecord[]): Values {
  return meanOf(records.map(({ repeats }) => meanOf(repeats.map(({ values }) => values))));
}

function meanOf(all: readonly Values[]): Values {
  const result: Values = {};
  for (const name of Object.keys(all[0] ?? {})) {
    const values = all.map((one) => one[name]);
    result[name] = values.some((value) => value === null) ? null : mean(values as number[]);
  }
  return result;
}

/**
 * What a comparison needs beside its means. Units are test listeners: a listener's value is the mean over folds and
 * seeds, so overlapping folds are no independent samples. In the cold
 * protocols the bootstrap draws song splits first and listeners within them. Variance over seeds is a different
 * question and is reported separately.
 */
export function summarise(
  records: Record<string, FoldRecord[]>,
  primary: number,
  cold: boolean,
  seed: number,
): Statistics {
  const models = Object.keys(records);
  const columns = Object.fromEntries(models.map((model) => [model, perUnit(records[model])]));
  const tested = MEASURES.filter((measure) => measure.tested !== undefined).sort(
    (a, b) => (a.tested ?? 0) - (b.tested ?? 0),
  );
  const measures = tested
    .map((measure) => columnOf(measure, primary))
    .filter((name) => models.some((model) => columns[model].values[name]));
  const drawn = [...tested.filter(({ kind }) => kind !== 'rating'), ...MEASURES.filter(({ interval }) => interval)];
  return {
    primary,
    standardErrors: Object.fromEntries(models.map((model) => [model, standardErrors(columns[model])])),
    intervals: Object.fromEntries(
      models.map((model) => [model, intervals(records[model], drawn, primary, cold, derivedSeed(seed, 'bootstrap'))]),
    ),
    seeds: Object.fromEntries(
      models
        .filter((model) => records[model][0].repeats.length > 1)
        .map((model) => [model, spreadOverSeeds(records[model])]),
    ),
    tests: measures.flatMap((name) => testsOf(models, columns, name, derivedSeed(seed, 'differences'))),
    bands: { popularity: popularityBands(models, records), history: historyGroups(models, records, `ndcg@${primary}`) },
  };
}

/**
 * Per dataset listener the mean over the folds in which it was tested; parallel arrays. Of a rating measure it is the
 * listener's mean error.
 */
interface Units {
  who: number[];
  values: Record<string, Float64Array>;
}

function perUnit(records: readonly FoldRecord[]): Units {
  const index = new Map<number, number>();
  for (const { test } of records) for (const { who } of test.cases) if (!index.has(who)) index.set(who, index.size);
  const values: Record<string, Float64Array> = {};
  for (const { name, of } of columnsOf(records[0].repeats[0])) {
    const sums = new Float64Array(index.size);
    const times = new Float64Array(index.size);
    for (const { repeats, test } of records) {
      test.cases.forEach(({ who }, c) => {
        const own = mean(repeats.map((measured) => of(measured, c)));
        if (Number.isNaN(own)) return;
        sums[index.get(who) as number] += own;
        times[index.get(who) as number]++;
      });
    }
    values[name] = sums.map((sum, i) => (times[i] > 0 ? sum / times[i] : Number.NaN));
  }
  return { who: [...index.keys()], values };
}

interface Column {
  name: string;
  /** The value of one case. */
  of(measured: Measured, at: number): number;
}

function columnsOf(first: Measured): Column[] {
  const errors = Object.keys(first.errors?.sums ?? {}).map((name) => ({
    name,
    of: ({ errors }: Measured, c: number) => (errors ? errors.sums[name][c] / errors.rated[c] : Number.NaN),
  }));
  const ranked = Object.keys(first.perListener).map((name) => ({
    name,
    of: ({ perListener }: Measured, c: number) => perListener[name][c],
  }));
  return [...errors, ...ranked];
}

/** For all measures of single listeners' rankings. */
function standardErrors({ values }: Units): Record<string, number> {
  const errors = new Set(RATING_MEASURES.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !errors.has(name))
      .map(([name, own]): [string, number] => [name, standardError(own.filter((value) => !Number.isNaN(value)))])
      .filter(([, error]) => !Number.isNaN(error)),
  );
}

function intervals(
  records: readonly FoldRecord[],
  wanted: readonly MeasureDefinition[],
  primary: number,
  cold: boolean,
  seed: number,
): Record<string, [number, number]> {
  const groups = records.flatMap(({ test }, fold) => test.cases.map(() => (cold ? fold : 0)));
  const column = (of: (measured: Measured) => Float64Array) =>
    records.flatMap(({ repeats }) =>
      Array.from(of(repeats[0]), (_, c) => mean(repeats.map((measured) => of(measured)[c]))),
    );
  const ranked = wanted
    .filter(({ kind }) => kind !== 'rating')
    .map((measure) => columnOf(measure, primary))
    .filter((name) => records.every(({ repeats }) => repeats[0].perListener[name]))
    .map((name) => ({
      name,
      values: column(({ perListener }) => perListener[name]),
      drawn: new Float64Array(RESAMPLES),
    }));
  const errorsOf = ({ errors }: Measured) => errors as NonNullable<Measured['errors']>;
  const rates = records.every(({ repeats }) => repeats[0].errors);
  const rated = rates ? column((measured) => errorsOf(measured).rated) : [];
  const errors = wanted
    .filter((measure): measure is RatingMeasure => measure.kind === 'rating' && rates)
    .map(({ name, of }) => ({
      name,
      of,
      sums: column((measured) => errorsOf(measured).sums[name]),
      drawn: new Float64Array(RESAMPLES),
    }));
  const [{ test }] = records;
  let sample = 0;
  for (const weights of resamples(groups, RESAMPLES, seed)) {
    for (const { values, drawn } of ranked) drawn[sample] = weightedMean(values, weights);
    const n = errors.length > 0 ? weightedSum(rated, weights) : 0;
    for (const { sums, of, drawn } of errors) drawn[sample] = of(weightedSum(sums, weights) / n, test.scale);
    sample++;
  }
  return Object.fromEntries([...ranked, ...errors].map(({ name, drawn }) => [name, percentileInterval(drawn)]));
}

function weightedSum(values: ArrayLike<number>, weights: Uint16Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * values[i];
  return sum;
}

function weightedMean(values: ArrayLike<number>, weights: Uint16Array): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0 || Number.isNaN(values[i])) continue;
    sum += weights[i] * values[i];
    n += weights[i];
  }
  return sum / n;
}

/** Standard deviation over seeds of the mean over folds. */
function spreadOverSeeds(records: readonly FoldRecord[]): Record<string, number> {
  const seeds = records[0].repeats.map((_, r) => meanOf(records.map(({ repeats }) => repeats[r].values)));
  return Object.fromEntries(
    Object.keys(seeds[0])
      .filter((name) => seeds.every((values) => values[name] !== null))
      .map((name) => [name, standardError(seeds.map((values) => values[name] as number)) * Math.sqrt(seeds.length)]),
  );
}

/** Every pair of models on one measure; the pairs are one family for Holm. */
function testsOf(
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

function popularityBands(
  models: readonly string[],
  records: Record<string, FoldRecord[]>,
): Statistics['bands']['popularity'] {
  const [first] = records[models[0]];
  return BANDS.map((label, band) => ({
    label,
    songs: first.test.bands.reduce((sum, own) => sum + (own === band ? 1 : 0), 0),
    relevant: records[models[0]].reduce((sum, { repeats }) => sum + repeats[0].bandHits.relevant[band], 0),
    recall: Object.fromEntries(
      models.map((model) => {
        const all = records[model].flatMap(({ repeats }) => repeats.map(({ bandHits }) => bandHits));
        const relevant = all.reduce((sum, one) => sum + one.relevant[band], 0);
        return [model, relevant === 0 ? null : all.reduce((sum, one) => sum + one.hits[band], 0) / relevant];
      }),
    ),
  })).filter(({ relevant }) => relevant > 0);
}

/** Quarters of the test listeners by how many songs a model sees of them. */
function historyGroups(
  models: readonly string[],
  records: Record<string, FoldRecord[]>,
  measure: string,
): Statistics['bands']['history'] {
  if (!records[models[0]][0].repeats[0].perListener[measure]) return [];
  const sizes = records[models[0]].flatMap(({ test }) => test.cases.map(({ history }) => history.items.length));
  const sorted = Float64Array.from(sizes).sort();
  const limits = Array.from(
    { length: HISTORY_GROUPS + 1 },
    (_, i) => sorted[Math.min(sorted.length - 1, Math.floor((i * sorted.length) / HISTORY_GROUPS))],
  );
  return Array.from({ length: HISTORY_GROUPS }, (_, group) => {
    const inside = (size: number) =>
      size >= limits[group] && (group === HISTORY_GROUPS - 1 ? true : size < limits[group + 1]);
    const units = Array.from(sizes.keys()).filter((unit) => inside(sizes[unit]));
    const own = units.map((unit) => sizes[unit]);
    const values = models.map((model) => {
      const all = records[model].flatMap(({ repeats }) =>
        Array.from(repeats[0].perListener[measure], (_, c) =>
          mean(repeats.map(({ perListener }) => perListener[measure][c])),
        ),
      );
      return [
        model,
        units.length === 0
          ? null
          : weightedMean(
              all,
              Uint16Array.from(all, (_, unit) => (inside(sizes[unit]) ? 1 : 0)),
            ),
      ] as const;
    });
    return {
      from: own.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      to: own.reduce((a, b) => Math.max(a, b), 0),
      listeners: units.length,
      value: Object.fromEntries(values),
    };
  }).filter(({ listeners }) => listeners > 0);
}
