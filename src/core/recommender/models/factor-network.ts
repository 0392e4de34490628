import { type SongFeatures, songListeners } from '../data/dataset.ts';
import { RELEVANT, wholeRanking } from '../measures/metrics.ts';
import { fitAls, type PreferenceFactors } from '../factors/als.ts';
import { FactorScorer } from '../factors/factor-scorer.ts';
import { PreferenceFoldIn } from '../factors/fold-in.ts';
import { dotAt } from '../numeric/linear-solve.ts';
import type { NetworkInputs, NetworkKind, NetworkResult, NetworkTask } from '../networks/task.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/say.ts';
import { derivedSeed, Random } from '../../statistics/random.ts';
import { clipToScale, type RatingScale } from '../data/ratings.ts';
import { playedReasons } from './explain.ts';
import { FACTOR_OPTIONS, type Factors, fitFactors, listenerPart } from './funk-svd.ts';
import {
  type Certainty,
  type FitContext,
  type FitFacts,
  type FittedModel,
  forLast,
  type ModelDefinition,
  numberOption,
  type Options,
  type SavedModel,
  type SavedNetwork,
} from './model.ts';
import { historyOf, type TrainingSet } from '../data/training-set.ts';

const VALIDATION_SHARE = 0.1;
const FACTORS_SHARE_OF_TIME = 0.1;
const ALS_ITERATIONS = 12;
const PREDICTION_BATCH = 64;
const CONFIDENCE = 'log-count';
const MOST_SONGS_JUDGED = 200;
const MOST_LISTENERS_JUDGED = 2000;

const NETWORK_OPTIONS: ModelDefinition['options'] = [
  {
    name: 'network-epochs',
    kind: 'integer',
    defaultValue: 20,
    minimum: 1,
    maximum: 500,
    help: say`passes of the network over the songs`,
  },
  {
    name: 'patience',
    kind: 'integer',
    defaultValue: 6,
    minimum: 0,
    maximum: 500,
    help: say`epochs without a lower validation loss before training stops; 0 = never`,
  },
  { name: 'batch', kind: 'integer', defaultValue: 32, minimum: 1, maximum: 1024, help: say`songs in one step` },
  {
    name: 'network-rate',
    kind: 'number',
    defaultValue: 0.002,
    minimum: 1e-6,
    maximum: 1,
    help: say`learning rate of the network (Adam)`,
    search: [0.0005, 0.001, 0.002, 0.004],
  },
  {
    name: 'decay',
    kind: 'number',
    defaultValue: 0.02,
    minimum: 0,
    maximum: 10,
    help: say`weight decay of the network`,
    search: [0, 0.005, 0.02, 0.1],
  },
  {
    name: 'alpha',
    kind: 'number',
    defaultValue: 4,
    minimum: 0,
    maximum: 1000,
    help: say`confidence that a play adds, in the preference factors`,
    search: [1, 4, 10],
  },
  {
    name: 'reg-preference',
    kind: 'number',
    defaultValue: 5,
    minimum: 0,
    maximum: 10_000,
    help: say`regularisation of the preference factors`,
    search: [1, 5, 20],
  },
  {
    name: 'min-listeners',
    kind: 'integer',
    defaultValue: 3,
    minimum: 1,
    maximum: 10_000,
    help: say`songs with fewer training listeners are no targets`,
  },
];

/** Factors of one song side by side: rating factors (Funk-SVD), then preference factors (ALS), k each. */
interface Targets {
  rating: Factors;
  preference: PreferenceFactors & { alpha: number; reg: number };
}

/** What makes one of these models: which songs it can take in, and by which network. */
export interface NetworkModel {
  type: string;
  needs: ModelDefinition['needs'];
  network: NetworkKind;
  inputsOf(features: SongFeatures, trainingRows: Uint32Array): NetworkInputs;
  hasInput(features: SongFeatures, song: number): boolean;
}

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
  const { type, needs } = model;
  const fitAtEpochs: NetworkModelDefinition['fitAtEpochs'] = async (set, options, context, epochs) => {
    if (!context.network)
      throw new AppError('unavailable', say`${type} needs the training process, which is not there.`);
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
    givesRatings: true,
    scoreMeaning: 'preference',
    neural: true,
    stochastic: true,
    needs,
    options: [...FACTOR_OPTIONS, ...NETWORK_OPTIONS],
    fit: async (set, options, context) => (await fitAtEpochs(set, options, context, [])).best,
    fitAtEpochs,
    load: (saved) => loadFitted(type, saved),
  };
}

async function fitTargets(set: TrainingSet, options: Options, context: FitContext): Promise<Targets> {
  const rating = fitFactors(set, options, context.seed, (fraction) =>
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
  { rating, preference }: Targets,
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
  return fitted(model.type, targets, set.scale, network, certainty, facts);
}

interface PreparedTask {
  task: NetworkTask;
  usable: Uint8Array;
  /** By which the targets were divided, per set. */
  scales: [number, number];
}

function makeTask(
  { type, network, inputsOf, hasInput }: NetworkModel,
  set: TrainingSet,
  targets: Targets,
  options: Options,
  context: FitContext,
): PreparedTask {
  const { songs } = set.interactions;
  const listeners = songListeners(set.interactions);
  const usable = Uint8Array.from({ length: songs }, (_, song) => (hasInput(set.features, song) ? 1 : 0));
  const candidates: number[] = [];
  for (let song = 0; song < songs; song++)
    if (usable[song] && listeners[song] >= numberOption(options, 'min-listeners')) candidates.push(song);
  if (candidates.length < 2)
    throw new AppError(
      'bad-input',
      say`${type} finds ${candidates.length} songs with both plays and ${type === 'tags' ? 'tags or an artist' : 'a clip'}. Import ${type === 'tags' ? 'tags' : 'audio'} first, or lower min-listeners.`,
    );
  const shuffled = new Random(derivedSeed(context.seed, `${type}/validation`)).shuffle(Uint32Array.from(candidates));
  const held = Math.max(1, Math.floor(candidates.length * VALIDATION_SHARE));
  const validationRows = shuffled.slice(0, held).sort();
  const trainingRows = shuffled.slice(held).sort();
  const { k } = targets.rating;
  const scales: [number, number] = [
    targetScale(targets.rating.q, k, trainingRows),
    targetScale(targets.preference.q, k, trainingRows),
  ];
  const joined = new Float32Array(songs * 2 * k);
  for (let song = 0; song < songs; song++) {
    for (let f = 0; f < k; f++) {
      joined[song * 2 * k + f] = targets.rating.q[song * k + f] / scales[0];
      joined[song * 2 * k + k + f] = targets.preference.q[song * k + f] / scales[1];
    }
  }
  const task: NetworkTask = {
    network,
    inputs: inputsOf(set.features, trainingRows),
    targets: joined,
    outputs: 2 * k,
    trainingRows,
    validationRows,
    epochs: numberOption(options, 'network-epochs'),
    patience: numberOption(options, 'patience'),
    batchSize: numberOption(options, 'batch'),
    learningRate: numberOption(options, 'network-rate'),
    weightDecay: numberOption(options, 'decay'),
    seed: derivedSeed(context.seed, `${type}/weights`),
  };
  return { task, usable, scales };
}

/** One scale for all factors of a set keeps their relative sizes, so that the error counts where p_u · q_i does. */
function targetScale(q: ArrayLike<number>, k: number, rows: Uint32Array): number {
  let sum = 0;
  for (const row of rows) for (let f = 0; f < k; f++) sum += q[row * k + f] ** 2;
  return Math.sqrt(sum / Math.max(1, rows.length * k)) || 1;
}

/** The two halves of every row. */
function unjoin(joined: Float64Array, k: number): [Float64Array, Float64Array] {
  const half = (from: number) =>
    Float64Array.from({ length: joined.length / 2 }, (_, i) => joined[Math.floor(i / k) * 2 * k + from + (i % k)]);
  return [half(0), half(k)];
}

async function predictAll(context: FitContext, prepared: PreparedTask, weights: Float32Array): Promise<Float64Array> {
  const { task, usable, scales } = prepared;
  const rows = Uint32Array.from(Array.from(usable.keys()).filter((song) => usable[song]));
  const predicted = new Float64Array(usable.length * task.outputs);
  for (let from = 0; from < rows.length; from += PREDICTION_BATCH) {
    const part = rows.slice(from, from + PREDICTION_BATCH);
    const outputs = await (context.network as NonNullable<FitContext['network']>).predict(task, weights, part);
    part.forEach((song, r) => {
      for (let f = 0; f < task.outputs; f++)
        predicted[song * task.outputs + f] = outputs[r * task.outputs + f] * scales[f < task.outputs / 2 ? 0 : 1];
    });
  }
  return predicted;
}

/**
 * How well the model finds the listeners of songs that its network has not been trained on: per song, the share of
 * pairs of a listener and a non-listener that p · q̂ orders rightly, where p is
 * folded in from the listener's other songs. Quartiles over those songs; this is what can be expected of a new
 * recording.
 */
function heldBackAuc(
  set: TrainingSet,
  foldIn: PreferenceFoldIn,
  { q, k }: PreferenceFactors,
  songs: Uint32Array,
): Certainty {
  const { interactions: rows } = set;
  const judged = songs.slice(0, MOST_SONGS_JUDGED);
  const heldBack = new Set(songs);
  const stride = Math.max(1, Math.ceil(rows.listeners / MOST_LISTENERS_JUDGED));
  const scores = Array.from(judged, (): number[] => []);
  const played = Array.from(judged, (): number[] => []);
  const place = new Map(Array.from(judged, (song, i) => [song, i]));
  for (let u = 0, n = 0; u < rows.listeners; u += stride) {
    const { items, counts, ratings } = historyOf(set, u);
    const kept = Array.from(items.keys()).filter((i) => !heldBack.has(items[i]));
    if (kept.length === 0) continue;
    const p = foldIn.listener({
      listener: -1,
      items: Uint32Array.from(kept, (i) => items[i]),
      counts: Uint32Array.from(kept, (i) => counts[i]),
      ratings: Float32Array.from(kept, (i) => ratings[i]),
    });
    judged.forEach((song, i) => scores[i].push(dotAt(p, 0, q, song * k, k)));
    for (const item of items) if (place.has(item)) played[place.get(item) as number].push(n);
    n++;
  }
  const aucs = scores
    .map((own, i) => {
      const states = new Uint8Array(own.length);
      for (const listener of played[i]) states[listener] = RELEVANT;
      return wholeRanking(Float64Array.from(own), states, Uint32Array.from(played[i])).auc;
    })
    .filter((value): value is number => value !== null)
    .sort((a, b) => a - b);
  const at = (share: number) => aucs[Math.min(aucs.length - 1, Math.floor(share * aucs.length))] ?? null;
  return { songs: aucs.length, lower: at(0.25), median: at(0.5), upper: at(0.75) };
}

function fitted(
  type: string,
  { rating, preference }: Targets,
  scale: RatingScale,
  network: SavedNetwork | null,
  certainty: Certainty | null,
  facts?: FitFacts,
): FittedModel {
  const { k, q, known } = rating;
  const partOf = listenerPart(rating);
  const foldIn = new PreferenceFoldIn({ ...preference, confidence: CONFIDENCE });
  const scorer = new FactorScorer(preference.q, k);
  const preferenceOf = forLast((history) =>
    history.listener >= 0
      ? preference.p.subarray(history.listener * k, (history.listener + 1) * k)
      : foldIn.listener(history),
  );
  return {
    type,
    ...(facts ? { facts } : {}),
    ...(network ? { network } : {}),
    ...(certainty ? { certainty } : {}),
    scores(history, out) {
      scorer.score(preferenceOf(history), out);
      for (let song = 0; song < out.length; song++) if (!known[song]) out[song] = Number.NaN;
    },
    ratings(history, songs, out) {
      const { base, p } = partOf(history);
      for (let i = 0; i < songs.length; i++)
        out[i] = clipToScale(scale, base + (known[songs[i]] ? dotAt(p, 0, q, songs[i] * k, k) : 0));
    },
    save: () => ({
      meta: {
        mean: rating.mean,
        k,
        reg: rating.reg,
        scale,
        alpha: preference.alpha,
        regPreference: preference.reg,
        certainty,
        network: network && { kind: network.kind, outputs: network.outputs, scales: network.scales },
      },
      arrays: {
        listeners: rating.listeners,
        songs: rating.songs,
        p: rating.p,
        q,
        known,
        preferenceP: preference.p,
        preferenceQ: preference.q,
        ...(network
          ? { networkWeights: network.weights, bandMean: network.mean, bandDeviation: network.deviation }
          : {}),
      },
    }),
    explain: (history, song) => (known[song] ? playedReasons(history.items, foldIn.contributions(history, song)) : []),
    songSpace: { vectors: preference.q, k, known },
    listenerSpace: { vectors: preference.p, k },
  };
}

function loadFitted(type: string, { meta, arrays }: SavedModel): FittedModel {
  const a = arrays as unknown as Factors & {
    preferenceP: Float32Array;
    preferenceQ: Float32Array;
    networkWeights: Float32Array;
    bandMean: Float32Array;
    bandDeviation: Float32Array;
  };
  const m = meta as unknown as {
    mean: number;
    k: number;
    reg: number;
    scale: RatingScale;
    alpha: number;
    regPreference: number;
    certainty: Certainty | null;
    network: Pick<SavedNetwork, 'kind' | 'outputs' | 'scales'> | null;
  };
  const rating = {
    mean: m.mean,
    k: m.k,
    reg: m.reg,
    listeners: a.listeners,
    songs: a.songs,
    p: a.p,
    q: a.q,
    known: a.known,
  };
  const network = m.network && {
    ...m.network,
    weights: a.networkWeights,
    mean: a.bandMean,
    deviation: a.bandDeviation,
  };
  return fitted(
    type,
    { rating, preference: { k: m.k, p: a.preferenceP, q: a.preferenceQ, alpha: m.alpha, reg: m.regPreference } },
    m.scale,
    network,
    m.certainty,
  );
}
