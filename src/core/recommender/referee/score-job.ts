import { type EvaluationResult, evaluationInput } from '../../../shared/contract/recommender.ts';
import type { JudgedLists } from '../../../shared/contract/referee.ts';
import { AppError } from '../../../shared/errors.ts';
import { modelLabel } from '../../../shared/evaluation-words.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { generatedTitle } from '../../../shared/result-names.ts';
import type { JobContext, JobKind } from '../../jobs/kind.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { completeSpec } from '../experiments/complete-spec.ts';
import { evaluated } from '../experiments/evaluate-job.ts';
import { hashOf, keepTestSetLook } from '../experiments/looks.ts';
import { formOfSplit } from '../experiments/split-parts.ts';
import type { JobServices } from '../training/job-services.ts';
import type { ScoreSpec } from './score-files.ts';
import type { ScoreTask } from './score-worker.ts';

export interface ScoreJobSpec extends Omit<ScoreSpec, 'more' | 'morePredictions'> {
  /** Types of ours that are trained on the split and judged beside the files. */
  models: readonly string[];
}

/** Judges lists that other tools made, in a worker. Nothing of the library changes. */
export function scoreJob(services: JobServices): JobKind<ScoreJobSpec> {
  return { ...judging(services), kind: 'judge-lists', lane: 'library' };
}

/** The same beside models of ours, which are trained first: behind other trainings. That is a look at the test set. */
export function scoreBesideJob(services: JobServices): JobKind<ScoreJobSpec> {
  return { ...judging(services), kind: 'judge-beside', lane: 'compute' };
}

function judging(services: JobServices): Pick<JobKind<ScoreJobSpec>, 'resumable' | 'run'> {
  return {
    resumable: true,
    async run({ models, ...spec }, context) {
      const judge = (ours: ScoreTask['ours'], from: number, to: number) =>
        runInWorker<JudgedLists>(
          entryFile('core/recommender/referee/score-worker', 'score-worker'),
          { ...spec, ours } satisfies ScoreTask,
          ({ phase, fraction }) => context.progress(phase, from + (to - from) * fraction),
          context.signal,
        ).result;
      if (models.length === 0) return judge(null, 0, 1);
      // What the files leave open is asked before anything is trained.
      const alone = await judge(null, 0, 0.05);
      if (alone.questions.length > 0) return alone;
      const { keptFile, look, notes } = await ownResults(services, { models, ...spec }, alone.kind, context);
      const judged = await judge({ keptFile, libraryFile: services.library.paths.database }, 0.9, 1);
      keepTestSetLook(services.library.db, look, services.clock().toISOString());
      return { ...judged, notes: [...judged.notes, ...notes] };
    },
  };
}

const EVERY_LISTENER = 10_000_000;

/**
 * @param kind what the files hold, and so what is wanted of the models
 * @returns the file that keeps what the models recommend to the split's test listeners, or predict of what is held out,
 * and what is to be kept of it: whoever sees our models beside others has looked at the test set, too
 */
async function ownResults(
  services: JobServices,
  { models, split, cutoffs, seed, answers }: ScoreJobSpec,
  kind: JudgedLists['kind'],
  context: JobContext,
): Promise<{ keptFile: string; look: Parameters<typeof keepTestSetLook>[1]; notes: Message[] }> {
  const { db } = services.library;
  const given = evaluationInput.parse({
    protocol: protocolFor(split, kind),
    models,
    cutoffs,
    seed,
    mostTestListeners: EVERY_LISTENER,
    withRatings: false,
  });
  const spec = completeSpec(db, given, split);
  if (kind === 'predictions' && spec.conversion !== 'explicit')
    throw new AppError('bad-request', say('referee.predictions-of-plays'));
  const own = { ...spec, splitFolder: split };
  const found = await evaluated(services, own, context, true, answers);
  const { dataHash } = found.result;
  const look = { title: generatedTitle(found.spec), hash: hashOf({ spec: found.spec, data: dataHash }), dataHash };
  const notes = kind === 'predictions' ? rankingOnly(found.result) : [];
  return { keptFile: found.keptFile as string, look: { ...look, spec: found.spec }, notes };
}

function protocolFor(split: string, kind: JudgedLists['kind']): string {
  if (kind === 'predictions') return 'ratings';
  return formOfSplit(split) === 'parts' ? 'ranking' : 'strong-generalization';
}

/** @returns which models have no row among predictions */
function rankingOnly({ models }: EvaluationResult): Message[] {
  const without = Object.keys(models).filter((model) => models[model].mae === null);
  if (without.length === 0) return [];
  return [say('referee.ranks-only', { models: without.map(modelLabel), count: without.length })];
}
