import type { ImportPreview } from '../../../shared/contract/imports.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { previewImport } from './preview-import.ts';
import type { ImportTask } from './stage-import.ts';

serveTask<ImportTask, ImportPreview>(previewImport);
