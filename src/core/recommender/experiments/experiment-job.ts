import { join } from 'node:path';
import type { ExperimentSpec } from '../../../shared/contract/experiments.ts';
import type { ConversionName } from '../../../shared/contract/recommender.ts';
import { firstEndOf } from '../../jobs/first-end.ts';
import type { JobKind } from '../../jobs/kind.ts';
import { addExperiment } from '../rows/experiment-rows.ts';
import { VERSIONS } from '../../../shared/versions.ts';
import { gather } from '../data/gather-job.ts';
import type { JobServices } from '../training/job-services.ts';
import { TrainerPool } from '../training/trainer-client.ts';
import { keepTestSetLook } from './looks.ts';
import { evaluationOf, runExperiment } from './run-experiment.ts';

export interface ExperimentJobSpec {
  spec: ExperimentSpec;
  conversion: ConversionName;
  synthetic: boolean;
  oracleFile: string | null;
}

/** Of every model in every evaluation. */
export function allOptions({ evaluations }: ExperimentSpec): Record<string, string | number>[] {
  return evaluations.flatMap(({ options }) => Object.values(options));
}

/** Runs a whole experiment as one job; finished parts survive a crash. */
export function experimentJob({
  library,
  trainer,
  spawnTrainer,
  settings,
  clock,
  changed,
}: JobServices): JobKind<ExperimentJobSpec> {
  return {
    kind: 'experiment',
    lane: 'compute',
    resumable: true,
    keeps: () => true, // finished parts: the same experiment goes on from them, even after it was cancelled
    async run({ spec, conversion, synthetic, oracleFile }, context) {
      const datasetFile = await gather(library, context, spec.data.dropMismatches, allOptions(spec));
      const { engine, threads } = settings();
      const pool = new TrainerPool(trainer, spawnTrainer);
      try {
        const result = await runExperiment(spec, {
          datasetFile,
          folder: join(context.folder, 'experiment'),
          engine,
          threads,
          conversion,
          oracleFile,
          signal: context.signal,
          run: (task, process, progress) => pool.client(process).run(task, context.signal, progress),
          progress: (phase, fraction, live) => context.progress(phase, 0.02 + 0.97 * fraction, { live }),
        });
        context.commit();
        const id = addExperiment(library.db, {
          title: spec.name,
          hash: result.hash,
          spec,
          result,
          synthetic,
          versions: VERSIONS,
          createdAt: firstEndOf(context.folder, clock),
        });
        result.evaluations.forEach(({ dataHash }, i) => {
          const chosen = Object.fromEntries(
            (result.choices ?? [])
              .filter(({ evaluation, fold }) => evaluation === i && fold === 0)
              .map(({ model, options }) => [model, options]),
          );
          const look = {
            title: spec.name,
            hash: result.hash,
            spec: evaluationOf(spec, i, conversion),
            dataHash,
            chosen,
          };
          keepTestSetLook(library.db, look, clock().toISOString());
        });
        changed('results');
        return { id, ...result };
      } finally {
        pool.close();
      }
    },
  };
}
