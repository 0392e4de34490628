import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { playedSongs } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { upTo } from '../data/unplayed.ts';
import { fitAls } from '../factors/als.ts';
import { PreferenceFoldIn } from '../factors/fold-in.ts';
import { fitRatingFactors } from '../factors/rating-factors.ts';
import { savedNetworkInputs } from '../networks/saved.ts';
import type { NetworkResult } from '../networks/task.ts';
import { RATING_FACTOR_OPTIONS, ratingFactorSettings } from './factor-options.ts';
import { ARTIST_SONGS_OPTION } from './artist-songs.ts';
import { heldBackAuc } from './held-back-auc.ts';
import {
  type Certainty,
  type FitContext,
  type FitFacts,
  type FittedModel,
  type ModelDefinition,
  numberOption,
  type Options,
} from './model.ts';
import {
  columnsOf,
  makeTask,
  type NetworkModel,
  type NetworkTargets,
  type PreparedTask,
  predictCatalogue,
} from './network-task.ts';
import {
  CONFIDENCE,
  type FactorPair,
  fittedFromFactors,
  loadFromFactors,
  type PreferenceSide,
} from './predicted-factors.ts';
import { fitTagTower } from './tag-tower.ts';

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
    name: 'min-listeners',
    kind: 'integer',
    defaultValue: 3,
    minimum: 1,
    maximum: 10_000,
    help: say('model.fewest-listeners'),
  },
];

/** Of the factorisation whose song factors the network predicts. */
const PREFERENCE_OPTIONS: ModelDefinition['options'] = [
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
];

/** Of the tower, and of the factorisation whose listeners it ranks for. */
const TOWER_OPTIONS: ModelDefinition['options'] = [
  ARTIST_SONGS_OPTION,
  {
    name: 'alpha',
    kind: 'number',
    defaultValue: 39,
    minimum: 0,
    maximum: 1000,
    help: say('model.confidence-in-preference'),
    search: [9, 19, 39, 99],
  },
  {
    name: 'reg-preference',
    kind: 'number',
    defaultValue: 100,
    minimum: 0,
    maximum: 10_000,
    help: say('model.regularisation-of-preferences'),
    search: [30, 100, 300],
  },
  {
    name: 'preference-k',
    kind: 'integer',
    defaultValue: 64,
    minimum: 1,
    maximum: 512,
    help: say('model.factors-of-preference'),
    search: [32, 64, 128],
  },
  {
    name: 'ranking-epochs',
    kind: 'integer',
    defaultValue: 10,
    minimum: 1,
    maximum: 500,
    help: say('model.ranking-epochs'),
  },
  {
    name: 'ranking-rate',
    kind: 'number',
    defaultValue: 0.01,
    minimum: 1e-6,
    maximum: 1,
    help: say('model.ranking-rate'),
  },
  {
    name: 'ranking-reg',
    kind: 'number',
    defaultValue: 0.003,
    minimum: 0,
    maximum: 10,
    help: say('model.ranking-penalty'),
    search: [0.001, 0.003, 0.01],
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
 * (2013). It predicts two sets at once, both learned from the training rows: Funk-SVD's with the song's bias, which
 * rate (μ + b_u + b̂_i + p_u · q̂_i; new songs are rated like old ones), and those of weighted matrix factorisation,
 * which rank. Where a tower ranks, the network predicts the first only.
 */
export function factorNetwork(definition: NetworkModel): NetworkModelDefinition {
  const { type, title, summary, colour, capabilities, needs, tower, moreOptions = [] } = definition;
  const fitAtEpochs: NetworkModelDefinition['fitAtEpochs'] = async (set, options, context, epochs) => {
    const model = definition.withOptions?.(options) ?? definition;
    if (!context.network) throw new AppError('unavailable', say('model.needs-trainer', { type }));
    const fit = await fitTargets(model, set, options, context);
    const prepared = await makeTask(model, set, fit.targets, options, context);
    const task = { ...prepared.task, ...(epochs.length > 0 ? { snapshots: epochs } : {}) };
    const result = await context.network.train(task, {
      progress: (fraction, live) =>
        context.progress(FACTORS_SHARE_OF_TIME + (1 - FACTORS_SHARE_OF_TIME) * fraction, live),
    });
    const facts: FitFacts = {
      loss: result.loss,
      validationLoss: result.validationLoss,
      engine: result.engine,
      chosen: { ...fit.facts.chosen, epoch: result.bestEpoch, songs: task.trainingRows.length },
    };
    const at = new Map<number, FittedModel>();
    for (const [epoch, weights] of result.snapshots)
      at.set(epoch, await withWeights(model, set, fit, prepared, context, weights));
    return { best: await withWeights(model, set, fit, prepared, context, result.weights, facts), at };
  };
  return {
    type,
    title,
    summary,
    colour,
    capabilities,
    givesRatings: true,
    scoreMeaning: 'preference',
    neural: true,
    stochastic: true,
    needs,
    placesUnplayed: true,
    options: [
      ...moreOptions,
      ...RATING_FACTOR_OPTIONS,
      ...NETWORK_OPTIONS,
      ...(tower ? TOWER_OPTIONS : PREFERENCE_OPTIONS),
    ],
    fit: async (set, options, context) => (await fitAtEpochs(set, options, context, [])).best,
    fitAtEpochs,
    load: (saved) => loadFromFactors(type, saved),
  };
}

async function fitTargets(
  model: NetworkModel,
  set: TrainingSet,
  options: Options,
  context: FitContext,
): Promise<{ targets: NetworkTargets; preference: PreferenceSide; facts: FitFacts; certainty: Certainty | null }> {
  const rating = await fitRatingFactors(set, ratingFactorSettings(options), context.seed, (fraction) =>
    context.progress(0.5 * fraction * FACTORS_SHARE_OF_TIME),
  );
  const progress: FitContext['progress'] = (fraction, live) =>
    context.progress((0.5 + 0.5 * fraction) * FACTORS_SHARE_OF_TIME, live);
  if (model.tower) {
    const { predicted, certainty, chosen, ...rest } = await fitTagTower(set, options, { ...context, progress });
    return {
      targets: { rating, preference: null },
      preference: { ...rest, q: predicted },
      facts: { chosen },
      certainty,
    };
  }
  const own = { alpha: numberOption(options, 'alpha'), reg: numberOption(options, 'reg-preference') };
  const als = {
    ...own,
    k: rating.k,
    iterations: ALS_ITERATIONS,
    confidence: CONFIDENCE,
    threads: context.threads,
  } as const;
  const factors = await fitAls(set.interactions, als, derivedSeed(context.seed, 'als'), progress);
  return {
    targets: { rating, preference: factors },
    preference: { ...factors, ...own, confidence: CONFIDENCE },
    facts: {},
    certainty: null,
  };
}

/** The fitted model whose songs have what these weights predict. */
async function withWeights(
  model: NetworkModel,
  set: TrainingSet,
  { targets, preference, certainty }: Awaited<ReturnType<typeof fitTargets>>,
  prepared: PreparedTask,
  context: FitContext,
  weights: NetworkResult['weights'],
  facts?: FitFacts,
): Promise<FittedModel> {
  const { task, scales } = prepared;
  const { rating } = targets;
  const { predicted, usable } = await predictCatalogue(model, set, prepared, targets, weights, context);
  const columns = (from: number, to: number) => columnsOf(predicted, task.outputs, from, to);
  const pair: FactorPair = {
    rating: {
      ...rating,
      q: columns(0, rating.k),
      songs: columns(rating.k, rating.k + 1),
      known: usable,
      predictsBias: true,
    },
    preference: targets.preference
      ? {
          ...preference,
          q: Float32Array.from(columns(rating.k + 1, task.outputs)),
          taught: upTo(playedSongs(set.interactions), usable.length),
        }
      : preference,
  };
  const { inputs } = task;
  const network = {
    kind: model.network,
    outputs: task.outputs,
    ratingFactors: rating.k,
    predictsBias: true,
    weights,
    ...savedNetworkInputs(inputs),
    ...(model.vectorSet === undefined ? {} : { vectorSet: model.vectorSet }),
    hears: inputs.kind === 'mel' || (model.hears ?? false),
    scales,
  };
  return fittedFromFactors(
    model.type,
    pair,
    set.scale,
    network,
    facts ? (certainty ?? (await judgedBy(set, pair.preference, task.validationRows, context))) : null,
    facts,
  );
}

/** By songs that the network has not been trained on; listeners are folded in from their other songs. */
function judgedBy(
  set: TrainingSet,
  preference: PreferenceSide,
  songs: Uint32Array,
  context: FitContext,
): Promise<Certainty> {
  const foldIn = new PreferenceFoldIn(preference);
  return heldBackAuc(set, (history) => foldIn.listener(history), preference.q, preference.k, songs, context);
}
