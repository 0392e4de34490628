import { join } from 'node:path';
import type { EvaluationResult, EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { ListForm } from '../../../shared/contract/exports.ts';
import type { ExportedLists } from '../../../shared/contract/referee.ts';
import type { Answers } from '../../../shared/questions.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { generatedTitle } from '../../../shared/result-names.ts';
import { VERSIONS } from '../../../shared/versions.ts';
import { firstEndOf } from '../../jobs/first-end.ts';
import type { JobContext, JobKind } from '../../jobs/kind.ts';
import { folderOfResults } from '../../storage/output.ts';
import { placeOnce } from '../../storage/placing.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { gather } from '../data/gather-job.ts';
import type { ExportListsTask } from '../export/export-lists-worker.ts';
import { addResult, resultById } from '../rows/model-rows.ts';
import type { JobServices } from '../training/job-services.ts';
import { hashOf, keepTestSetLook } from './looks.ts';
import { givenSplitFile } from './given-split-file.ts';

export interface EvaluateJobSpec extends EvaluationSpec {
  oracleFile?: string | null;
  /** Folder of a user-supplied split. */
  splitFolder?: string | null;
  /** Where lists, predictions and values of single listeners go. */
  lists?: { folder: string; form: ListForm };
}

/** Compares models under one protocol and stores the result. */
export function evaluateJob(services: JobServices): JobKind<EvaluateJobSpec> {
  const { library, clock, changed } = services;
  return {
    kind: 'evaluate',
    lane: 'compute',
    resumable: true,
    async run({ lists, ...given }, context) {
      const { spec, result, keptFile } = await evaluated(services, given, context, lists !== undefined);
      const written = lists && keptFile && (await writeLists(services, context, lists, { spec, result, keptFile }));
      context.commit();
      const hash = hashOf({ spec, data: result.dataHash });
      const title = generatedTitle(spec);
      addResult(library.db, {
        title,
        hash,
        spec,
        result,
        versions: VERSIONS,
        createdAt: firstEndOf(context.folder, clock),
      });
      const look = { title, hash, spec, dataHash: result.dataHash };
      keepTestSetLook(library.db, look, clock().toISOString());
      changed('results');
      return written ? { ...result, lists: written } : result;
    },
  };
}

export interface ExportListsSpec {
  /** Of a stored comparison. */
  id: number;
  folder: string;
  form: ListForm;
}

/** Evaluates again what a stored comparison evaluated, for its lists; stores nothing. */
export function exportListsJob(services: JobServices): JobKind<ExportListsSpec> {
  return {
    kind: 'export-lists',
    lane: 'compute',
    resumable: true,
    async run({ id, ...lists }, context) {
      const stored = resultById(services.library.db, id);
      const { result, keptFile } = await evaluated(services, stored.spec, context, true);
      if (result.dataHash !== stored.result.dataHash)
        throw new AppError('conflict', say('export.data-changed', { title: stored.title }));
      return writeLists(services, context, lists, { spec: stored.spec, result, keptFile: keptFile as string });
    },
  };
}

/**
 * @param keep whether lists, predictions and values of single listeners are kept in a file
 * @param answers to what the files of a user-supplied split leave open
 */
export async function evaluated(
  { library, trainer, settings }: JobServices,
  { oracleFile, splitFolder, ...given }: Omit<EvaluateJobSpec, 'lists'>,
  context: JobContext,
  keep: boolean,
  answers: Answers = {},
) {
  const { splitFile, splitHash } = await givenSplitFile(library, splitFolder, context, answers);
  const spec = { ...given, ...(splitHash ? { splitHash } : {}) };
  const datasetFile = await gather(library, context, spec.dropMismatches, Object.values(spec.options));
  const { engine, threads } = settings();
  const keptFile = keep ? join(context.folder, 'kept.jsonl') : null;
  const task = {
    kind: 'evaluate' as const,
    datasetFile,
    folder: context.folder,
    engine,
    threads,
    spec,
    oracleFile: oracleFile ?? null,
    splitFile,
    ...(keptFile ? { keptFile } : {}),
  };
  const result = await trainer.run(task, context.signal, (fraction, live) =>
    context.progress('evaluating', 0.02 + 0.97 * fraction, { live }),
  );
  return { spec, result, keptFile };
}

async function writeLists(
  { library, clock }: JobServices,
  context: JobContext,
  { folder, form }: { folder: string; form: ListForm },
  { spec, result, keptFile }: { spec: EvaluationSpec; result: EvaluationResult; keptFile: string },
): Promise<ExportedLists> {
  const destination = folderOfResults(folder, `${spec.protocol} lists`, clock());
  const { path, result: files } = await placeOnce(context.folder, destination, (output) => {
    const task: ExportListsTask = {
      libraryFile: library.paths.database,
      keptFile,
      form,
      evaluation: `${JSON.stringify({ spec, result }, null, 1)}\n`,
      title: generatedTitle(spec),
      output,
      createdAt: clock().toISOString(),
    };
    return runInWorker<string[]>(
      entryFile('core/recommender/export/export-lists-worker', 'export-lists-worker'),
      task,
      () => context.progress('exporting', null),
      context.signal,
    ).result;
  });
  return { folder: path, files };
}
