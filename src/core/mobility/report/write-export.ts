import type { EXPORT_FORMATS } from '../../../shared/contract/mobility.ts';
import type { Language, Message } from '../../../shared/messages/message.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../../shared/messages/say.ts';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import { type KeyedTable, keysOf, type Table, toCsv, wordsOf } from '../../../shared/table.ts';
import { type DescribedFile, describeDataSet, describedCsv } from '../../storage/data-package.ts';
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
  const described: Export['described'] = { '': [], 'pseudonymised/': [], 'suppressed-tables/': [] };
  for (const [i, format] of spec.formats.entries()) {
    heard(0.2 + (0.8 * i) / spec.formats.length);
    await WRITERS[format]({ study, tables, spec, output, described, notes, pages });
  }
  for (const [place, files] of Object.entries(described))
    if (files.length > 0) describeDataSet(output, { ...ABOUT, ...TITLES[place as Place] }, files, place as Place);
  return { files: output.files, notes, pages };
}

interface Export {
  study: Study;
  tables: StudyTables;
  spec: MobilityExportSpec;
  output: OutputFolder;
  /** What each folder that is handed on whole holds. */
  described: Record<Place, DescribedFile[]>;
  notes: Message[];
  pages: Page[];
}

type Writer = (one: Export) => void | Promise<void>;

type Place = '' | 'pseudonymised/' | 'suppressed-tables/';

// Without a date: the same study gives the same bytes.
const ABOUT = {
  name: 'quadrille-study',
  description:
    'Careers of scholars, their moves and flow quadrants, and what was counted of them; ' +
    'codebook.json says by which rules.',
};
const TITLES: Readonly<Record<Place, { title: string }>> = {
  '': { title: 'A study of Quadrille' },
  'pseudonymised/': { title: 'A study of Quadrille, pseudonymised' },
  'suppressed-tables/': { title: 'Counts of a study of Quadrille, small ones suppressed' },
};

function writeTable({ output, described }: Export, place: Place, table: Table): void {
  const path = `${table.name}.csv`;
  if (output.has(place + path)) return;
  output.write(place + path, toCsv(table));
  described[place].push(describedCsv(path, table));
}

/** What is no table by itself. */
function writeFile({ output, described }: Export, place: Place, path: string, text: string): void {
  if (output.has(place + path)) return;
  output.write(place + path, text);
  described[place].push({ path });
}

/** Two formats may hold the same. */
function writeOnce(output: OutputFolder, name: string, text: string): void {
  if (!output.has(name)) output.write(name, text);
}

const WRITERS: Record<MobilityExportSpec['formats'][number], Writer> = {
  csv: (one) => {
    for (const table of Object.values(one.tables) as KeyedTable[]) writeTable(one, '', keysOf(table));
    codebookFile(one);
  },
  xlsx: async ({ study, tables, spec, output, described }) => {
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
    described[''].push({ path: 'study.xlsx' });
  },
  json: (one) => {
    const { study, tables } = one;
    const rows = Object.fromEntries(
      (Object.entries(tables) as [string, KeyedTable][]).map(([name, table]) => {
        const { head, rows: list } = keysOf(table);
        return [name, list.map((row) => Object.fromEntries(head.map((field, i) => [field, row[i]])))];
      }),
    );
    writeFile(
      one,
      '',
      'study.json',
      `${JSON.stringify({ fictional: study.fictional, codebook: study.book, ...rows }, null, 1)}\n`,
    );
  },
  spss: (one) => {
    const moves = keysOf(one.tables.moves);
    const reader = readerOf(one.spec.language);
    const { csv, syntax } = spssFiles(one.tables.moves, reader);
    writeTable(one, '', { ...moves, ...csv, name: 'spss-moves' });
    writeFile(one, '', 'spss-moves.sps', syntax);
    const wide = spssWide(one.tables.careers, one.tables.moves, reader);
    writeFile(one, '', 'spss-scholars.csv', wide.csv);
    writeFile(one, '', 'spss-scholars.sps', wide.syntax);
  },
  r: (one) => {
    for (const table of [one.tables.moves, one.tables.summary]) writeTable(one, '', keysOf(table));
    writeFile(one, '', 'rebuild.R', rScript(one.study.book.version));
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
  pseudonymised: (one) => {
    const { tables, spec, output, notes } = one;
    const { careers, moves, key, warnings } = pseudonymise(
      { careers: keysOf(tables.careers), moves: keysOf(tables.moves) },
      spec,
    );
    for (const table of [careers, moves]) writeTable(one, 'pseudonymised/', table);
    codebookFile(one, 'pseudonymised/');
    writeOnce(output, 'key-keep-apart/key.csv', toCsv(key));
    notes.push(...warnings, say('study-report.key-apart'));
  },
  'suppressed-tables': (one) => {
    const { tables, spec, notes } = one;
    const summary = suppressedSummary(keysOf(tables.summary), spec.suppressBelow);
    writeTable(one, 'suppressed-tables/', { ...summary, name: 'summary' });
    codebookFile(one, 'suppressed-tables/');
    notes.push(say('study-report.suppressed-tables', { below: spec.suppressBelow }));
  },
};

function codebookFile(one: Export, place: Place = ''): void {
  writeFile(one, place, 'codebook.json', `${JSON.stringify(one.study.book, null, 2)}\n`);
}
