import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ImportPreview, Mapping, MobilityImportResult } from '../../../shared/mobility/imports.ts';
import type { Study } from '../study/study.ts';
import type { MobilityImporter, Staged } from './staged.ts';
import { chooseMobilityImporter } from './registry.ts';

/** Reads and checks a file; nothing is written. */
export async function previewImport(study: Study, file: string, mapping: Mapping): Promise<ImportPreview> {
  const importer = await chooseMobilityImporter(file, mapping);
  const staged = await stage(study, importer, file, mapping);
  const { publish: _publish, tableNotes: _tableNotes, ...told } = staged;
  return {
    ...told,
    kind: importer.kind,
    file: basename(file),
    fields: importer.fields,
    imported: staged.read - rejectedRows(staged.rejections),
    unchanged: 0,
    rejected: rejectedRows(staged.rejections),
  };
}

/**
 * Reads, checks and writes a file in one transaction. With `abort`, one invalid row stops the import; `beforeWriting`
 * may still throw.
 */
export async function importFileInto(
  study: Study,
  file: string,
  mapping: Mapping,
  onError: 'skip' | 'abort',
  beforeWriting = () => {},
): Promise<MobilityImportResult> {
  const importer = await chooseMobilityImporter(file, mapping);
  const { rejections, questions, notes, read, publish } = await stage(study, importer, file, mapping);
  const rejected = rejectedRows(rejections);
  const [first] = rejections;
  if (first && (onError === 'abort' || rejected >= read)) {
    throw new AppError(
      'bad-input',
      say('study-import.refused', {
        file: basename(file),
        field: first.field,
        problem: first.problem,
        fix: first.fix,
        rejected,
        row: first.row,
        hasRow: first.row === null ? 'no' : 'yes',
        more: rejected > 1 ? 'yes' : 'no',
      }),
      {
        read,
        rejected,
        rejections,
      },
    );
  }
  beforeWriting();
  const { imported, unchanged } = study.db.transaction(() => publish(study.db));
  study.forget();
  return {
    kind: importer.kind,
    file: basename(file),
    read,
    imported,
    unchanged,
    rejected,
    rejections,
    questions,
    notes,
  };
}

/** JSON that does not match its format is bad input, not an internal error. */
async function stage(study: Study, importer: MobilityImporter, file: string, mapping: Mapping): Promise<Staged> {
  try {
    const staged = await importer.stage(file, mapping, { library: study.db, book: study.book.codebook });
    return { ...staged, notes: [...(staged.tableNotes ?? []), ...staged.notes] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AppError(
      'bad-input',
      say('study-import.other-structure', {
        file: basename(file),
        kind: importer.kind,
        message: error.message,
      }),
      { file },
    );
  }
}

function rejectedRows(rejections: readonly { row: number | null }[]): number {
  const rows = new Set(rejections.flatMap(({ row }) => (row === null ? [] : [row])));
  return rows.size + rejections.filter(({ row }) => row === null).length;
}
