import type { EXPORT_FORMATS } from '../../../shared/contract/mobility.ts';
import type { Language, Message } from '../../../shared/messages/message.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../../shared/messages/say.ts';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import { type KeyedTable, keysOf, toCsv, wordsOf } from '../../../shared/table.ts';
import { readerOf } from '../../report/reader.ts';
import { writeWorkbook } from '../../report/workbook.ts';
import { OutputFolder } from '../../storage/output.ts';
import type { Study } from '../study/study.ts';
import { studyColumn } from './columns.ts';
import { careerFigures, figurePages } from './figures.ts';
import { studyReport } from './html.ts';
import { planeSvg } from './plane.ts';
import { pseudonymise } from './pseudonymise.ts';
import { spssWide } from './spss-wide.ts';
import { rScript, spssFiles } from './statistics-files.ts';
import { suppressedSummary } from './suppressed-summary.ts';
import { type StudyTables, tablesOf } from './tables.ts';

export interface MobilityExportSpec {
  folder: string;
  formats: (typeof EXPORT_FORMATS)[number][];
  /** Language of the documents; files for scripts keep their keys. */
  language: Language;
  bandYears: boolean;
  suppressBelow: number;
}

/** A page that a browser is to print. */
interface Page {
  html: string;
  pdf: string;
  /** Whether the page itself is a result. */
  kept: boolean;
}

export interface Written {
  files: string[];
  notes: Message[];
  pages: Page[];
}

/** Everything of an export but what a browser prints. */
export async function writeExport(
  study: Study,
  spec: MobilityExportSpec,
  folder: string,
  heard: (fraction: number) => void,
): Promise<Written> {
  const output = new OutputFolder(folder);
  const tables = tablesOf(study);
  const [notes, pages]: [Message[], Page[]] = [[], []];
  for (const [i, format] of spec.formats.entries()) {
    heard(0.2 + (0.8 * i) / spec.formats.length);
    await WRITERS[format]({ study, tables, spec, output, notes, pages });
  }
  return { files: output.files, notes, pages };
}

interface Export {
  study: Study;
  tables: StudyTables;
  spec: MobilityExportSpec;
  output: OutputFolder;
  notes: Message[];
  pages: Page[];
}

type Writer = (one: Export) => void | Promise<void>;

/** Two formats may hold the same table. */
function writeOnce(output: OutputFolder, name: string, text: string): void {
  if (!output.has(name)) output.write(name, text);
}

const WRITERS: Record<MobilityExportSpec['formats'][number], Writer> = {
  csv: ({ study, tables, output }) => {
    for (const table of Object.values(tables) as KeyedTable[])
      writeOnce(output, `${table.name}.csv`, toCsv(keysOf(table)));
    codebookFile(study, output);
  },
  xlsx: async ({ study, tables, spec, output }) => {
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
      output.fileFor('study.xlsx'),
      all.map((table) => wordsOf(table, reader)),
    );
  },
  json: ({ study, tables, output }) => {
    const rows = Object.fromEntries(
      (Object.entries(tables) as [string, KeyedTable][]).map(([name, table]) => {
        const { head, rows: list } = keysOf(table);
        return [name, list.map((row) => Object.fromEntries(head.map((field, i) => [field, row[i]])))];
      }),
    );
    writeOnce(
      output,
      'study.json',
      `${JSON.stringify({ fictional: study.fictional, codebook: study.book, ...rows }, null, 1)}\n`,
    );
  },
  spss: ({ tables, output }) => {
    const { csv, syntax } = spssFiles(keysOf(tables.moves));
    writeOnce(output, 'spss-moves.csv', toCsv(csv));
    writeOnce(output, 'spss-moves.sps', syntax);
    const wide = spssWide(keysOf(tables.careers), keysOf(tables.moves));
    writeOnce(output, 'spss-scholars.csv', wide.csv);
    writeOnce(output, 'spss-scholars.sps', wide.syntax);
  },
  r: ({ study, tables, output }) => {
    for (const table of [tables.moves, tables.summary]) writeOnce(output, `${table.name}.csv`, toCsv(keysOf(table)));
    writeOnce(output, 'rebuild.R', rScript(study.book.version));
  },
  report: ({ study, tables, spec, output, pages }) => {
    const reader = readerOf(spec.language);
    const { codebook } = study.book;
    const careers = careerFigures(study, reader);
    writeOnce(
      output,
      'report.html',
      studyReport(
        study,
        tables,
        reader,
        careers.map(({ svg }) => svg),
      ),
    );
    const planes = transitionsOf(codebook).map((transition) => ({
      name: transition.replace(':', '-to-'),
      svg: planeSvg(study.summary(transition), codebook, reader),
    }));
    const figures = [...planes, ...careers];
    for (const { name, svg } of figures) writeOnce(output, `figures/${name}.svg`, svg);
    pages.push({ html: 'report.html', pdf: 'report.pdf', kept: true });
    // One figure a page.
    writeFileSync(join(output.path, 'figures.html'), figurePages(figures, reader.language));
    pages.push({ html: 'figures.html', pdf: 'figures.pdf', kept: false });
  },
  pseudonymised: ({ study, tables, spec, output, notes }) => {
    const { careers, moves, key, warnings } = pseudonymise(
      { careers: keysOf(tables.careers), moves: keysOf(tables.moves) },
      spec,
    );
    for (const table of [careers, moves]) writeOnce(output, `pseudonymised/${table.name}.csv`, toCsv(table));
    codebookFile(study, output, 'pseudonymised/');
    writeOnce(output, 'key-keep-apart/key.csv', toCsv(key));
    notes.push(...warnings, say('study-report.key-apart'));
  },
  'suppressed-tables': ({ study, tables, spec, output, notes }) => {
    const summary = suppressedSummary(keysOf(tables.summary), spec.suppressBelow);
    writeOnce(output, 'suppressed-tables/summary.csv', toCsv(summary));
    codebookFile(study, output, 'suppressed-tables/');
    notes.push(say('study-report.suppressed-tables', { below: spec.suppressBelow }));
  },
};

function codebookFile(study: Study, output: OutputFolder, prefix = ''): void {
  writeOnce(output, `${prefix}codebook.json`, `${JSON.stringify(study.book, null, 2)}\n`);
}
