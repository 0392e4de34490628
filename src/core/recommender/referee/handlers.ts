import { basename } from 'node:path';
import type { refereeContract } from '../../../shared/contract/referee.ts';
import { AppError } from '../../../shared/errors.ts';
import { protocolLabel } from '../../../shared/evaluation-words.ts';
import type { FileGrants } from '../../../shared/grants.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Library } from '../../storage/library.ts';
import { assertLibraryFits, completeSpec } from '../experiments/complete-spec.ts';
import type { ExportListsSpec } from '../experiments/evaluate-job.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contract/default-settings.ts';
import { modelDefinition } from '../models/registry.ts';
import { resultById } from '../rows/model-rows.ts';
import type { ScoreJobSpec } from './score-job.ts';

interface Services {
  library: Library;
  jobs: JobQueue;
  grants: FileGrants;
}

const KINDS = ['judge-lists', 'judge-beside'] as const;

/** Splits and lists, out to other tools and back from them. */
export function refereeHandlers({
  library: { db },
  jobs,
  grants,
}: Services): Pick<Handlers, keyof typeof refereeContract> {
  const judge = (spec: ScoreJobSpec) => {
    const [alone, beside] = KINDS;
    const title = say('job.judge-lists', { names: spec.files.map((file) => basename(file)) });
    return { jobId: jobs.start(spec.models.length > 0 ? beside : alone, title, spec).id };
  };
  return {
    'referee/judge-lists': ({ grants: files, splitGrant, anyway, ...rest }) => {
      for (const model of rest.models) modelDefinition(model);
      const spec = { models: rest.models, options: {}, defaults: DEFAULT_SETTINGS };
      if (rest.models.length > 0 && !anyway) assertLibraryFits(db, 'evaluate', spec);
      return judge({ ...rest, files: files.map((one) => grants.resolve(one)), split: grants.resolve(splitGrant) });
    },
    'referee/answer': ({ jobId, answers }) => {
      const { kind } = jobs.get(jobId);
      const spec = jobs.specOf<ScoreJobSpec>(jobId, KINDS.find((one) => one === kind) ?? KINDS[0]);
      return judge({ ...spec, answers: { ...spec.answers, ...answers } });
    },
    'evaluation/export-lists': ({ id, form, grant }) => {
      const { spec, title } = resultById(db, id);
      if (spec.split !== null) throw new AppError('bad-request', say('export.lists-of-given-split'));
      const job: ExportListsSpec = { id, form, folder: grants.resolve(grant) };
      return { jobId: jobs.start('export-lists', say('job.export-lists', { name: title }), job).id };
    },
    'evaluation/export-split': (input) => {
      const { splitGrant, form, grant, ...given } = input;
      const splitFolder = splitGrant ? grants.resolve(splitGrant) : null;
      const spec = completeSpec(db, given, splitFolder);
      const title = say('job.export-split', { protocol: protocolLabel(spec.protocol) });
      return {
        jobId: jobs.start('export-split', title, { spec, form, folder: grants.resolve(grant), splitFolder }).id,
      };
    },
  };
}
