import type { EvaluationResult, EvaluationSpec } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Dataset, datasetHash, type Interactions } from '../data/dataset.ts';
import { FitSession } from '../models/fit-session.ts';
import type { FittedModel, History, TrainingSet } from '../models/model.ts';
import { modelDefinition } from '../models/registry.ts';
import type { NetworkTrainer } from '../networks/task.ts';
import { derivedSeed } from '../random.ts';
import { fitRatings } from '../ratings.ts';
import { type HeldOut, heldOutByListener } from './held-out.ts';
import { RANKING_MEASURES, rankingMeasures, ratingErrors, topN } from './metrics.ts';
import { listenerFolds, ratingFolds, type Split } from './split.ts';

const TEST_SHARE = 0.2;
/** Listeners with fewer songs keep them all for training and are no test listeners. */
const FEWEST_SONGS_TO_RANK = 5;

export interface EvaluationContext {
  network: NetworkTrainer | null;
  /** 0 to 1; throws when the run was cancelled. */
  progress(fraction: number, live?: Record<string, unknown>): void;
  /** A model that is not fitted but given, such as the truth behind synthetic data. */
  oracle?: { name: string; scores(listener: number, out: Float64Array): void };
  /** Also measure rating errors on a ranking split, so that one fit serves both. */
  withRatings?: boolean;
}

type Values = Record<string, number | null>;

/** Fits every model afresh on each fold's training rows and measures it on the held-out rows. */
export async function evaluate(data: Dataset, spec: EvaluationSpec, context: EvaluationContext): Promise<EvaluationResult> {
  const started = performance.now();
  for (const model of spec.models) modelDefinition(model);
  const splits = makeSplits(data.interactions, spec);
  const folds: Record<string, Values[]> = Object.fromEntries([...spec.models, ...(context.oracle ? [context.oracle.name] : [])].map((model) => [model, []]));
  const result: EvaluationResult = {
    protocol: spec.protocol,
    conversion: spec.conversion,
    seed: spec.seed,
    models: {},
    counts: {},
    range: { minimum: 0, maximum: 0 },
    engine: null,
    dataHash: datasetHash(data),
    seconds: 0,
    notes: notesFor(spec, data),
    fits: {},
  };
  for (let fold = 0; fold < spec.folds; fold++) {
    const foldProgress = (fraction: number, live?: Record<string, unknown>) => context.progress((fold + fraction) / spec.folds, live);
    await evaluateFold(data, splits(fold), spec, fold, { ...context, progress: foldProgress }, folds, result);
  }
  for (const [model, values] of Object.entries(folds)) result.models[model] = meanOfFolds(values);
  if (spec.folds > 1) result.folds = Object.fromEntries(Object.entries(folds).map(([model, values]) => [model, transpose(values)]));
  result.seconds = (performance.now() - started) / 1000;
  return result;
}

function makeSplits(data: Interactions, spec: EvaluationSpec): (fold: number) => Split {
  const seed = derivedSeed(spec.seed, 'split');
  if (spec.protocol === 'ratings') {
    if (spec.conversion === 'binary' && data.counts.every((count) => count === data.counts[0]))
      throw new AppError('bad-input', 'Every play count is the same, so the binary conversion leaves nothing to predict. Choose another conversion or the ranking protocol.');
    return ratingFolds(data, spec.folds, TEST_SHARE, seed);
  }
  return listenerFolds(data, spec.folds, TEST_SHARE, Math.max(FEWEST_SONGS_TO_RANK, spec.folds), seed);
}

async function evaluateFold(data: Dataset, split: Split, spec: EvaluationSpec, fold: number, context: EvaluationContext, folds: Record<string, Values[]>, result: EvaluationResult): Promise<void> {
  const { ratings, scale } = fitRatings(spec.conversion, split.training);
  if (spec.protocol === 'ratings' && !(scale.maximum > scale.minimum))
    throw new AppError('bad-input', `All training ratings are ${scale.minimum}, so there is nothing to predict. Choose another conversion or the ranking protocol.`);
  const set: TrainingSet = { interactions: split.training, ratings, scale, features: data.features };
  const test = testRows(split, set);
  result.range = { minimum: scale.minimum, maximum: scale.maximum };
  Object.assign(result.counts, fold === 0 ? test.counts : addCounts(result.counts, test.counts));
  const session = new FitSession(context.network, derivedSeed(spec.seed, `fold-${fold}`));
  for (let m = 0; m < spec.models.length; m++) {
    const model = spec.models[m];
    const fitStarted = performance.now();
    const fitted = await session.fit(model, set, spec.options[model] ?? {}, (fraction, live) => context.progress((m + 0.9 * fraction) / spec.models.length, { model, ...live }));
    result.fits[model] = { seconds: (performance.now() - fitStarted) / 1000, loss: fitted.facts?.loss ?? [], chosen: fitted.facts?.chosen ?? {} };
    result.engine = fitted.facts?.engine ?? result.engine;
    folds[model].push(measure(fitted, set, test, spec, context));
    context.progress((m + 1) / spec.models.length, { model });
  }
  if (context.oracle) {
    const { oracle } = context;
    folds[oracle.name].push(rankingValues((history, out) => oracle.scores(history.listener, out), set, test, spec.cutoffs));
  }
}

interface TestRows {
  listeners: HeldOut[];
  /** Per listener, those of the items that some training listener played. */
  known: Uint8Array;
  counts: Record<string, number>;
}

/** Test rows by listener. A listener without a training row, or a song without one, has no rating to predict: such rows are left out of rating errors and counted. */
function testRows(split: Split, set: TrainingSet): TestRows {
  const known = new Uint8Array(split.training.songs);
  for (const song of split.training.items) known[song] = 1;
  const listeners: HeldOut[] = [];
  let skippedListeners = 0;
  let unknownRows = 0;
  for (const one of heldOutByListener(split, set)) {
    if (one.history.items.length === 0) {
      skippedListeners++;
      unknownRows += one.items.length;
      continue;
    }
    for (const item of one.items) if (!known[item]) unknownRows++;
    listeners.push(one);
  }
  if (listeners.length === 0) throw new AppError('bad-input', 'The test set is empty: no listener has enough songs to hold some out. Import more plays.');
  return {
    listeners,
    known,
    counts: {
      trainingRows: split.training.items.length,
      testRows: split.testItems.length,
      testRowsWithoutTraining: unknownRows,
      testListeners: listeners.length,
      listenersSkipped: skippedListeners,
      songs: split.training.songs,
    },
  };
}

function measure(model: FittedModel, set: TrainingSet, test: TestRows, spec: EvaluationSpec, context: EvaluationContext): Values {
  const values: Values = {};
  if (spec.protocol === 'ratings' || context.withRatings) Object.assign(values, ratingValues(model, set, test));
  if (spec.protocol === 'ranking')
    Object.assign(
      values,
      rankingValues((history, out) => model.scores(history, out), set, test, spec.cutoffs),
    );
  return values;
}

function ratingValues(model: FittedModel, set: TrainingSet, test: TestRows): Values {
  if (!model.ratings) return { mae: null, nmae: null, mse: null, rmse: null, msle: null };
  const truth: number[] = [];
  const predicted: number[] = [];
  for (const { history, items, truth: own } of test.listeners) {
    const out = new Float64Array(items.length);
    model.ratings(history, items, out);
    for (let i = 0; i < items.length; i++) {
      if (!test.known[items[i]]) continue;
      truth.push(own[i]);
      predicted.push(out[i]);
    }
  }
  return { ...ratingErrors(truth, predicted, set.scale.minimum, set.scale.maximum) };
}

/** Ranks all songs but the listener's training songs; every held-out play is relevant. */
function rankingValues(score: (history: History, out: Float64Array) => void, set: TrainingSet, test: TestRows, cutoffs: readonly number[]): Values {
  const scores = new Float64Array(set.interactions.songs);
  const mask = new Uint8Array(set.interactions.songs);
  const sums = new Map<string, number>();
  const longest = Math.max(...cutoffs);
  for (const { history, items } of test.listeners) {
    score(history, scores);
    for (const item of history.items) mask[item] = 1;
    const ranked = topN(scores, (item) => mask[item] === 1, longest);
    for (const item of history.items) mask[item] = 0;
    const relevant = new Set(items);
    for (const n of cutoffs) {
      const measures = rankingMeasures(ranked, relevant, n);
      if (measures) for (const name of RANKING_MEASURES) sums.set(`${name}@${n}`, (sums.get(`${name}@${n}`) ?? 0) + measures[name]);
    }
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, sum / test.listeners.length]));
}

function meanOfFolds(values: readonly Values[]): Values {
  const mean: Values = {};
  for (const name of Object.keys(values[0] ?? {})) {
    const all = values.map((fold) => fold[name]);
    mean[name] = all.some((value) => value === null) ? null : (all as number[]).reduce((sum, value) => sum + value, 0) / all.length;
  }
  return mean;
}

function transpose(values: readonly Values[]): Record<string, (number | null)[]> {
  return Object.fromEntries(Object.keys(values[0] ?? {}).map((name) => [name, values.map((fold) => fold[name])]));
}

function addCounts(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(b).map(([name, value]) => [name, (a[name] ?? 0) + value]));
}

function notesFor(spec: EvaluationSpec, data: Dataset): string[] {
  const notes: string[] = [];
  if (spec.conversion === 'percentile')
    notes.push('Within-listener percentiles give every listener the mean 3, so listener biases carry nothing and rating errors prove little: compare with the global-mean row.');
  if (data.mismatchedSongs > 0) notes.push(`${data.mismatchedSongs} songs on the mismatch list were left out.`);
  return notes;
}
