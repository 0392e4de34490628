import type { JobKind } from '../jobs/kind.ts';
import { splitAuditJob } from './audit/split-audit-job.ts';
import { exportOnnxJob } from './onnx/export-onnx-job.ts';
import { evaluateJob, exportListsJob } from './experiments/evaluate-job.ts';
import { exportSparkJob } from './handover/export-spark-job.ts';
import { exportKerasJob } from './handover/export-keras-job.ts';
import { listenJob } from './encoding/listen-job.ts';
import { importJob } from './import/import-job.ts';
import type { JobServices } from './training/job-services.ts';
import { exportSplitJob } from './experiments/export-split-job.ts';
import { exportDataJob } from './export/export-data-job.ts';
import { scoreBesideJob, scoreJob } from './referee/score-job.ts';
import { trainJob } from './training/train-job.ts';

export function recommenderJobs(services: JobServices): JobKind[] {
  const kinds = [
    importJob,
    listenJob,
    trainJob,
    evaluateJob,
    exportSplitJob,
    exportOnnxJob,
    exportKerasJob,
    exportSparkJob,
    exportDataJob,
    exportListsJob,
    scoreJob,
    scoreBesideJob,
    splitAuditJob,
  ];
  return kinds.map((kind) => kind(services) as JobKind);
}
