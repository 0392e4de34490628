import type { ImportResult } from '../../../shared/contract/imports.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { type ImportTask, stageImport } from './stage-import.ts';

serveTask<ImportTask, ImportResult>((task, checkpoint) => stageImport(task, checkpoint));
