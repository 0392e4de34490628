import type { Language, Message } from '../../../shared/messages/message.ts';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EXPORT_FORMATS } from '../../../shared/contract/mobility.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import { type KeyedTable, keysOf, toCsv, wordsOf } from '../../../shared/table.ts';
import { readerOf } from '../../report/reader.ts';
import { studyColumn } from './columns.ts';
import type { JobKind } from '../../jobs/queue.ts';
import type { PrintPdf } from '../../report/pdf.ts';
import { writeWorkbook } from '../../report/workbook.ts';
import type { Study } from '../study/study.ts';
import { studyReport } from './html.ts';
import { planeSvg } from './plane.ts';
import { pseudonymise } from './pseudonymise.ts';
import { rScript, spssFiles } from './statistics-files.ts';
import { type StudyTables, tablesOf } from './tables.ts';

export interface MobilityExportSpec {
  folder: string;
  formats: (typeof EXPORT_FORMATS)[number][];
  /** Language of the documents; files for scripts keep their keys. */
  language: Language;
  bandYears: boolean;
  suppressBelow: number;
}

export interface MobilityExportResult {
  files: string[];
  notes: Message[];
}

export interface ExportServices {
  study: Study;
  print: PrintPdf;
}

/** Writes the study's tables, figures and report into a folder, in the requested formats. */
export function exportJob({ study, print }: ExportServices): JobKind<MobilityExportSpec> {
  return {
    kind: 'mobility-export',
    lane: 'library',
    resumable: true,
    async run(spec, context) {
      const { folder } = spec;
      if (existsSync(folder) && !statSync(folder).isDirectory())
        throw new AppError('bad-input', say('study-report.not-a-folder', { folder }), { file: folder });
      mkdirSync(folder, { recursive: true });
      context.progress('exporting', 0.1);
      const tables = tablesOf(study);
      const result: MobilityExportResult = { files: [], notes: [] };
      for (const [i, format] of spec.formats.entries()) {
        context.progress('exporting', 0.2 + (0.8 * i) / spec.formats.length);
        await WRITERS[format](study, tables, spec, result, print);
      }
      result.files.sort();
      return result;
    },
  };
}

type Writer = (
  study: Study,
  tables: StudyTables,
  spec: MobilityExportSpec,
  result: MobilityExportResult,
  print: PrintPdf,
) => void | Promise<void>;

function write({ folder }: MobilityExportSpec, result: MobilityExportResult, name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  if (!result.files.includes(name)) result.files.push(name);
}

const WRITERS: Record<MobilityExportSpec['formats'][number], Writer> = {
  csv: (study, tables, spec, result) => {
    for (const table of Object.values(tables) as KeyedTable[])
      write(spec, result, `${table.name}.csv`, toCsv(keysOf(table)));
    codebookFile(study, spec, result);
  },
  xlsx: async (study, tables, spec, result) => {
    const { version, codebook } = study.book;
    const reader = readerOf(spec.language);
    const bookTable: KeyedTable = {
      name: 'codebook',
      title: say('study-table.codebook'),
      sheet: say('study-table.codebook'),
      columns: [studyColumn('codebook_version'), studyColumn('codebook')],
      rows: [[version, JSON.stringify(codebook)]],
    };
    const all = [...Object.values(tables), bookTable] as KeyedTable[];
    await writeWorkbook(
      join(spec.folder, 'study.xlsx'),
      all.map((table) => wordsOf(table, reader)),
    );
    result.files.push('study.xlsx');
  },
  json: (study, tables, spec, result) => {
    const rows = Object.fromEntries(
      (Object.entries(tables) as [string, KeyedTable][]).map(([name, table]) => {
        const { head, rows: list } = keysOf(table);
        return [name, list.map((row) => Object.fromEntries(head.map((field, i) => [field, row[i]])))];
      }),
    );
    write(
      spec,
      result,
      'study.json',
      `${JSON.stringify({ fictional: study.fictional, codebook: study.book, ...rows }, null, 1)}\n`,
    );
  },
  spss: (_study, tables, spec, result) => {
    const { csv, syntax } = spssFiles(keysOf(tables.moves));
    write(spec, result, 'spss-moves.csv', toCsv(csv));
    write(spec, result, 'spss-moves.sps', syntax);
  },
  r: (study, tables, spec, result) => {
    for (const table of [tables.moves, tables.summary]) write(spec, result, `${table.name}.csv`, toCsv(keysOf(table)));
    write(spec, result, 'rebuild.R', rScript(study.book.version));
  },
  report: async (study, tables, spec, result, print) => {
    const reader = readerOf(spec.language);
    const { codebook } = study.book;
    write(spec, result, 'report.html', studyReport(study, tables, reader));
    for (const transition of transitionsOf(codebook))
      write(
        spec,
        result,
        `figures/${transition.replace(':', '-to-')}.svg`,
        planeSvg(study.summary(transition), codebook, reader),
      );
    if (await print(join(spec.folder, 'report.html'), join(spec.folder, 'report.pdf'))) result.files.push('report.pdf');
    else result.notes.push(say('study-report.no-pdf'));
  },
  pseudonymised: (study, tables, spec, result) => {
    const { careers, moves, summary, key, warnings } = pseudonymise(
      { careers: keysOf(tables.careers), moves: keysOf(tables.moves), summary: keysOf(tables.summary) },
      spec,
    );
    for (const table of [careers, moves, summary]) write(spec, result, `pseudonymised/${table.name}.csv`, toCsv(table));
    codebookFile(study, spec, result, 'pseudonymised/');
    write(spec, result, 'key-keep-apart/key.csv', toCsv(key));
    result.notes.push(...warnings, say('study-report.key-apart'));
  },
};

function codebookFile(study: Study, spec: MobilityExportSpec, result: MobilityExportResult, prefix = ''): void {
  write(spec, result, `${prefix}codebook.json`, `${JSON.stringify(study.book, null, 2)}\n`);
}
