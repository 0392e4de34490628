import { z } from 'zod';
import { defaultsEdition } from './default-settings.ts';
import { anyway, startedJob as job } from './jobs.ts';
import { conversionChoice, dataFilter, evaluationResult, evaluationSpec, optionValues } from './recommender.ts';
import { LANGUAGES } from '../messages/message.ts';
import { message } from '../messages/schema.ts';

/** One comparison inside an experiment; data, conversion and seed are the experiment's. */
export const experimentEvaluation = evaluationSpec
  .pick({
    protocol: true,
    models: true,
    leaveOut: true,
    repeats: true,
    cutoffs: true,
    options: true,
    withRatings: true,
    mostTestListeners: true,
    ties: true,
  })
  .extend({
    folds: z.number().int().min(1).max(20).optional(),
    /** False: the grid and the search leave this comparison alone, its models have the given or default settings. */
    choose: z.boolean().optional(),
  })
  .strict();

export const experimentSpec = z
  .object({
    name: z.string().min(1).max(120),
    description: z.string().max(10_000).default(''),
    data: z
      .object({ filter: dataFilter.nullable().default(null), dropMismatches: z.boolean().default(true) })
      .strict()
      .default({ filter: null, dropMismatches: true }),
    conversion: conversionChoice,
    seed: z.number().int().min(0).max(0xffffffff).default(1),
    /**
     * Validation RMSE over K × epoch, for each fold of each comparison on its own training rows; the best cell's values
     * are used there by the model and by hybrids that include it.
     */
    grid: z
      .object({
        model: z.string(),
        k: z.array(z.number().int().min(1).max(500)).min(1).max(100),
        epochs: z.array(z.number().int().min(1).max(500)).min(1).max(100),
      })
      .strict()
      .nullable()
      .default(null),
    /**
     * A random search over settings, with as many trials for each model; by a measure of ratings or rankings, for each
     * fold of each comparison on a part of its training rows.
     */
    search: z
      .object({ budget: z.number().int().min(1).max(500), measure: z.string().default('ndcg') })
      .strict()
      .nullable()
      .default(null),
    evaluations: z.array(experimentEvaluation).min(1).max(20),
    /** Runs side by side, as far as memory allows; 0 = as many as there are pairs of cores. */
    parallel: z.number().int().min(0).max(64).default(0),
    /**
     * When a comparison fails, runs beside it stop, or the rest is finished first (and kept for the next attempt). A
     * failed trial is a row of the search, a failed K one of the grid; both end nothing.
     */
    onFailure: z.enum(['stop', 'go-on']).optional(),
    defaults: defaultsEdition,
  })
  .strict();
export type ExperimentSpec = z.output<typeof experimentSpec>;

export const gridRow = z.object({
  k: z.number(),
  /** Validation RMSE after each of the grid's epochs; null if the row failed, of which `error` is the reason. */
  rmse: z.array(z.number().nullable()),
  error: message.optional(),
  loss: z.array(z.number()),
  validationLoss: z.array(z.number()),
  engine: z.string().nullable(),
});
export type GridRow = z.infer<typeof gridRow>;

export const trialResult = z.object({
  model: z.string(),
  options: optionValues,
  /** Null if the trial failed; `error` is the reason. */
  score: z.number().nullable(),
  error: message.optional(),
  /** On the training rows of which comparison and fold, from 0. Absent in results of versions that chose once. */
  evaluation: z.number().int().optional(),
  fold: z.number().int().optional(),
});
export type TrialResult = z.infer<typeof trialResult>;

/** A setting that was chosen for one fold of one comparison, on that fold's training rows. */
export const choice = z.object({
  evaluation: z.number().int(),
  fold: z.number().int(),
  by: z.enum(['grid', 'search']),
  model: z.string(),
  options: optionValues,
  score: z.number().nullable(),
  /** Values beyond which nothing was tried: the best may lie outside. */
  edges: z.array(z.object({ option: z.string(), value: z.number(), end: z.enum(['lowest', 'highest']) })),
});
export type Choice = z.infer<typeof choice>;

export const experimentResult = z.object({
  grid: z
    .object({
      model: z.string(),
      epochs: z.array(z.number()),
      rows: z.array(gridRow),
      best: z.object({ k: z.number(), epochs: z.number(), rmse: z.number() }),
      globalMeanRmse: z.number(),
    })
    .nullable(),
  search: z.object({ measure: z.string(), trials: z.array(trialResult) }).nullable(),
  /** Options that the grid and the search chose for the first fold of the first comparison, by model. */
  chosen: z.record(z.string(), optionValues),
  /** Every choice. Absent in results of versions that chose once. */
  choices: z.array(choice).optional(),
  evaluations: z.array(evaluationResult),
  engine: z.string().nullable(),
  dataHash: z.string(),
  /** Hash of spec and data: on one engine, equal hashes mean equal results. */
  hash: z.string(),
  seconds: z.number(),
});
export type ExperimentResult = z.infer<typeof experimentResult>;

export const experimentRow = z.object({
  id: z.number().int(),
  createdAt: z.string(),
  title: z.string(),
  hash: z.string(),
  engine: z.string().nullable(),
  synthetic: z.boolean(),
  versions: z.record(z.string(), z.string()),
  spec: experimentSpec,
  result: experimentResult,
});
export type ExperimentRow = z.infer<typeof experimentRow>;

/** Language of the reports. */
const language = z.enum(LANGUAGES).default('en');
export const exportResult = z.object({ folder: z.string(), files: z.array(z.string()), notes: z.array(message) });
export type ExportResult = z.infer<typeof exportResult>;

export const experimentsContract = {
  'experiments/start': { input: z.object({ spec: experimentSpec, anyway }), output: job },
  /** The paper's experiment, as far as this library's data allows, and what had to be left out. */
  'experiments/paper-spec': {
    input: z.object({ language }),
    output: z.object({ spec: experimentSpec, notes: z.array(message) }),
  },
  /** Resumes a stopped experiment with exactly this spec; null if there is none. */
  'experiments/resume': {
    input: z.object({ spec: experimentSpec }),
    output: z.object({ jobId: z.number().int().nullable() }),
  },
  /** Writes report, tables, figures and the research bundle of an experiment or a comparison into a folder. */
  'experiments/export': { input: z.object({ id: z.number().int(), grant: z.string(), language }), output: job },
  /** Gives a comparison or an experiment another name; an empty one takes it away. */
  'results/rename': { input: z.object({ id: z.number().int(), title: z.string().max(200) }), output: z.object({}) },
  'experiments/list': { input: z.object({}), output: z.array(experimentRow) },
};
