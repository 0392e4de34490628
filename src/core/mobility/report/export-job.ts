import type { Message } from '../../../shared/messages/message.ts';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { JobKind } from '../../jobs/kind.ts';
import type { PrintPdf } from '../../report/pdf.ts';
import { factOf } from '../../storage/facts.ts';
import { removeFile } from '../../storage/moves.ts';
import { folderOfResults } from '../../storage/output.ts';
import { placeOnce } from '../../storage/placing.ts';
import { StudyThread } from '../reading/study-thread.ts';
import type { Study } from '../study/study.ts';
import type { MobilityExportSpec, Written } from './write-export.ts';

export interface MobilityExportResult {
  /** The new folder. */
  folder: string;
  files: string[];
  notes: Message[];
}

export interface ExportServices {
  study: Study;
  print: PrintPdf;
}

/** Writes the study's tables, figures and report into a new folder, in the requested formats. */
export function exportJob({ study, print }: ExportServices): JobKind<MobilityExportSpec> {
  return {
    kind: 'mobility-export',
    lane: 'library',
    resumable: true,
    async run(spec, context) {
      assertOneForOthers(spec.formats);
      const name = factOf(study.db, 'study-name') || 'study';
      const destination = folderOfResults(spec.folder, name, study.clock());
      const { path, result } = await placeOnce(context.folder, destination, async (folder) => {
        context.progress('exporting', 0.1);
        const thread = new StudyThread(study);
        const stop = () => void thread.cancel();
        context.signal.addEventListener('abort', stop, { once: true });
        try {
          context.signal.throwIfAborted();
          const written = await thread.ask('export', { spec, folder }, (fraction) =>
            context.progress('exporting', fraction),
          );
          return await withPdfs(written, folder, print, context.signal);
        } finally {
          context.signal.removeEventListener('abort', stop);
          await thread.close();
        }
      });
      return { folder: path, ...result };
    },
  };
}

/** Pages printed beside what was written; a page that was only there to be printed is not kept. */
async function withPdfs({ files, notes, pages }: Written, folder: string, print: PrintPdf, signal: AbortSignal) {
  const all = [...files];
  const told = [...notes];
  for (const { html, pdf, kept } of pages) {
    const isPrinted = !told.some(({ id }) => id === NO_PDF.id) && (await print(join(folder, html), join(folder, pdf)));
    if (isPrinted) all.push(pdf);
    else if (kept) told.push(NO_PDF);
    if (!kept) removeFile(join(folder, html));
    signal.throwIfAborted();
  }
  return { files: all.sort(), notes: told };
}

const NO_PDF = say('study-report.no-pdf');

/** Both together would tell what each of them hides: whoever has the rows can count them. */
export function assertOneForOthers(formats: MobilityExportSpec['formats']): void {
  if (formats.includes('pseudonymised') && formats.includes('suppressed-tables'))
    throw new AppError('bad-request', say('study-report.one-for-others'), { field: 'formats' });
}
