import { AppError, type ErrorCode, toErrorBody } from '../../../shared/errors.ts';
import type { Phase } from '../../../shared/phases.ts';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import { join } from 'node:path';
import type { ExperimentResult, ExperimentSpec, TrialResult } from '../../../shared/contract/experiments.ts';
import type { ConversionName, EvaluationResult, EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { EngineChoice, TrainerResults, TrainerTask } from '../../../shared/trainer-protocol.ts';
import { protocolDefinition } from '../protocols/registry.ts';
import { measureDefinition } from '../measures/registry.ts';
import { modelDefinition } from '../models/registry.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { writeDurably } from '../../storage/durable.ts';
import { bestCell, chosenByGrid, chosenBySearch, optionsByFold, type Place, samePlace, usesGrid } from './choices.ts';
import { hashOf } from './looks.ts';
import { drawTrials } from './search.ts';

type Unit = Extract<TrainerTask, { kind: 'grid-row' | 'trial' | 'evaluate' }>;
type Answer = TrainerResults[Unit['kind']];
type Grid = NonNullable<ExperimentSpec['grid']>;

const FIRST: Place = { evaluation: 0, fold: 0 };
/** Errors that say nothing about a setting: the experiment is ending, or could not go on with another one either. */
const NOT_OF_A_TRIAL: readonly ErrorCode[] = ['cancelled', 'disk-full', 'unavailable', 'library-gone'];

export interface ExperimentHost {
  datasetFile: string;
  /** Results of finished parts are kept here and survive a crash. */
  folder: string;
  engine: EngineChoice;
  threads: number;
  conversion: ConversionName;
  oracleFile: string | null;
  signal: AbortSignal;
  /** Runs a task on the training process with a given number, which is started on first use. */
  run(
    task: Unit,
    process: number,
    progress: (fraction: number, live: Record<string, unknown>) => void,
  ): Promise<Answer>;
  progress(phase: Phase, fraction: number, live: Record<string, unknown>): void;
}

/** Memory of a run, as a multiple of the size of its arrays. */
const MEMORY_FACTOR = 6;
const LEAST_MEMORY_BYTES = 1.5e9;

/**
 * Runs an experiment part by part: for each fold of each comparison the grid's rows and the search's trials on its
 * training rows, then the comparisons at what was chosen there. A part that is done is written to the folder and never
 * computed again, and every part's random numbers come from the spec, so an interrupted experiment gives the same
 * result as one that was not.
 */
export async function runExperiment(spec: ExperimentSpec, host: ExperimentHost): Promise<ExperimentResult> {
  const started = performance.now();
  const parts = new Parts(spec, host);
  const evaluations = spec.evaluations.map((_, i) => evaluationOf(spec, i, host.conversion));
  const places = evaluations.flatMap(({ folds }, evaluation) =>
    spec.evaluations[evaluation].choose === false
      ? []
      : Array.from({ length: folds }, (_, fold) => ({ evaluation, fold })),
  );
  const { grid, search } = spec;
  const gridUnits = grid ? gridUnitsOf(grid, evaluations, places) : [];
  const trialUnits = search ? places.flatMap((place) => searchUnits(search, evaluations, place, spec.seed)) : [];
  parts.expect(gridUnits.length, trialUnits.length, evaluations.length);
  const rows = (await parts.all('grid', gridUnits)) as TrainerResults['grid-row'][];
  const scores = (await parts.all('search', trialUnits)) as TrialResult[];
  const trials = scores.map((trial, i) => ({ ...trial, ...trialUnits[i].place }));
  const rowsAt = (place: Place) => rows.filter((_, i) => samePlace(gridUnits[i].place, place));
  const choices = places.flatMap((place) => [
    ...(search
      ? chosenBySearch(
          trials.filter((trial) => samePlace(trial, place)),
          search.measure,
          place,
        )
      : []),
    ...(grid ? chosenByGrid(grid, rowsAt(place), evaluations[place.evaluation].models, place) : []),
  ]);
  const units = evaluations.map((evaluation, i) => ({
    kind: 'evaluate' as const,
    spec: evaluation,
    ...(choices.length > 0 ? { chosen: optionsByFold(choices, i, evaluation.folds) } : {}),
    oracleFile: host.oracleFile,
    splitFile: null,
  }));
  const results = (await parts.all('evaluating', units)) as EvaluationResult[];
  const dataHash = results[0].dataHash;
  return {
    grid: grid && rows.length > 0 ? gridResult(grid, rowsAt(FIRST)) : null,
    search: search ? { measure: search.measure, trials } : null,
    chosen: optionsByFold(choices, 0, 1)[0],
    choices,
    evaluations: results,
    engine: results.find(({ engine }) => engine)?.engine ?? rows.find(({ engine }) => engine)?.engine ?? null,
    dataHash,
    hash: hashOf({ spec, conversion: host.conversion, dataHash }),
    seconds: (performance.now() - started) / 1000,
  };
}

/** The whole spec of one comparison. */
export function evaluationOf(spec: ExperimentSpec, index: number, conversion: ConversionName): EvaluationSpec {
  const { folds, choose: _, ...own } = spec.evaluations[index];
  return {
    ...own,
    folds: folds ?? protocolDefinition(own.protocol).folds,
    conversion,
    seed: spec.seed,
    ...(spec.defaults === undefined ? {} : { defaults: spec.defaults }),
    split: null,
    filter: spec.data.filter,
    dropMismatches: spec.data.dropMismatches,
  };
}

/** The grid is shown for the first fold of the first comparison, and computed wherever its choice is used. */
function gridUnitsOf(grid: Grid, evaluations: readonly EvaluationSpec[], places: readonly Place[]) {
  const others = places.filter(
    (place) => !samePlace(place, FIRST) && usesGrid(grid, evaluations[place.evaluation].models),
  );
  return [FIRST, ...others].flatMap((place) =>
    grid.k.map((k) => ({
      kind: 'grid-row' as const,
      spec: evaluations[place.evaluation],
      fold: place.fold,
      model: grid.model,
      k,
      epochs: grid.epochs,
      place,
    })),
  );
}

function searchUnits(
  { budget, measure }: NonNullable<ExperimentSpec['search']>,
  evaluations: readonly EvaluationSpec[],
  place: Place,
  seed: number,
) {
  const evaluation = evaluations[place.evaluation];
  const { kind } = measureDefinition(measure);
  const models = evaluation.models.filter((model) => kind !== 'rating' || modelDefinition(model).givesRatings);
  return models.flatMap((model) =>
    drawTrials(model, evaluation.options[model] ?? {}, budget, seed).map((options) => ({
      kind: 'trial' as const,
      spec: evaluation,
      fold: place.fold,
      model,
      options,
      measure,
      place,
    })),
  );
}

function gridResult(grid: Grid, rows: TrainerResults['grid-row'][]): NonNullable<ExperimentResult['grid']> {
  const fitted = rows.find(({ error }) => !error);
  if (!fitted) throw new AppError('bad-input', rows[0].error as Message);
  return {
    model: grid.model,
    epochs: grid.epochs,
    rows: rows.map(({ globalMeanRmse: _, ...row }) => row),
    best: bestCell(grid, rows),
    globalMeanRmse: fitted.globalMeanRmse,
  };
}

/** Runs units on several training processes, stores their results, and reports overall progress. */
class Parts {
  readonly #host: ExperimentHost;
  readonly #processes: number;
  readonly #identity: string;
  readonly #stopsAll: boolean;
  #weights = { grid: 0, search: 0, evaluating: 0 };
  #before = 0;

  constructor(spec: ExperimentSpec, host: ExperimentHost) {
    this.#host = host;
    this.#stopsAll = (spec.onFailure ?? 'stop') === 'stop';
    this.#identity = createHash('sha256')
      .update(JSON.stringify({ spec, engine: host.engine, conversion: host.conversion }))
      .digest('hex');
    const bytes = Math.max(LEAST_MEMORY_BYTES, MEMORY_FACTOR * statSync(host.datasetFile).size);
    const wanted = spec.parallel > 0 ? spec.parallel : Math.max(1, Math.floor(availableParallelism() / 2));
    this.#processes = Math.max(1, Math.min(wanted, Math.floor((0.8 * freemem()) / bytes)));
    for (const folder of [host.folder, join(host.folder, 'parts')]) if (!existsSync(folder)) mkdirSync(folder);
  }

  /** Approximate shares of the phases in the total time. */
  expect(grid: number, search: number, evaluations: number): void {
    const raw = { grid: grid > 0 ? 0.5 : 0, search: search > 0 ? 0.5 : 0, evaluating: evaluations > 0 ? 0.4 : 0 };
    const sum = raw.grid + raw.search + raw.evaluating;
    this.#weights = { grid: raw.grid / sum, search: raw.search / sum, evaluating: raw.evaluating / sum };
  }

  async all(phase: 'grid' | 'search' | 'evaluating', units: readonly object[]): Promise<Answer[]> {
    const answers: Answer[] = new Array(units.length);
    const fractions = new Float64Array(units.length);
    const share = this.#weights[phase];
    let next = 0;
    const failures: unknown[] = [];
    const work = async (process: number) => {
      for (let i = next++; i < units.length; i = next++) {
        if (failures.length > 0 && (this.#stopsAll || this.#host.signal.aborted)) return;
        try {
          answers[i] = await this.#one(phase, i, units[i] as Unit, process, (fraction, live) => {
            fractions[i] = fraction;
            const done = fractions.reduce((sum, value) => sum + value, 0) / units.length;
            this.#host.progress(phase, this.#before + share * done, { part: i + 1, parts: units.length, ...live });
          });
        } catch (error) {
          failures.push(error);
        }
        fractions[i] = 1;
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.#processes, units.length) }, (_, process) => work(process)));
    if (failures.length > 0) throw failures[0];
    this.#before += share;
    return answers;
  }

  async #one(
    phase: string,
    index: number,
    unit: Unit,
    process: number,
    progress: (fraction: number, live: Record<string, unknown>) => void,
  ): Promise<Answer> {
    const { datasetFile, folder, engine, threads, signal } = this.#host;
    const name = createHash('sha256')
      .update(`${this.#identity} ${phase} ${index} ${JSON.stringify(unit)}`)
      .digest('hex')
      .slice(0, 24);
    const file = join(folder, 'parts', `${name}.json`);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    signal.throwIfAborted();
    // Through JSON, so that a part is the same whether just computed or read after a crash.
    const task = { ...unit, datasetFile, folder: join(folder, 'parts', name), engine, threads };
    const text = JSON.stringify(await this.#answer(task, process, progress));
    writeDurably(file, text);
    return JSON.parse(text);
  }

  /** Of a trial or a row of the grid that fails, its reason. */
  async #answer(
    task: Unit,
    process: number,
    progress: (fraction: number, live: Record<string, unknown>) => void,
  ): Promise<Answer> {
    const { run, signal } = this.#host;
    if (task.kind === 'evaluate') return run(task, process, progress);
    try {
      if (task.kind === 'grid-row') return await run(task, process, progress);
      const trial = (await run(task, process, progress)) as TrialResult;
      if (trial.score !== null && Number.isFinite(trial.score)) return trial;
      return { ...trial, score: null, error: say('experiment.score-not-a-number') };
    } catch (error) {
      const { code, message } = toErrorBody(error);
      if (signal.aborted || NOT_OF_A_TRIAL.includes(code)) throw error;
      if (task.kind === 'trial') return { model: task.model, options: task.options, score: null, error: message };
      const nothing = { rmse: task.epochs.map(() => null), loss: [], validationLoss: [], engine: null };
      return { k: task.k, ...nothing, error: message, globalMeanRmse: 0 };
    }
  }
}
