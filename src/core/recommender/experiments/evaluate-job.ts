import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import { generatedTitle } from '../../../shared/result-names.ts';
import { VERSIONS } from '../../../shared/versions.ts';
import type { JobKind } from '../../jobs/kind.ts';
import { keepLook } from '../../storage/ledger.ts';
import { gather } from '../data/gather-job.ts';
import { addResult } from '../rows/model-rows.ts';
import { writeGivenSplit } from '../splits/given-split.ts';
import type { JobServices } from '../training/job-services.ts';
import { readSplitFolder } from './split-folder.ts';

export interface EvaluateJobSpec extends EvaluationSpec {
  oracleFile?: string | null;
  /** Folder of a user-supplied split. */
  splitFolder?: string | null;
}

/** Compares models under one protocol and stores the result. */
export function evaluateJob(services: JobServices): JobKind<EvaluateJobSpec> {
  const { library, trainer, settings, clock, changed } = services;
  return {
    kind: 'evaluate',
    lane: 'compute',
    resumable: true,
    async run({ oracleFile, splitFolder, ...spec }, context) {
      const datasetFile = await gather(library, context, spec.dropMismatches, Object.values(spec.options));
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
      keepLook(
        library.db,
        {
          kind: 'test-set',
          subject: generatedTitle(spec),
          state: result.dataHash,
          spec: JSON.stringify(spec),
          details: '{}',
        },
        clock().toISOString(),
      );
      addResult(library.db, {
        title: generatedTitle(spec),
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
