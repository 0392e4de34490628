import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { Settings } from '../../shared/contract/app.ts';
import type { EvaluationSpec, ImportKind, ImportResult, ModelRow } from '../../shared/contract/recommender.ts';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/say.ts';
import type { PrintPdf } from '../report/pdf.ts';
import type { JobContext, JobKind } from '../jobs/queue.ts';
import { syncFile, writeDurably } from '../storage/durable.ts';
import type { Library } from '../storage/library.ts';
import { fileSize } from '../storage/migrate.ts';
import { addResult, putModel } from './rows/model-rows.ts';
import { readSplitFolder } from './experiments/split-folder.ts';
import { writeGivenSplit } from './splits/given-split.ts';
import { entryFile } from '../workers/entry.ts';
import { runInWorker } from '../workers/worker-task.ts';
import type { ImportTask } from './import/stage-import.ts';
import { publish } from './import/publish.ts';
import type { SpawnTrainer, TrainerClient } from './training/trainer-client.ts';
import { VERSIONS } from '../../shared/versions.ts';

export interface JobServices {
  library: Library;
  trainer: TrainerClient;
  spawnTrainer: SpawnTrainer;
  settings(): Settings;
  clock(): Date;
  changed(what: 'songs' | 'listeners' | 'models' | 'results'): void;
  print: PrintPdf;
}

export interface ImportSpec {
  kind: ImportKind;
  file: string;
  format: string;
  mappingFile: string | null;
  listener: string | null;
  onError: 'skip' | 'abort';
}

export interface TrainSpec {
  type: string;
  name: string;
  options: Record<string, string | number>;
  conversion: ModelRow['conversion'];
  seed: number;
}

export interface EvaluateJobSpec extends EvaluationSpec {
  oracleFile?: string | null;
  /** Folder of a given split. */
  splitFolder?: string | null;
}

const STAGED = 'staged.json';

export function recommenderJobs(services: JobServices): JobKind[] {
  return [importJob(services) as JobKind, trainJob(services) as JobKind, evaluateJob(services) as JobKind];
}

/** Publishing writes what was staged, its indexes and the log: where that cannot fit, nothing of it is begun. */
function assertRoom(folder: string, stagingFile: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = 2.5 * fileSize(stagingFile) + 2 ** 20;
  if (bavail * bsize >= needed) return;
  throw new AppError(
    'disk-full',
    say`The disk is full: this import needs about ${Math.ceil(needed / 1e6)} MB and there are ${Math.floor((bavail * bsize) / 1e6)} MB. Nothing was imported. Free some space, then resume the job.`,
  );
}

/**
 * Reads a file in a worker into a staging database, then publishes it. Once staged, an import always ends in the
 * library, also after a crash.
 */
function importJob({ library, settings, clock, changed }: JobServices): JobKind<ImportSpec> {
  return {
    kind: 'import',
    lane: 'library',
    resumable: true,
    mustFinish: (folder) => existsSync(join(folder, STAGED)),
    async run(spec, context) {
      const started = performance.now();
      const stagingFile = join(context.folder, 'staging.sqlite');
      const staged = join(context.folder, STAGED);
      const result = existsSync(staged)
        ? (JSON.parse(readFileSync(staged, 'utf8')) as ImportResult)
        : await stage(library, spec, context, stagingFile, settings().threads);
      assertRoom(library.paths.folder, stagingFile);
      context.commit();
      if (existsSync(stagingFile)) syncFile(stagingFile);
      writeDurably(staged, JSON.stringify(result));
      await publish(library.db, stagingFile, (fraction) => context.progress('publishing', 0.9 + 0.1 * fraction));
      result.seconds = (performance.now() - started) / 1000;
      library.db.transaction(() =>
        library.db.run(
          'INSERT INTO imports (kind, format, file, result, finished_at) VALUES (?, ?, ?, ?, ?)',
          spec.kind,
          result.format,
          basename(spec.file),
          JSON.stringify(result),
          clock().toISOString(),
        ),
      );
      changed('songs');
      changed('listeners');
      return result;
    },
  };
}

async function stage(
  library: Library,
  spec: ImportSpec,
  context: JobContext,
  stagingFile: string,
  threads: number,
): Promise<ImportResult> {
  const task: ImportTask = {
    ...spec,
    libraryFile: library.paths.database,
    stagingFile,
    scratch: join(context.folder, 'scratch'),
    melFolder: library.paths.mel,
    threads: threads || availableParallelism(),
  };
  const worker = runInWorker<ImportResult>(
    entryFile('core/recommender/import/import-worker', 'import-worker'),
    task,
    ({ phase, fraction }) => {
      if (!context.signal.aborted) context.progress(phase, 0.9 * fraction);
    },
  );
  const cancel = () => worker.cancel();
  context.signal.addEventListener('abort', cancel, { once: true });
  try {
    return await worker.result;
  } catch (error) {
    rmSync(stagingFile, { force: true });
    throw error;
  }
}

/** Writes the arrays that a training or evaluation reads, in a worker; used again when a job resumes. */
export async function gather(library: Library, context: JobContext, dropMismatches: boolean): Promise<string> {
  const output = join(context.folder, 'dataset.bin');
  if (existsSync(output)) return output;
  const task = { libraryFile: library.paths.database, melFolder: library.paths.mel, dropMismatches, output };
  const worker = runInWorker(
    entryFile('core/recommender/data/gather-worker', 'gather-worker'),
    task,
    ({ fraction }) => {
      if (!context.signal.aborted) context.progress('gathering', 0.02 * fraction);
    },
  );
  context.signal.addEventListener('abort', () => worker.cancel(), { once: true });
  await worker.result;
  return output;
}

function trainJob(services: JobServices): JobKind<TrainSpec> {
  const { library, trainer, settings, clock, changed } = services;
  return {
    kind: 'train',
    lane: 'compute',
    resumable: true,
    async run(spec, context) {
      const datasetFile = await gather(library, context, true);
      const output = join(context.folder, 'model.bin');
      const { engine, threads } = settings();
      const result = await trainer.run(
        {
          kind: 'train',
          datasetFile,
          folder: context.folder,
          engine,
          threads,
          type: spec.type,
          options: spec.options,
          conversion: spec.conversion,
          seed: spec.seed,
          output,
        },
        context.signal,
        (fraction, live) =>
          context.progress('training', 0.02 + 0.97 * fraction, { live: { model: spec.type, ...live } }),
      );
      context.commit();
      const file = `${createHash('sha256').update(`${spec.name} ${context.id} ${clock().toISOString()}`).digest('hex').slice(0, 16)}.model`;
      renameSync(output, join(library.paths.models, file));
      const replaced = putModel(library.db, {
        ...spec,
        engine: result.engine,
        createdAt: clock().toISOString(),
        seconds: result.seconds,
        loss: result.loss,
        validationLoss: result.validationLoss,
        file,
      });
      if (replaced) rmSync(join(library.paths.models, replaced), { force: true });
      changed('models');
      return { name: spec.name, type: spec.type, ...result };
    },
  };
}

function evaluateJob(services: JobServices): JobKind<EvaluateJobSpec> {
  const { library, trainer, settings, clock, changed } = services;
  return {
    kind: 'evaluate',
    lane: 'compute',
    resumable: true,
    async run({ oracleFile, splitFolder, ...spec }, context) {
      const datasetFile = await gather(library, context, spec.dropMismatches);
      const { engine, threads } = settings();
      const splitFile = splitFolder ? join(context.folder, 'split.bin') : null;
      if (splitFile && splitFolder) writeGivenSplit(splitFile, readSplitFolder(library.db, splitFolder));
      const task = {
        kind: 'evaluate' as const,
        datasetFile,
        folder: context.folder,
        engine,
        threads,
        spec,
        oracleFile: oracleFile ?? null,
        splitFile,
      };
      const result = await trainer.run(task, context.signal, (fraction, live) =>
        context.progress('evaluating', 0.02 + 0.97 * fraction, { live }),
      );
      context.commit();
      const hash = createHash('sha256')
        .update(JSON.stringify({ spec, data: result.dataHash }))
        .digest('hex')
        .slice(0, 16);
      addResult(library.db, {
        title: titleOf(spec),
        hash,
        spec,
        result,
        versions: VERSIONS,
        createdAt: clock().toISOString(),
      });
      changed('results');
      return result;
    },
  };
}

function titleOf(spec: EvaluationSpec): string {
  return `${spec.protocol}, ${spec.conversion}${spec.folds > 1 ? `, ${spec.folds} folds` : ''}, ${spec.models.length} models`;
}

export function assertFile(file: string): void {
  if (!existsSync(file))
    throw new AppError('not-found', say`There is no file or folder ${file}. Check the path.`, { file });
}
