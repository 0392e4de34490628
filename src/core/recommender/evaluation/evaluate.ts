import type { EvaluationResult, EvaluationSpec } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { modelLabel } from '../../../shared/evaluation-words.ts';
import { say } from '../../../shared/messages/say.ts';
import { assertFiniteFeatures, type Dataset, datasetHash } from '../data/dataset.ts';
import { definitionsOf } from '../models/default-settings.ts';
import { FitSession } from '../models/fit-session.ts';
import type { FittedModel, Options } from '../models/model.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { optionsOfPart } from '../models/options.ts';
import { modelDefinition, type Need, needsOf } from '../models/registry.ts';
import type { NetworkTrainer } from '../networks/task.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { allAlike, fitRatings, shownRating } from '../data/ratings.ts';
import type { ProtocolDefinition } from '../protocols/protocol.ts';
import { partOf, type Reporting } from '../numeric/yielding.ts';
import { openProtocol } from '../protocols/open.ts';
import { protocolDefinition } from '../protocols/registry.ts';
import { type GivenSplit, isInParts } from '../splits/given-split.ts';
import { type Measured, measureRanking, measureRatings, type Score, type TestRows, testRows } from './measure.ts';
import { sharesOfRuns } from './costs.ts';
import { frames } from './frames.ts';
import { type CaseKeeper, caseKeeper, type EvaluationKeeper } from './keeper.ts';
import type { Fold } from '../splits/fold.ts';
import { meanValues, overFolds, summarise, withoutDistractors } from './summary.ts';
import { type FoldRecord, keepValues } from './units.ts';
import type { Message } from '../../../shared/messages/message.ts';

/** The folds' share of the work; tests and intervals of all models follow. */
const FITTED = 0.98;

export interface EvaluationContext {
  network: NetworkTrainer | null;
  threads: number;
  /** 0 to 1; throws when the run was cancelled. */
  progress(fraction: number, live?: Record<string, unknown>): void;
  /** A given model that needs no fitting, such as the truth behind synthetic data; `listener` is a dataset index. */
  oracle?: { name: string; scores(listener: number, out: Float64Array): void };
  given?: GivenSplit;
  /** By fold and model, settings that were chosen on the fold's training rows; those of the spec win. */
  chosen?: Record<string, Options>[];
  /** Gets the lists, predictions and values of single listeners, of each model's first fit. */
  keeper?: EvaluationKeeper;
}

/** Refits every model on each fold's training rows and measures it on the held-out rows. */
export async function evaluate(
  whole: Dataset,
  spec: EvaluationSpec,
  context: EvaluationContext,
): Promise<EvaluationResult> {
  const started = performance.now();
  for (const model of spec.models) modelDefinition(model);
  assertFiniteFeatures(whole);
  const protocol = protocolDefinition(spec.protocol);
  const { data, foldAt } = openProtocol(protocol, whole, spec, derivedSeed(spec.seed, 'split'), {
    given: context.given ?? null,
    needs: needsOf(spec.models, spec.options),
  });
  const records: Record<string, FoldRecord[]> = {};
  const result = emptyResult(spec, data);
  for (let fold = 0; fold < spec.folds; fold++) {
    const foldProgress = (fraction: number, live?: Record<string, unknown>) =>
      context.progress((FITTED * (fold + fraction)) / spec.folds, live);
    const seen = foldAt(fold);
    await new FoldRun(
      seen.data,
      seen.fold,
      protocol,
      spec,
      fold,
      { ...context, progress: foldProgress },
      records,
      result,
    ).run();
  }
  for (const [model, own] of Object.entries(records)) result.models[model] = meanValues(own);
  if (spec.folds > 1) Object.assign(result, overFolds(records));
  result.notes.push(...withoutDistractors(records), ...taggedNotes(whole, protocol, spec, result));
  const heard = protocol.holdsOut && protocol.holdsOut !== 'listeners' ? heardModels(whole, spec, result) : [];
  if (heard.length > 0) {
    result.heard = heard;
    result.models = Object.fromEntries(
      Object.entries(result.models).sort(([a], [b]) => Number(heard.includes(a)) - Number(heard.includes(b))),
    );
    result.notes.push(say('evaluation.heard', { models: heard.map(modelLabel) }));
  }
  result.statistics = await summarise(
    records,
    { primary: primaryCutoff(spec), cutoffs: spec.cutoffs },
    protocol.bounds,
    spec.seed,
    partOf(context, FITTED, 1),
  );
  const { differencesOver } = result.statistics;
  if (differencesOver && differencesOver !== 'listeners')
    result.notes.push(say('evaluation.differences-over-songs', { units: differencesOver.split('-').at(-1) }));
  result.seconds = (performance.now() - started) / 1000;
  return result;
}

function emptyResult(spec: EvaluationSpec, data: Dataset): EvaluationResult {
  return {
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
}

/** The list length used by tests and single-length measures: 10, or the nearest one requested. */
export function primaryCutoff({ cutoffs }: Pick<EvaluationSpec, 'cutoffs'>): number {
  return cutoffs.reduce((best, n) => (Math.abs(n - 10) < Math.abs(best - 10) ? n : best));
}

/** One fold: training set, test rows, every model in turn. */
class FoldRun {
  readonly #data: Dataset;
  readonly #fold: Fold;
  readonly #protocol: ProtocolDefinition;
  readonly #spec: EvaluationSpec;
  readonly #number: number;
  readonly #context: EvaluationContext;
  readonly #records: Record<string, FoldRecord[]>;
  readonly #result: EvaluationResult;
  readonly #ranked = new Map<FittedModel, Measured>();

  constructor(
    data: Dataset,
    fold: Fold,
    protocol: ProtocolDefinition,
    spec: EvaluationSpec,
    number: number,
    context: EvaluationContext,
    records: Record<string, FoldRecord[]>,
    result: EvaluationResult,
  ) {
    this.#data = data;
    this.#fold = fold;
    this.#protocol = protocol;
    this.#spec = spec;
    this.#number = number;
    this.#context = context;
    this.#records = records;
    this.#result = result;
  }

  async run(): Promise<void> {
    const spec = this.#spec;
    const set = this.#trainingSet();
    const test = testRows(this.#fold, set, spec.mostTestListeners, spec.folds);
    const { counts } = this.#result;
    for (const [name, value] of Object.entries(test.counts))
      counts[name] = name === 'songs' ? value : (counts[name] ?? 0) + value;
    if (this.#fold.tooShort && this.#number === 0)
      this.#result.notes.push(say('evaluation.listeners-too-short', { listeners: this.#fold.tooShort }));
    if (this.#number === 0) this.#result.notes.push(...(this.#fold.notes ?? []));
    this.#result.range = { minimum: set.scale.minimum, maximum: set.scale.maximum };
    const runs = spec.models.flatMap((model) =>
      Array.from({ length: modelDefinition(model).stochastic ? spec.repeats : 1 }, (_, repeat) => ({ model, repeat })),
    );
    const definition = definitionsOf(spec);
    const sessions = Array.from(
      { length: spec.repeats },
      (_, repeat) =>
        new FitSession(
          definition,
          this.#context.network,
          derivedSeed(spec.seed, `fold-${this.#number}${repeat > 0 ? `/repeat-${repeat}` : ''}`),
          this.#context.threads,
        ),
    );
    const fitted = Object.entries(this.#result.fits).map(([model, { seconds }]) => [model, seconds]);
    const shares = sharesOfRuns(
      runs.map(({ model }) => modelDefinition(model)),
      Object.fromEntries(fitted),
    );
    for (let at = 0; at < runs.length; at++) {
      const { model, repeat } = runs[at];
      const { from, to } = shares[at];
      const keeper = repeat === 0 ? this.#keeperOf(model) : null;
      const measured = await this.#fitAndMeasure(
        model,
        sessions[repeat],
        set,
        test,
        (fraction, live) => this.#context.progress(from + fraction * (to - from), { model, ...live }),
        keeper,
      );
      this.#record(model, test, measured, repeat);
    }
    const last = { progress: () => this.#context.progress(1) };
    const ranked = async (name: string, score: Score) =>
      this.#record(
        name,
        test,
        await measureRanking(
          score,
          set,
          test,
          spec.cutoffs,
          primaryCutoff(spec),
          this.#tieSeed(),
          last,
          this.#keeperOf(name),
        ),
        0,
      );
    const { oracle } = this.#context;
    if (oracle && !this.#protocol.bounds) await ranked(oracle.name, this.#oracleScore(oracle, test));
    if (!this.#protocol.bounds) return;
    for (const [name, score] of await this.#frames(test)) await ranked(name, score);
    if (!oracle) return;
    await ranked(oracle.name, this.#oracleScore(oracle, test));
    if (this.#number === 0) this.#result.notes.push(say('evaluation.audible-ceiling'));
  }

  #frames(test: TestRows): ReturnType<typeof frames> {
    const { conversion, seed } = this.#spec;
    const { threads, progress } = this.#context;
    return frames({
      data: this.#data,
      test,
      conversion,
      seed,
      fold: this.#number,
      threads,
      progress: () => progress(1),
    });
  }

  get #rates(): boolean {
    return this.#protocol.rates || this.#spec.withRatings;
  }

  /** One order of ties a listener, for all models; null for the order of the songs. */
  #tieSeed(): number | null {
    const { ties, seed } = this.#spec;
    const { given } = this.#context;
    const byIndex = ties === 'index' || (ties === 'auto' && given !== undefined && !isInParts(given));
    return byIndex ? null : derivedSeed(seed, 'ties');
  }

  #trainingSet(): TrainingSet {
    const { interactions, features, valueUnit } = { ...this.#data, interactions: this.#fold.training };
    const { ratings, scale } = fitRatings({ conversion: this.#spec.conversion, unit: valueUnit }, interactions);
    if (interactions.items.length === 0) throw new AppError('bad-input', say('evaluation.nothing-to-train-on'));
    const rated = this.#rates && this.#spec.models.some((model) => modelDefinition(model).givesRatings);
    if (rated && allAlike(ratings)) {
      const rating = shownRating(ratings[0]);
      if (!this.#protocol.ranks) throw new AppError('bad-input', say('evaluation.all-ratings-equal', { rating }));
      const note = say('evaluation.equal-ratings-not-measured', { rating });
      if (!this.#result.notes.some(({ id }) => id === note.id)) this.#result.notes.push(note);
    }
    const { holdsOut } = this.#protocol;
    return { interactions, ratings, scale, features, ...(holdsOut ? { holdsOut } : {}) };
  }

  async #fitAndMeasure(
    model: string,
    session: FitSession,
    set: TrainingSet,
    test: TestRows,
    progress: (fraction: number, live?: Record<string, unknown>) => void,
    keeper: CaseKeeper | null,
  ): Promise<Measured> {
    const spec = this.#spec;
    const options = { ...this.#context.chosen?.[this.#number]?.[model], ...spec.options[model] };
    const fitted = await session.fit(model, set, options, (fraction, live) => progress(0.9 * fraction, live));
    this.#result.fits[model] ??= {
      seconds: session.secondsOf(model, set, options),
      loss: fitted.facts?.loss ?? [],
      validationLoss: fitted.facts?.validationLoss ?? [],
      chosen: fitted.facts?.chosen ?? {},
    };
    this.#result.engine = fitted.facts?.engine ?? this.#result.engine;
    const measuring = partOf({ progress }, 0.9, 1);
    // Where all training ratings are one, none is predicted, as by models without ratings.
    const rater = allAlike(set.ratings) ? { ...fitted, ratings: null } : fitted;
    const cold = this.#protocol.bounds;
    const rated = this.#rates ? await measureRatings(rater, set, test, cold, measuring, keeper) : null;
    const rank = (ranker: FittedModel, of: CaseKeeper | null) => this.#rank(ranker, set, test, measuring, of);
    const ranked = this.#protocol.ranks ? await rank(fitted, keeper) : null;
    const single = ranked && fitted.bestAlone;
    const bestAlone = single ? { type: single.type, measured: await rank(single, null) } : null;
    progress(1);
    return {
      values: { ...rated?.values, ...ranked?.values },
      perListener: { ...ranked?.perListener },
      errors: rated?.errors ?? null,
      bandHits: (ranked ?? (rated as Measured)).bandHits,
      ...(ranked?.lists ? { lists: ranked.lists } : {}),
      ...(bestAlone ? { bestAlone } : {}),
    };
  }

  /** Once for each model: a hybrid's part may be a row of its own too. */
  async #rank(
    model: FittedModel,
    set: TrainingSet,
    test: TestRows,
    context: Reporting,
    keeper: CaseKeeper | null,
  ): Promise<Measured> {
    const known = this.#ranked.get(model);
    if (known && !keeper) return known;
    const { cutoffs } = this.#spec;
    const score: Score = (history, out) => model.scores(history, out);
    const primary = primaryCutoff(this.#spec);
    const measured = await measureRanking(score, set, test, cutoffs, primary, this.#tieSeed(), context, keeper);
    this.#ranked.set(model, measured);
    return measured;
  }

  #record(model: string, test: TestRows, measured: Measured, repeat: number): void {
    this.#records[model] ??= [];
    const own = this.#records[model];
    if (repeat > 0) own[own.length - 1].repeats.push(measured);
    else own.push({ repeats: [measured], test });
    const { keeper } = this.#context;
    if (keeper && repeat === 0) keepValues(keeper, { model, fold: this.#number }, this.#data, test, measured);
  }

  #keeperOf(model: string): CaseKeeper | null {
    const { keeper } = this.#context;
    return keeper ? caseKeeper(keeper, { model, fold: this.#number }, this.#data) : null;
  }

  #oracleScore(oracle: NonNullable<EvaluationContext['oracle']>, test: TestRows): Score {
    const whoOf = new Map(test.cases.map(({ history, who }) => [history, who]));
    return (history, out) => oracle.scores(whoOf.get(history) ?? history.listener, out);
  }
}

/** Models that read listeners' tags, where songs are new: tags are given by people who know the song. */
function taggedNotes(
  { features }: Dataset,
  { holdsOut }: ProtocolDefinition,
  { options }: EvaluationSpec,
  { fits }: EvaluationResult,
): Message[] {
  if (!holdsOut || holdsOut === 'listeners' || features.tags.length === 0) return [];
  const tagged = modelsThatRead(options, fits, (needs) => needs.has('tags'));
  return tagged.length > 0 ? [say('evaluation.tagged-unplayed', { models: tagged.map(modelLabel) })] : [];
}

/** Models that take what an encoder heard which was trained on songs of the library. */
function heardModels(
  { features }: Dataset,
  { options }: EvaluationSpec,
  { fits }: Pick<EvaluationResult, 'fits'>,
): string[] {
  const heard = (features.vectorSets ?? []).filter((set) => set.heard);
  return modelsThatRead(options, fits, (needs) => heard.some(({ name }) => needs.has(`vectors:${name}`)));
}

/** By what they, or parts of theirs, need of a song. */
function modelsThatRead(
  options: EvaluationSpec['options'],
  fits: EvaluationResult['fits'],
  wanted: (needs: ReadonlySet<Need>) => boolean,
): string[] {
  const reads = (type: string, own: Options) => wanted(needsOf([type], { [type]: own }));
  return Object.entries(fits).flatMap(([model, { chosen }]) => {
    const own = options[model] ?? {};
    const parts = (chosen.parts ?? []) as string[];
    return reads(model, own) || parts.some((part) => reads(part, optionsOfPart(own, part))) ? [model] : [];
  });
}

function notesFor(spec: EvaluationSpec, data: Dataset): Message[] {
  const notes = spec.conversion === 'percentile' ? [say('evaluation.percentiles-within-listeners')] : [];
  if (data.mismatchedSongs > 0) notes.push(say('evaluation.mismatches-left-out', { songs: data.mismatchedSongs }));
  const elsewhere = spec.models.filter((model) => modelDefinition(model).learnedElsewhere);
  if (elsewhere.length > 0) notes.push(say('evaluation.learned-elsewhere', { models: elsewhere.map(modelLabel) }));
  if (data.features.vectorSets?.some(({ encoder }) => encoder !== null)) notes.push(say('encoder.has-heard-msd'));
  if (protocolDefinition(spec.protocol).bounds) notes.push(say('evaluation.cold-frames'));
  return notes;
}
