import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ImportPreview, Mapping, MobilityImportResult } from '../../../shared/mobility/imports.ts';
import type { Answers } from '../../../shared/questions.ts';
import { besideLinks } from '../../imports/left-out.ts';
import { Questions } from '../../imports/questions.ts';
import { recordImport } from '../../imports/undo.ts';
import type { Study } from '../study/study.ts';
import { LackingColumns, tableLook, waiting } from './table/headers.ts';
import type { Staged } from './staged.ts';
import { chooseMobilityImporter, type ChosenImporter, UnknownKind } from './registry.ts';
import { type ReadTable, readTable } from './table/table.ts';

const PROBLEM_ROWS = 2000;

/** Reads and checks a file; nothing is written. */
export async function previewImport(
  study: Study,
  file: string,
  mapping: Mapping,
  { answers = {}, columnsLater = false }: { answers?: Answers; columnsLater?: boolean } = {},
): Promise<ImportPreview> {
  const chosen = await chooseMobilityImporter(file, mapping).catch((error) => {
    if (columnsLater && error instanceof UnknownKind && error.table !== null) return error;
    throw error;
  });
  if (chosen instanceof UnknownKind) return unknownPreview(chosen, mapping);
  const { importer } = chosen;
  const questions = new Questions(answers);
  const staged = await stage(study, chosen, file, mapping, questions).catch((error) => {
    if (columnsLater && error instanceof LackingColumns)
      return readTable(file, mapping).then((table) => waiting(table, error.columns, mapping, [error.told]));
    throw error;
  });
  const { publish: _publish, tableNotes: _tableNotes, held, rows = [], ...told } = staged;
  const concerned = new Set([...staged.rejections, ...staged.doubts].map(({ row }) => row));
  return {
    ...{ sheets: [], sheet: null, headerRow: null, top: [], values: [] },
    ...told,
    problemRows: rows.filter(({ line }) => concerned.has(line)).slice(0, PROBLEM_ROWS),
    questions: questions.open,
    kind: importer.kind,
    file: basename(file),
    fields: importer.fields,
    imported: staged.read - rejectedRows(staged.rejections) - (held ?? 0),
    unchanged: 0,
    rejected: rejectedRows(staged.rejections),
  };
}

/** A table that is not recognised is shown, so that its sheet, its headings and what it is can be chosen. */
function unknownPreview({ table, told }: UnknownKind, mapping: Mapping): ImportPreview {
  const { rows: _rows, ...look } = tableLook(table as ReadTable);
  return {
    ...{ sheets: [], sheet: null, headerRow: null, top: [], values: [], problemRows: [] },
    ...look,
    kind: null,
    file: (table as ReadTable).file,
    imported: 0,
    unchanged: 0,
    rejected: 0,
    rejections: [],
    doubts: [],
    questions: [],
    notes: [told, ...(table as ReadTable).notes],
    mapping,
    fields: [],
  };
}

export interface ImportChoices {
  onError: 'skip' | 'abort';
  answers?: Answers;
  /** Called when all is read and checked; may still throw. */
  beforeWriting?: () => void;
}

/**
 * Reads, checks and writes a file in one transaction. With `abort`, one invalid row stops the import. A question about
 * the whole file stops it too; one about some rows holds those back.
 */
export async function importFileInto(
  study: Study,
  file: string,
  mapping: Mapping,
  { onError, answers = {}, beforeWriting = () => {} }: ImportChoices,
): Promise<MobilityImportResult> {
  const chosen = await chooseMobilityImporter(file, mapping);
  const { importer } = chosen;
  const questions = new Questions(answers);
  const { rejections, doubts, notes, read, publish } = await stage(study, chosen, file, mapping, questions);
  questions.refuseUnasked();
  if (read === 0) throw new AppError('bad-input', say('study-import.has-no-rows', { name: basename(file) }), { file });
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
  const result = { kind: importer.kind, file: basename(file), read, rejected, rejections, doubts, notes };
  if (questions.open.some(({ rows }) => rows === null))
    return { ...result, imported: 0, unchanged: 0, questions: questions.open };
  beforeWriting();
  const { imported, unchanged } = study.db.transaction(() =>
    recordImport(study.db, { kind: importer.kind, file: result.file, at: study.now() }, () => publish(study.db)),
  );
  study.forget();
  return { ...result, imported, unchanged, questions: questions.open };
}

/** JSON that does not match its format is bad input, not an internal error. */
async function stage(
  study: Study,
  { importer, table }: ChosenImporter,
  file: string,
  mapping: Mapping,
  questions: Questions,
): Promise<Staged> {
  try {
    const staged = await importer.stage(file, mapping, {
      library: study.db,
      book: study.book.codebook,
      questions,
      table,
    });
    return { ...staged, notes: [...(staged.tableNotes ?? []), ...staged.notes] };
  } catch (error) {
    // A list where a text belongs is no value that the database takes: a RangeError.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw besideLinks(error, file);
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
