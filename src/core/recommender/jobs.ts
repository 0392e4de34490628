import type { JobKind } from '../jobs/queue.ts';
import { evaluateJob } from './experiments/evaluate-job.ts';
import { listenJob } from './encoding/listen-job.ts';
import { importJob } from './import/import-job.ts';
import type { JobServices } from './training/job-services.ts';
import { trainJob } from './training/train-job.ts';

export function recommenderJobs(services: JobServices): JobKind[] {
  return [
    importJob(services) as JobKind,
    listenJob(services) as JobKind,
    trainJob(services) as JobKind,
    evaluateJob(services) as JobKind,
  ];
}
