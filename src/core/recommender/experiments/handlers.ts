import type { ExperimentSpec, experimentsContract } from '../../../shared/contract/experiments.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import type { FileGrants } from '../../../shared/grants.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import { readerOf } from '../../report/reader.ts';
import { listExperiments } from '../rows/experiment-rows.ts';
import { renameResult } from '../rows/result-row.ts';
import { factOf } from '../../storage/facts.ts';
import type { Library } from '../../storage/library.ts';
import { assertLibraryFits, completeSpec, librarySize, resolveConversion } from './complete-spec.ts';
import { measureDefinition } from '../measures/registry.ts';
import { withDefaults } from '../models/default-settings.ts';
import { completeOptions } from '../models/options.ts';
import { modelDefinition } from '../models/registry.ts';
import type { ExperimentJobSpec } from './experiment-job.ts';
import { type LibraryFacts, paperSpec } from './paper.ts';
import { reportedResult } from './reported-result.ts';

export function experimentHandlers({
  library: { db },
  jobs,
  grants,
  changed,
}: {
  library: Library;
  jobs: JobQueue;
  grants: FileGrants;
  changed(what: 'results'): void;
}): Pick<Handlers, keyof typeof experimentsContract> {
  return {
    'experiments/start': ({ spec: given, anyway }) => {
      const spec = withDefaults(given);
      checkExperiment(db, spec);
      if (!anyway && !spec.data?.filter)
        for (const own of spec.evaluations) assertLibraryFits(db, 'evaluate', { ...own, defaults: spec.defaults });
      const synthetic = factOf(db, 'synthetic') === 'true';
      const job: ExperimentJobSpec = {
        spec,
        conversion: resolveConversion(db, spec.conversion),
        synthetic,
        oracleFile: null,
      };
      return { jobId: jobs.start('experiment', say('job.experiment', { name: spec.name }), job).id };
    },
    'experiments/resume': ({ spec }) => {
      const text = JSON.stringify(withDefaults(spec));
      const stopped = jobs.findStopped('experiment', (job) => JSON.stringify((job as ExperimentJobSpec).spec) === text);
      return { jobId: stopped === null ? null : jobs.resume(stopped).id };
    },
    'experiments/export': ({ id, grant, language }) => {
      const { title } = reportedResult(db, id, readerOf(language));
      const job = { id, folder: grants.resolve(grant), language };
      return { jobId: jobs.start('export', say('job.export', { name: title }), job).id };
    },
    'experiments/paper-spec': ({ language }) => paperSpec(libraryFacts(db), readerOf(language)),
    'results/rename': ({ id, title }) => {
      renameResult(db, id, title.trim());
      changed('results');
      return {};
    },
    'experiments/list': () => listExperiments(db),
  };
}

export function libraryFacts(db: Library['db']): LibraryFacts {
  const ease = modelDefinition('ease');
  return {
    hasAudio: db.get('SELECT 1 FROM clips LIMIT 1') !== undefined,
    hasTags: db.get('SELECT 1 FROM track_tags LIMIT 1') !== undefined,
    fitsEase: fitsIntoMemory(() => ease.assertFits?.(completeOptions(ease, {}, modelDefinition), librarySize(db))),
  };
}

function fitsIntoMemory(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return false;
    throw error;
  }
}

/** Rejects invalid specs before anything runs. */
export function checkExperiment(db: Library['db'], spec: ExperimentSpec): void {
  for (const evaluation of spec.evaluations)
    completeSpec(
      db,
      {
        ...evaluation,
        conversion: spec.conversion,
        seed: spec.seed,
        defaults: spec.defaults,
        filter: spec.data.filter,
        dropMismatches: spec.data.dropMismatches,
      },
      null,
    );
  if (spec.search && measureDefinition(spec.search.measure).kind === 'catalogue')
    throw new AppError('bad-request', say('experiment.search-by-catalogue-measure', { measure: spec.search.measure }));
  if (spec.grid && !modelDefinition(spec.grid.model).givesRatings)
    throw new AppError('bad-request', say('experiment.grid-without-ratings', { model: spec.grid.model }));
  if (spec.grid && !modelDefinition(spec.grid.model).options.some(({ name }) => name === 'k'))
    throw new AppError('bad-request', say('experiment.grid-without-factors', { model: spec.grid.model }));
}
