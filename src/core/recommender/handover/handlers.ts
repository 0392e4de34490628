import type { handoverContract } from '../../../shared/contract/handover.ts';
import type { FileGrants } from '../../../shared/grants.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Library } from '../../storage/library.ts';
import { ENCODER } from '../networks/musicnn-name.ts';
import { modelByName } from '../rows/model-rows.ts';

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
  return {
    'models/export-onnx': ({ name, grant }) => {
      if (name !== null) modelByName(db, name);
      const spec = { name, target: grants.resolve(grant) };
      return { jobId: jobs.start('export-onnx', say('job.export-onnx', { name: name ?? ENCODER }), spec).id };
    },
  };
}
