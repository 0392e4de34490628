import type { handoverContract } from '../../../shared/contract/handover.ts';
import type { Parsed } from '../../../shared/contract/index.ts';
import type { FileGrants } from '../../../shared/grants.ts';
import { modelLabel } from '../../../shared/evaluation-words.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Library } from '../../storage/library.ts';
import { completeSpec, librarySize, optionsForLibrary, resolveConversion } from '../experiments/complete-spec.ts';
import { confidenceSettings } from '../models/factor-options.ts';
import { completeOptions } from '../models/options.ts';
import { modelDefinition } from '../models/registry.ts';
import { ENCODER } from '../networks/musicnn-name.ts';
import { modelByName } from '../rows/model-rows.ts';

import { assertNetworkModel } from './export-keras-job.ts';
import { weightsTitle } from '../job-titles.ts';
import { readHandedOver } from './read-keras.ts';

interface Services {
  library: Library;
  jobs: JobQueue;
  grants: FileGrants;
}

/** What leaves for other programs, whole, and what comes back from them. */
export function handoverHandlers({
  library: { db },
  jobs,
  grants,
}: Services): Pick<Handlers, keyof typeof handoverContract> {
  const complete = ({ type, options, conversion, seed }: Omit<Parsed<'handover/export-keras'>, 'grant'>) => {
    assertNetworkModel(type);
    const own = optionsForLibrary(type, options, librarySize(db), false, modelDefinition);
    return { type, options: own, conversion: resolveConversion(db, conversion), seed };
  };
  return {
    'models/export-onnx': ({ name, grant }) => {
      if (name !== null) modelByName(db, name);
      const spec = { name, target: grants.resolve(grant) };
      return { jobId: jobs.start('export-onnx', say('job.export-onnx', { name: name ?? ENCODER }), spec).id };
    },
    'handover/export-keras': ({ grant, ...model }) => {
      const spec = { ...complete(model), folder: grants.resolve(grant) };
      return { jobId: jobs.start('export-keras', say('job.export-keras', { type: modelLabel(model.type) }), spec).id };
    },
    'handover/export-spark': ({ split, als, seed, grant }) => {
      const splitFolder = split?.splitGrant ? grants.resolve(split.splitGrant) : null;
      const { splitGrant: _splitGrant, ...given } = split ?? {};
      const options = completeOptions(modelDefinition('als'), als, modelDefinition);
      const spec = {
        spec: split ? completeSpec(db, given as Parsed<'evaluation/start'>, splitFolder) : null,
        splitFolder,
        seed,
        als: { ...confidenceSettings(options), k: Number(options.k), iterations: Number(options.iterations) },
        folder: grants.resolve(grant),
      };
      return { jobId: jobs.start('export-spark', say('job.export-spark'), spec).id };
    },
    'handover/import-weights': ({ grant, name }) => {
      const weightsFolder = grants.resolve(grant);
      const spec = { ...complete(readHandedOver(weightsFolder)), name, weightsFolder };
      return { jobId: jobs.start('train', weightsTitle(spec.type, name), spec).id };
    },
  };
}
