import { serveTask } from '../../../workers/worker-side.ts';
import { type PdfTask, readPdfText } from './pdf-text.ts';

serveTask<PdfTask, string>(readPdfText);
