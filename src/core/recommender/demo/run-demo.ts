import { importTitle, trainingTitle } from '../job-titles.ts';
import type { Message, Quantity } from '../../../shared/messages/message.ts';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type EvaluationResult, evaluationSpec } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { NOISE_CEILING, UPPER_BOUND } from '../../../shared/findings.ts';
import type { Input, Method, Output } from '../../../shared/contract/index.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import { factOf } from '../../storage/facts.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { listModels, listResults } from '../rows/model-rows.ts';
import { countLibrary } from '../rows/song-rows.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { demoFiles } from './write-files.ts';
import { DEMO_SIZE } from './world.ts';

export const DEMO_MODELS = [
  'global-mean',
  'popularity',
  'bias',
  'funk-svd',
  'user-cf',
  'content',
  'cnn',
  'tags',
  'hybrid-weighted',
];
/** The first edition of default settings: the demo keeps the numbers that are told of it. */
const DEMO_DEFAULTS = 1;
const COLD_MODELS = ['cnn', 'tags', 'content'];
/** Models kept in the library for the app, fitted on all plays. */
export const KEPT_MODELS = ['hybrid-weighted', 'user-cf', 'content', 'funk-svd', 'popularity'];
const IMPORTS = ['metadata', 'tags', 'audio', 'triplets'] as const;
/**
 * The steps in their order, and how long each takes beside the others: what each took, in seconds, with native
 * TensorFlow on two busy cores. How long the rest takes is estimated from the speed of this run.
 */
const TAKES = [
  ['source', 51],
  ['metadata', 1],
  ['tags', 1],
  ['audio', 11],
  ['triplets', 1],
  ['comparison', 99],
  ['new-songs', 163],
  ...KEPT_MODELS.map((type) => [type, type === 'hybrid-weighted' ? 65 : 1] as const),
] as const;

export interface DemoResult {
  synthetic: true;
  tracks: number;
  listeners: number;
  plays: number;
  engine: string | null;
  seconds: number;
  loss: number[];
  ratings: Record<string, Record<string, number | null>>;
  ranking: Record<string, Record<string, Record<string, number | null>>>;
  noiseCeiling: Record<string, Record<string, number | null>>;
  /** Songs without training plays: the networks between chance, the audible ceiling and the upper bound. */
  newSongs: Record<string, { 'ndcg@10': number | null; auc: number | null }>;
  verdict: Message[];
}

/** What the demo needs from the app. */
export interface DemoApp {
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>;
  grants: { add(file: string): string };
  jobs: Pick<JobQueue, 'list' | 'start' | 'resume'>;
  library: { db: ReadableDb };
  setFact(name: string, value: string): void;
}

export interface DemoHooks {
  signal: AbortSignal;
  /** What is done, and how much of the whole demo is. */
  progress(message: Message, share: number): void;
  /** @param share of the whole demo, of a share of the job */
  finishJob<T>(jobId: number, share: (fraction: number) => number): Promise<T>;
}

/** How much of the whole demo is done when a share of a step is. */
export function demoShare(step: string, fraction: number): number {
  const at = TAKES.findIndex(([name]) => name === step);
  const sum = (steps: readonly (readonly [string, number])[]) => steps.reduce((all, [, takes]) => all + takes, 0);
  return (sum(TAKES.slice(0, at)) + fraction * TAKES[at][1]) / sum(TAKES);
}

const shareOf = (step: string) => (fraction: number) => demoShare(step, fraction);

/**
 * The app's main workflow on synthetic data. Every step first checks whether it is done, so an interrupted demo resumes
 * and a finished one only reports.
 */
export async function runDemo(app: DemoApp, folder: string, hooks: DemoHooks): Promise<DemoResult> {
  const started = performance.now();
  const files = demoFiles(join(folder, 'source'));
  app.setFact('name', 'Demo (synthetic)');
  app.setFact('synthetic', 'true');
  if (!existsSync(files.done)) await writeSource(join(folder, 'source'), hooks);
  const { db } = app.library;
  for (const kind of IMPORTS) {
    if (db.get('SELECT 1 FROM imports WHERE kind = ?', kind)) continue;
    await hooks.finishJob(
      await continueOrStart(
        app,
        importTitle(kind, files[kind]),
        async () => (await app.call('import/start', { grant: app.grants.add(files[kind]), kind })).jobId,
      ),
      shareOf(kind),
    );
  }
  const result = storedEvaluation(app, NOISE_CEILING) ?? (await evaluateDemo(app, files.truth, hooks));
  const cold = storedEvaluation(app, UPPER_BOUND) ?? (await evaluateNewSongs(app, files.truth, hooks));
  for (const type of KEPT_MODELS) {
    if (listModels(db).some((model) => model.name === type)) continue;
    await hooks.finishJob(
      await continueOrStart(
        app,
        trainingTitle(type, type),
        async () => (await app.call('models/train', { type, name: type })).jobId,
      ),
      shareOf(type),
    );
  }
  const seconds = Number(factOf(db, 'demo-seconds') ?? 0) || (performance.now() - started) / 1000;
  app.setFact('demo-seconds', String(seconds));
  return report(app, result, cold, seconds);
}

async function writeSource(folder: string, hooks: DemoHooks): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await runInWorker<null>(
    entryFile('core/recommender/demo/demo-worker', 'demo-worker'),
    { folder, size: DEMO_SIZE },
    ({ fraction }) =>
      hooks.progress(
        say('demo.making-data', { done: { number: fraction, style: 'percent', decimals: 0 } }),
        demoShare('source', fraction),
      ),
    hooks.signal,
  ).result;
}

function storedEvaluation(app: DemoApp, row: string): EvaluationResult | undefined {
  return listResults(app.library.db).find(({ result }) => row in result.models)?.result;
}

async function evaluateDemo(app: DemoApp, truth: string, hooks: DemoHooks): Promise<EvaluationResult> {
  const comparison = evaluationSpec.parse({
    protocol: 'ranking',
    models: DEMO_MODELS,
    conversion: 'log-count',
    cutoffs: [5, 10, 20, 50],
    withRatings: true,
    defaults: DEMO_DEFAULTS,
  });
  const spec = { ...comparison, oracleFile: truth };
  const title = say('demo.all-models');
  return hooks.finishJob<EvaluationResult>(
    await continueOrStart(app, title, async () => app.jobs.start('evaluate', title, spec).id),
    shareOf('comparison'),
  );
}

async function evaluateNewSongs(app: DemoApp, truth: string, hooks: DemoHooks): Promise<EvaluationResult> {
  const comparison = evaluationSpec.parse({
    protocol: 'item-cold',
    models: COLD_MODELS,
    conversion: 'log-count',
    folds: 5,
    cutoffs: [5, 10, 20, 50],
    defaults: DEMO_DEFAULTS,
  });
  const spec = { ...comparison, oracleFile: truth };
  const title = say('demo.new-songs');
  return hooks.finishJob<EvaluationResult>(
    await continueOrStart(app, title, async () => app.jobs.start('evaluate', title, spec).id),
    shareOf('new-songs'),
  );
}

/** An interrupted demo resumes its current job from that job's last checkpoint. */
async function continueOrStart(app: DemoApp, title: Message, start: () => Promise<number>): Promise<number> {
  const before = app.jobs
    .list(100)
    .find(
      (job) => job.title.text === title.text && (job.state === 'running' || job.state === 'queued' || job.resumable),
    );
  if (!before) return start();
  if (before.resumable) app.jobs.resume(before.id);
  return before.id;
}

function report(app: DemoApp, result: EvaluationResult, cold: EvaluationResult, seconds: number): DemoResult {
  const { tracks, listeners, plays } = countLibrary(app.library.db);
  const ratings: DemoResult['ratings'] = {};
  const ranking: DemoResult['ranking'] = {};
  for (const model of DEMO_MODELS) {
    const values = result.models[model];
    if (!values) throw new AppError('internal', say('demo.model-missing', { model }));
    ratings[model] = Object.fromEntries(
      ['mae', 'nmae', 'mse', 'rmse', 'msle'].map((name) => [name, values[name] ?? null]),
    );
    ranking[model] = byCutoff(values);
  }
  return {
    synthetic: true,
    tracks,
    listeners,
    plays,
    engine: result.engine,
    seconds,
    loss: result.fits.cnn?.loss ?? [],
    ratings,
    ranking,
    noiseCeiling: byCutoff(result.models[NOISE_CEILING] ?? {}),
    newSongs: Object.fromEntries(
      Object.entries(cold.models).map(([model, values]) => [
        model,
        { 'ndcg@10': values['ndcg@10'] ?? null, auc: values.auc ?? null },
      ]),
    ),
    verdict: verdict(result, ratings, ranking),
  };
}

function byCutoff(values: Record<string, number | null>): Record<string, Record<string, number | null>> {
  return Object.fromEntries(
    ['precision', 'recall', 'f1', 'ndcg'].map((name) => [
      name,
      Object.fromEntries(['5', '10', '20', '50'].map((n) => [n, values[`${name}@${n}`] ?? null])),
    ]),
  );
}

const four = (number: number): Quantity => ({ number, style: 'result', decimals: 4 });

/** States where the hybrid is best and where it is not, and the test results for F1 at 10. */
function verdict(result: EvaluationResult, ratings: DemoResult['ratings'], ranking: DemoResult['ranking']): Message[] {
  const models = Object.keys(ratings);
  const line = (measure: string | Message, value: (model: string) => number | null, lower: boolean) => {
    const known = models.filter((model) => value(model) !== null);
    const best = known.reduce((a, b) => ((value(b) as number) < (value(a) as number) === lower ? b : a));
    const shown = (model: string) => four(value(model) as number);
    return best === 'hybrid-weighted'
      ? say('demo.hybrid-best', { measure, value: shown(best) })
      : say('demo.hybrid-loses', { measure, value: shown('hybrid-weighted'), best, bestValue: shown(best) });
  };
  return [
    line('RMSE', (model) => ratings[model].rmse, true),
    line('MAE', (model) => ratings[model].mae, true),
    ...['5', '10', '20', '50'].map((n) => line(say('demo.f1-at', { n }), (model) => ranking[model].f1[n], false)),
    ...testLines(result),
    say('demo.no-evidence'),
  ];
}

/** The hybrid beside the paper's three baselines, by F1 at 10. */
function testLines({ statistics }: EvaluationResult): Message[] {
  return ['funk-svd', 'user-cf', 'content'].flatMap((other) => {
    const test = statistics?.tests.find(
      ({ measure, a, b }) =>
        measure === `f1@${statistics.primary}` && [a, b].includes('hybrid-weighted') && [a, b].includes(other),
    );
    if (!test || test.pHolm === null) return [];
    const sign = test.a === 'hybrid-weighted' ? 1 : -1;
    return [
      say('demo.hybrid-test', {
        measure: say('demo.f1-at', { n: String(statistics?.primary) }),
        model: other,
        outcome: test.pHolm >= 0.05 ? 'none' : sign * test.difference > 0 ? 'above' : 'below',
        difference: four(sign * test.difference),
        listeners: test.n,
        p: { number: test.pHolm, style: 'p' },
      }),
    ];
  });
}
