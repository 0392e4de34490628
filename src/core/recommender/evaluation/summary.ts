import type { EvaluationResult } from '../../../shared/contract/recommender.ts';
import type { Statistics } from '../../../shared/contract/evaluation-statistics.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { mean, standardError } from '../../statistics/descriptive.ts';
import { percentileInterval } from '../../statistics/intervals.ts';
import { RESAMPLES, resamples, weightedSum } from '../../statistics/resamples.ts';
import { ndcg } from '../measures/lists.ts';
import { columnOf, type ListMeasure, type MeasureDefinition, type RatingMeasure } from '../measures/measure.ts';
import { MEASURES, RATING_MEASURES } from '../measures/registry.ts';
import { giveWay, heldLong, partOf, type Reporting } from '../numeric/yielding.ts';
import { CrossedBootstrap, type ListColumn } from './crossed.ts';
import { type Crossed, overBestPart, testsOf } from './differences.ts';
import { BANDS, type Values } from './measure.ts';
import { type Compared, type ComparedFold, type FoldRecord, perUnit, type Units } from './units.ts';

const HISTORY_GROUPS = 4;

/** Means over folds of means over seeds. */
export function meanValues(records: readonly FoldRecord[]): Values {
  return meanOf(records.map(({ repeats }) => meanOf(repeats.map(({ values }) => values))));
}

/** Every model's values fold by fold, and how many different listeners the folds tested. */
export function overFolds(
  records: Readonly<Record<string, readonly FoldRecord[]>>,
): Pick<EvaluationResult, 'folds' | 'testedListeners'> {
  const [any = []] = Object.values(records);
  return {
    folds: Object.fromEntries(Object.entries(records).map(([model, own]) => [model, byMeasure(own)])),
    testedListeners: new Set(any.flatMap(({ test }) => test.cases.map(({ who }) => who))).size,
  };
}

function byMeasure(records: readonly FoldRecord[]): Record<string, (number | null)[]> {
  const values = records.map((record) => meanValues([record]));
  return Object.fromEntries(Object.keys(values[0] ?? {}).map((name) => [name, values.map((fold) => fold[name])]));
}

/**
 * Whether listeners had nothing to choose from but what they played: whatever order a model gives, its lists are right,
 * and all models score 1. The area under the curve, which needs a song of each kind, is then not a number.
 */
export function withoutDistractors(records: Readonly<Record<string, readonly FoldRecord[]>>): Message[] {
  const [folds = []] = Object.values(records);
  const measured = folds.flatMap(({ repeats: [{ perListener }] }) => {
    const { auc, mrr } = perListener;
    return auc && mrr ? Array.from(auc, (area, i) => (Number.isNaN(mrr[i]) ? null : Number.isNaN(area))) : [];
  });
  const tested = measured.filter((one) => one !== null);
  const listeners = tested.filter(Boolean).length;
  if (listeners === 0) return [];
  if (listeners === tested.length) return [say('evaluation.nothing-to-choose', { listeners })];
  return [say('evaluation.some-without-choice', { listeners, tested: tested.length })];
}

function meanOf(all: readonly Values[]): Values {
  const result: Values = {};
  for (const name of Object.keys(all[0] ?? {})) {
    const values = all.map((one) => one[name]);
    result[name] = values.some((value) => value === null) ? null : mean(values as number[]);
  }
  return result;
}

/** What a comparison needs beside its means, with the bands of songs and listeners. */
export async function summarise(
  records: Record<string, FoldRecord[]>,
  lengths: { primary: number; cutoffs: readonly number[] },
  cold: boolean,
  seed: number,
  context: Reporting,
): Promise<Statistics> {
  const models = Object.keys(records);
  return {
    ...(await compare(records, lengths, cold, seed, context)),
    bands: {
      popularity: popularityBands(models, records),
      history: historyGroups(models, records, `ndcg@${lengths.primary}`),
    },
  };
}

/**
 * Errors, intervals and tests. Units are test listeners: a listener's value is the mean over folds and seeds, so
 * overlapping folds are no independent samples. Where songs are held out, differences and their tests come from the
 * crossed bootstrap over listeners and songs, and intervals of single models draw song splits first and listeners in
 * them. Variance over seeds is a different question and is reported separately.
 */
export async function compare(
  records: Record<string, ComparedFold[]>,
  { primary, cutoffs }: { primary: number; cutoffs: readonly number[] },
  cold: boolean,
  seed: number,
  context: Reporting,
): Promise<Omit<Statistics, 'bands'>> {
  const models = Object.keys(records);
  const columns = await eachOf(models, (model) => perUnit(records[model], partOf(context, 0, 0.1)));
  const tested = MEASURES.filter((measure) => measure.tested !== undefined).sort(
    (a, b) => (a.tested ?? 0) - (b.tested ?? 0),
  );
  const measures = tested
    .map((measure) => columnOf(measure, primary))
    .filter((name) => models.some((model) => columns[model].values[name]));
  const drawn = [...tested.filter(({ kind }) => kind !== 'rating'), ...MEASURES.filter(({ interval }) => interval)];
  const crossed = await crossedOver(
    records,
    [
      ...tested
        .filter((measure): measure is ListMeasure => measure.kind === 'list')
        .map((measure) => ({ measure, n: primary })),
      ...cutoffs.filter((n) => n !== primary).map((n) => ({ measure: ndcg, n })),
    ],
    derivedSeed(seed, 'crossed'),
    partOf(context, 0.1, 0.4),
  );
  const bootstrap = derivedSeed(seed, 'bootstrap');
  const drawing = partOf(context, 0.4, 0.6);
  const ofModels = await eachOf(models, (model) => intervals(records[model], drawn, primary, cold, bootstrap, drawing));
  const pairs = partOf(context, 0.6, 1);
  const over = await overBestPart(records, columns, cutoffs, derivedSeed(seed, 'differences'), crossed, pairs);
  const tests: Statistics['tests'] = [];
  for (const name of measures)
    tests.push(...(await testsOf(models, columns, name, derivedSeed(seed, 'differences'), crossed, pairs)));
  return {
    primary,
    standardErrors: Object.fromEntries(models.map((model) => [model, standardErrors(columns[model])])),
    intervals: ofModels,
    seeds: Object.fromEntries(
      models
        .filter((model) => records[model][0].repeats.length > 1)
        .map((model) => [model, spreadOverSeeds(records[model])]),
    ),
    tests,
    ...(over ? { overBestPart: over } : {}),
    differencesOver: crossed ? `listeners-and-${crossed.bootstrap.units.kind}` : 'listeners',
  };
}

async function eachOf<Value>(
  models: readonly string[],
  of: (model: string) => Promise<Value>,
): Promise<Record<string, Value>> {
  const found: Record<string, Value> = {};
  for (const model of models) found[model] = await of(model);
  return found;
}

/** Null if no songs were held out whole, or nothing was kept to draw them again. */
async function crossedOver(
  records: Record<string, ComparedFold[]>,
  lists: readonly ListColumn[],
  seed: number,
  context: Reporting,
): Promise<Crossed | null> {
  const [first] = Object.values(records);
  const units = first?.[0].test.redrawn;
  if (!units) return null;
  const bootstrap = await CrossedBootstrap.draw(first, units, seed, context);
  const replicates = await eachOf(Object.keys(records), (model) =>
    bootstrap.replicates(records[model], lists, context),
  );
  return { bootstrap, replicates };
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

async function intervals(
  records: readonly ComparedFold[],
  wanted: readonly MeasureDefinition[],
  primary: number,
  cold: boolean,
  seed: number,
  context: Reporting,
): Promise<Record<string, [number, number]>> {
  const groups = records.flatMap(({ test }, fold) => test.cases.map(() => (cold ? fold : 0)));
  const column = (of: (measured: Compared) => Float64Array) =>
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
  const errorsOf = ({ errors }: Compared) => errors as NonNullable<Compared['errors']>;
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
    if (heldLong()) await giveWay(context, sample / RESAMPLES);
    for (const { values, drawn } of ranked) drawn[sample] = weightedMean(values, weights);
    const n = errors.length > 0 ? weightedSum(rated, weights) : 0;
    for (const { sums, of, drawn } of errors) drawn[sample] = of(weightedSum(sums, weights) / n, test.scale);
    sample++;
  }
  return Object.fromEntries([...ranked, ...errors].map(({ name, drawn }) => [name, percentileInterval(drawn)]));
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
function spreadOverSeeds(records: readonly ComparedFold[]): Record<string, number> {
  const seeds = records[0].repeats.map((_, r) => meanOf(records.map(({ repeats }) => repeats[r].values)));
  return Object.fromEntries(
    Object.keys(seeds[0])
      .filter((name) => seeds.every((values) => values[name] !== null))
      .map((name) => [name, standardError(seeds.map((values) => values[name] as number)) * Math.sqrt(seeds.length)]),
  );
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
