import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Checkpoint } from '../../../workers/worker-side.ts';
import { type PageItem, pageText } from './pdf-layout.ts';
import { withoutRunningHeads } from './running-heads.ts';

export interface PdfTask {
  bytes: Uint8Array;
  file: string;
  /** Folder of the character maps. */
  maps: string;
}

const MOST_PAGES = 200;

/** Character maps come from a folder, whatever process this worker belongs to. */
class CharacterMaps {
  static folder = '';

  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    if (kind !== 'cMapUrl') throw new Error(`no ${kind} is shipped`);
    return new Uint8Array(await readFile(join(CharacterMaps.folder, filename)));
  }
}

/** The lines of a PDF's first pages. Runs in a worker, since a large one takes seconds. */
export async function readPdfText({ bytes, file, maps }: PdfTask, checkpoint: Checkpoint): Promise<string> {
  // The library looks for a canvas when it starts, and says on the console that there is none.
  const { warn } = console;
  console.warn = () => {};
  // It takes a process of Electron for a page otherwise.
  Object.defineProperty(process, 'type', { value: undefined, configurable: true });
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const worker = await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  (globalThis as { pdfjsWorker?: unknown }).pdfjsWorker = worker;
  console.warn = warn;
  CharacterMaps.folder = maps;
  const loading = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: 'maps/',
    cMapPacked: true,
    BinaryDataFactory: CharacterMaps,
    useWorkerFetch: false,
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await loading.promise;
    const pages: string[] = [];
    for (let number = 1; number <= Math.min(document.numPages, MOST_PAGES); number++) {
      checkpoint(number / document.numPages, 'reading');
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(pageText(items as PageItem[]));
    }
    return withoutRunningHeads(pages.filter((text) => text !== '')).join('\n');
  } catch (error) {
    const { name, message } = error as Error;
    if (error instanceof AppError) throw error;
    if (name === 'PasswordException') throw new AppError('bad-input', say('cv.protected', { file }), { file });
    throw new AppError('bad-input', say('cv.damaged-pdf', { file, message }), { file });
  } finally {
    await loading.destroy();
  }
}
