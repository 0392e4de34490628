import type { AuditedSplitFolder } from '../../../shared/contract/audit.ts';
import type { Answers } from '../../../shared/questions.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { auditSplitFolder } from './split-folder-audit.ts';

export interface SplitAuditTask {
  folder: string;
  answers: Answers;
}

serveTask<SplitAuditTask, AuditedSplitFolder>(({ folder, answers }, checkpoint) =>
  auditSplitFolder(folder, answers, (fraction) => checkpoint(fraction, 'reading')),
);
