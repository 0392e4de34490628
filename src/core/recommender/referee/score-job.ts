import { evaluationInput } from '../../../shared/contract/recommender.ts';
import type { JudgedLists } from '../../../shared/contract/referee.ts';
import type { JobContext, JobKind } from '../../jobs/kind.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { completeSpec } from '../experiments/complete-spec.ts';
import { evaluated } from '../experiments/evaluate-job.ts';
import type { JobServices } from '../training/job-services.ts';
import type { ScoreSpec } from './score-files.ts';
import type { ScoreTask } from './score-worker.ts';

export interface ScoreJobSpec extends Omit<ScoreSpec, 'more'> {
  /** Types of ours that are trained on the split and judged beside the files. */
  models: readonly string[];
}

/** Judges lists that other tools made, in a worker. Nothing of the library changes. */
export function scoreJob(services: JobServices): JobKind<ScoreJobSpec> {
  return { ...judging(services), kind: 'judge-lists', lane: 'library' };
}

/** The same beside models of ours, which are trained first: behind other trainings. */
export function scoreBesideJob(services: JobServices): JobKind<ScoreJobSpec> {
  return { ...judging(services), kind: 'judge-beside', lane: 'compute' };
}

function judging(services: JobServices): Pick<JobKind<ScoreJobSpec>, 'resumable' | 'run'> {
  return {
    resumable: true,
    async run({ models, ...spec }, context) {
      const keptFile = models.length > 0 ? await ownLists(services, { models, ...spec }, context) : null;
      const ours = keptFile === null ? null : { keptFile, libraryFile: services.library.paths.database };
      const task: ScoreTask = { ...spec, ours };
      return runInWorker<JudgedLists>(
        entryFile('core/recommender/referee/score-worker', 'score-worker'),
        task,
        ({ phase, fraction }) => context.progress(phase, ours ? 0.9 + fraction / 10 : fraction),
        context.signal,
      ).result;
    },
  };
}

const EVERY_LISTENER = 10_000_000;

/** @returns the file that keeps what the models recommend to the split's test listeners */
async function ownLists(
  services: JobServices,
  { models, split, cutoffs, seed }: ScoreJobSpec,
  context: JobContext,
): Promise<string> {
  const protocol = 'strong-generalization';
  const given = evaluationInput.parse({
    protocol,
    models,
    cutoffs,
    seed,
    mostTestListeners: EVERY_LISTENER,
    withRatings: false,
  });
  const spec = completeSpec(services.library.db, given, split);
  const { keptFile } = await evaluated(services, { ...spec, splitFolder: split }, context, true);
  return keptFile as string;
}
