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
import type { Options } from '../models/model.ts';
import { modelDefinition } from '../models/registry.ts';
import { writeDurably } from '../../storage/durable.ts';
import { isNetwork } from './grid.ts';
import { bestTrials, drawTrials } from './search.ts';

type Unit = Extract<TrainerTask, { kind: 'grid-row' | 'trial' | 'evaluate' }>;
type Answer = TrainerResults[Unit['kind']];

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
 * Runs an experiment part by part: the grid's rows, the search's trials, then the evaluations at what was chosen. A
 * part that is done is written to the folder and never computed
 * again, and every part's random numbers come from the spec, so an interrupted experiment gives the same result as one
 * that was not.
 */
export async function runExperiment(spec: ExperimentSpec, host: ExperimentHost): Promise<ExperimentResult> {
  const started = performance.now();
  const parts = new Parts(spec, host);
  const evaluations = spec.evaluations.map((_, i) => evaluationOf(spec, i, host.conversion, {}));
  const gridUnits = spec.grid
    ? spec.grid.k.map((k) => ({
        kind: 'grid-row' as const,
        spec: evaluations[0],
        model: spec.grid?.model ?? '',
        k,
        epochs: spec.grid?.epochs ?? [],
      }))
    : [];
  const trialUnits = spec.search ? searchUnits(spec, evaluations[0]) : [];
  parts.expect(gridUnits.length, trialUnits.length, evaluations.length);
  const rows = (await parts.all('grid', gridUnits)) as TrainerResults['grid-row'][];
  const trials = (await parts.all('search', trialUnits)) as TrialResult[];
  const grid = spec.grid && rows.length > 0 ? gridResult(spec.grid, rows) : null;
  const chosen = {
    ...(spec.search ? bestTrials(trials, spec.search.measure) : {}),
    ...(grid ? chosenByGrid(spec, grid) : {}),
  };
  const units = spec.evaluations.map((_, i) => ({
    kind: 'evaluate' as const,
    spec: evaluationOf(spec, i, host.conversion, chosen),
    oracleFile: host.oracleFile,
    splitFile: null,
  }));
  const results = (await parts.all('evaluating', units)) as EvaluationResult[];
  const dataHash = results[0].dataHash;
  return {
    grid,
    search: spec.search ? { measure: spec.search.measure, trials } : null,
    chosen,
    evaluations: results,
    engine: results.find(({ engine }) => engine)?.engine ?? rows.find(({ engine }) => engine)?.engine ?? null,
    dataHash,
    hash: createHash('sha256')
      .update(JSON.stringify({ spec, conversion: host.conversion, dataHash }))
      .digest('hex')
      .slice(0, 16),
    seconds: (performance.now() - started) / 1000,
  };
}

/** The whole spec of one comparison. */
export function evaluationOf(
  spec: ExperimentSpec,
  index: number,
  conversion: ConversionName,
  chosen: Record<string, Options>,
): EvaluationSpec {
  const { folds, options, ...own } = spec.evaluations[index];
  const all = Object.fromEntries(
    own.models.flatMap((model) =>
      chosen[model] || options[model] ? [[model, { ...chosen[model], ...options[model] }]] : [],
    ),
  );
  return {
    ...own,
    folds: folds ?? protocolDefinition(own.protocol).folds,
    options: all,
    conversion,
    seed: spec.seed,
    split: null,
    filter: spec.data.filter,
    dropMismatches: spec.data.dropMismatches,
  };
}

function searchUnits(
  spec: ExperimentSpec,
  evaluation: EvaluationSpec,
): Omit<Extract<Unit, { kind: 'trial' }>, 'datasetFile' | 'folder' | 'engine' | 'threads'>[] {
  const { budget, measure } = spec.search ?? { budget: 1, measure: 'ndcg' };
  const { kind } = measureDefinition(measure);
  const models = evaluation.models.filter((model) => kind !== 'rating' || modelDefinition(model).givesRatings);
  return models.flatMap((model) =>
    drawTrials(model, evaluation.options[model] ?? {}, budget, spec.seed).map((options) => ({
      kind: 'trial' as const,
      spec: evaluation,
      model,
      options,
      measure,
    })),
  );
}

function gridResult(
  grid: NonNullable<ExperimentSpec['grid']>,
  rows: TrainerResults['grid-row'][],
): NonNullable<ExperimentResult['grid']> {
  let best = { k: 0, epochs: 0, rmse: Number.POSITIVE_INFINITY };
  for (const { k, rmse } of rows) {
    rmse.forEach((value, i) => {
      if (value < best.rmse) best = { k, epochs: grid.epochs[i], rmse: value };
    });
  }
  return {
    model: grid.model,
    epochs: grid.epochs,
    rows: rows.map(({ globalMeanRmse: _, dataHash: __, ...row }) => row),
    best,
    globalMeanRmse: rows[0].globalMeanRmse,
  };
}

/** K and epochs for the grid's model, for networks of the same kind, and for hybrids as options of their parts. */
function chosenByGrid(
  spec: ExperimentSpec,
  { model, best }: NonNullable<ExperimentResult['grid']>,
): Record<string, Options> {
  const network = isNetwork(modelDefinition(model));
  const own: Options = network
    ? { k: best.k, 'network-epochs': best.epochs, patience: 0 }
    : { k: best.k, epochs: best.epochs };
  const chosen: Record<string, Options> = {};
  for (const type of new Set(spec.evaluations.flatMap(({ models }) => models))) {
    if (type === model) chosen[type] = own;
    else if (modelDefinition(type).combines)
      chosen[type] = Object.fromEntries(Object.entries(own).map(([name, value]) => [`${model}.${name}`, value]));
  }
  return chosen;
}

/** Runs units on several training processes, stores their results, and reports overall progress. */
class Parts {
  readonly #host: ExperimentHost;
  readonly #processes: number;
  readonly #identity: string;
  #weights = { grid: 0, search: 0, evaluating: 0 };
  #before = 0;

  constructor(spec: ExperimentSpec, host: ExperimentHost) {
    this.#host = host;
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
    const work = async (process: number) => {
      for (let i = next++; i < units.length; i = next++) {
        answers[i] = await this.#one(phase, i, units[i] as Unit, process, (fraction, live) => {
          fractions[i] = fraction;
          const done = fractions.reduce((sum, value) => sum + value, 0) / units.length;
          this.#host.progress(phase, this.#before + share * done, { part: i + 1, parts: units.length, ...live });
        });
        fractions[i] = 1;
      }
    };
    const running = Array.from({ length: Math.min(this.#processes, units.length) }, (_, process) => work(process));
    const settled = await Promise.allSettled(running);
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
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
    const text = JSON.stringify(
      await this.#host.run(
        { ...unit, datasetFile, folder: join(folder, 'parts', name), engine, threads },
        process,
        progress,
      ),
    );
    writeDurably(file, text);
    return JSON.parse(text);
  }
}
