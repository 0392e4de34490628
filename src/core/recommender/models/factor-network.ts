import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { derivedSeed } from '../../statistics/random.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { fitAls } from '../factors/als.ts';
import { PreferenceFoldIn } from '../factors/fold-in.ts';
import { fitRatingFactors } from '../factors/rating-factors.ts';
import type { NetworkResult } from '../networks/task.ts';
import { RATING_FACTOR_OPTIONS, ratingFactorSettings } from './factor-options.ts';
import { heldBackAuc } from './held-back-auc.ts';
import {
  type FitContext,
  type FitFacts,
  type FittedModel,
  type ModelDefinition,
  numberOption,
  type Options,
} from './model.ts';
import { makeTask, type NetworkModel, type PreparedTask, predictAll, unjoin } from './network-task.ts';
import { CONFIDENCE, type FactorPair, fittedFromFactors, loadFromFactors } from './predicted-factors.ts';

const FACTORS_SHARE_OF_TIME = 0.1;
const ALS_ITERATIONS = 12;

const NETWORK_OPTIONS: ModelDefinition['options'] = [
  {
    name: 'network-epochs',
    kind: 'integer',
    defaultValue: 20,
    minimum: 1,
    maximum: 500,
    help: say('model.epochs'),
  },
  {
    name: 'patience',
    kind: 'integer',
    defaultValue: 6,
    minimum: 0,
    maximum: 500,
    help: say('model.patience'),
  },
  { name: 'batch', kind: 'integer', defaultValue: 32, minimum: 1, maximum: 1024, help: say('model.batch') },
  {
    name: 'network-rate',
    kind: 'number',
    defaultValue: 0.002,
    minimum: 1e-6,
    maximum: 1,
    help: say('model.learning-rate-of-network'),
    search: [0.0005, 0.001, 0.002, 0.004],
  },
  {
    name: 'decay',
    kind: 'number',
    defaultValue: 0.02,
    minimum: 0,
    maximum: 10,
    help: say('model.weight-decay'),
    search: [0, 0.005, 0.02, 0.1],
  },
  {
    name: 'alpha',
    kind: 'number',
    defaultValue: 4,
    minimum: 0,
    maximum: 1000,
    help: say('model.confidence-in-preference'),
    search: [1, 4, 10],
  },
  {
    name: 'reg-preference',
    kind: 'number',
    defaultValue: 5,
    minimum: 0,
    maximum: 10_000,
    help: say('model.regularisation-of-preferences'),
    search: [1, 5, 20],
  },
  {
    name: 'min-listeners',
    kind: 'integer',
    defaultValue: 3,
    minimum: 1,
    maximum: 10_000,
    help: say('model.fewest-listeners'),
  },
];

export interface NetworkModelDefinition extends ModelDefinition {
  /** The model as it was after given epochs (from 1), for a figure over epochs, beside the best. */
  fitAtEpochs(
    set: TrainingSet,
    options: Options,
    context: FitContext,
    epochs: number[],
  ): Promise<{ best: FittedModel; at: Map<number, FittedModel> }>;
}

/**
 * A network that learns a song's latent factors from what the song is (its sound, its tags), after van den Oord et al.
 * (2013). It predicts two sets at once, both learned from the training rows:
 * Funk-SVD's, which rate (μ + b_u + p_u · q̂_i, without the song's own bias, so that new songs are scored like old
 * ones), and those of weighted matrix factorisation, which rank.
 */
export function factorNetwork(model: NetworkModel): NetworkModelDefinition {
  const { type, summary, colour, capabilities, needs } = model;
  const fitAtEpochs: NetworkModelDefinition['fitAtEpochs'] = async (set, options, context, epochs) => {
    if (!context.network) throw new AppError('unavailable', say('model.needs-trainer', { type }));
    const targets = await fitTargets(set, options, context);
    const prepared = makeTask(model, set, targets, options, context);
    const task = { ...prepared.task, ...(epochs.length > 0 ? { snapshots: epochs } : {}) };
    const result = await context.network.train(task, {
      progress: (fraction, live) =>
        context.progress(FACTORS_SHARE_OF_TIME + (1 - FACTORS_SHARE_OF_TIME) * fraction, live),
    });
    const facts: FitFacts = {
      loss: result.loss,
      validationLoss: result.validationLoss,
      engine: result.engine,
      chosen: { epoch: result.bestEpoch, songs: task.trainingRows.length },
    };
    const at = new Map<number, FittedModel>();
    for (const [epoch, weights] of result.snapshots)
      at.set(epoch, await withWeights(model, set, targets, prepared, context, weights));
    return { best: await withWeights(model, set, targets, prepared, context, result.weights, facts), at };
  };
  return {
    type,
    summary,
    colour,
    capabilities,
    givesRatings: true,
    scoreMeaning: 'preference',
    neural: true,
    stochastic: true,
    needs,
    options: [...RATING_FACTOR_OPTIONS, ...NETWORK_OPTIONS],
    fit: async (set, options, context) => (await fitAtEpochs(set, options, context, [])).best,
    fitAtEpochs,
    load: (saved) => loadFromFactors(type, saved),
  };
}

async function fitTargets(set: TrainingSet, options: Options, context: FitContext): Promise<FactorPair> {
  const rating = fitRatingFactors(set, ratingFactorSettings(options), context.seed, (fraction) =>
    context.progress(0.5 * fraction * FACTORS_SHARE_OF_TIME),
  );
  const [alpha, reg] = [numberOption(options, 'alpha'), numberOption(options, 'reg-preference')];
  const als = {
    k: rating.k,
    iterations: ALS_ITERATIONS,
    alpha,
    confidence: CONFIDENCE,
    reg,
    threads: context.threads,
  } as const;
  const preference = await fitAls(set.interactions, als, derivedSeed(context.seed, 'als'), (fraction) =>
    context.progress((0.5 + 0.5 * fraction) * FACTORS_SHARE_OF_TIME),
  );
  return { rating, preference: { ...preference, alpha, reg } };
}

/** The fitted model whose songs have the factors that these weights predict. */
async function withWeights(
  model: NetworkModel,
  set: TrainingSet,
  { rating, preference }: FactorPair,
  prepared: PreparedTask,
  context: FitContext,
  weights: NetworkResult['weights'],
  facts?: FitFacts,
): Promise<FittedModel> {
  const predicted = await predictAll(context, prepared, weights);
  const [q, preferenceQ] = unjoin(predicted, rating.k);
  const targets = {
    rating: { ...rating, q, known: prepared.usable },
    preference: { ...preference, q: Float32Array.from(preferenceQ) },
  };
  const { task, scales } = prepared;
  const mel = task.inputs.kind === 'joint' ? task.inputs.mel : task.inputs;
  const network =
    mel.kind === 'mel' && model.network !== 'joint'
      ? { kind: model.network, outputs: task.outputs, weights, mean: mel.mean, deviation: mel.deviation, scales }
      : null;
  const certainty = facts
    ? heldBackAuc(
        set,
        new PreferenceFoldIn({ ...targets.preference, confidence: CONFIDENCE }),
        targets.preference,
        task.validationRows,
      )
    : null;
  return fittedFromFactors(model.type, targets, set.scale, network, certainty, facts);
}
