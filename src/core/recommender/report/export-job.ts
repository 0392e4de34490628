import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Language, Message } from '../../../shared/messages/message.ts';
import { keysOf, toCsv, toLatex, wordsOf } from '../../../shared/table.ts';
import { readerOf } from '../../report/reader.ts';
import type { JobContext, JobKind } from '../../jobs/queue.ts';
import { getExperiment } from '../rows/experiment-rows.ts';
import { type Dataset, datasetHash, readDataset } from '../data/dataset.ts';
import { filterDataset } from '../data/filter.ts';
import { gather } from '../data/gather-job.ts';
import type { JobServices } from '../training/job-services.ts';
import type { ExperimentRow } from '../../../shared/contract/experiments.ts';
import { writeBundle } from './bundle.ts';
import { MEASURES } from '../measures/registry.ts';
import { figuresOf } from './figures.ts';
import { reportHtml } from './html.ts';
import { writeWorkbook } from '../../report/workbook.ts';
import { tablesOf } from '../../../shared/result-tables.ts';

export interface ExportSpec {
  id: number;
  folder: string;
  /** Language of the documents; CSV files keep their keys. Jobs of version 0.1 have none. */
  language?: Language;
}

/** Writes an experiment's report, tables, figures and bundle into a folder. */
export function exportJob({ library, print }: JobServices): JobKind<ExportSpec> {
  return {
    kind: 'export',
    lane: 'library',
    resumable: true,
    async run({ id, folder, language = 'en' }, context) {
      if (existsSync(folder) && !statSync(folder).isDirectory())
        throw new AppError('bad-input', say('study-report.not-a-folder', { folder }), { file: folder });
      const reader = readerOf(language);
      const row = getExperiment(library.db, id);
      mkdirSync(folder, { recursive: true });
      const files = ['report.html', 'tables.xlsx', 'tables.tex'];
      const report = reportHtml(row, reader);
      writeFileSync(join(folder, 'report.html'), report);
      context.progress('exporting', 0.1);
      const notes: Message[] = [];
      if (await print(join(folder, 'report.html'), join(folder, 'report.pdf'))) files.push('report.pdf');
      else notes.push(say('study-report.no-pdf'));
      const tables = tablesOf(row, MEASURES);
      const inWords = tables.map((table) => wordsOf(table, reader));
      await writeWorkbook(join(folder, 'tables.xlsx'), inWords);
      writeFileSync(join(folder, 'tables.tex'), inWords.map((table) => toLatex(table, language)).join('\n'));
      for (const table of tables) writeInto(folder, 'tables', `${table.name}.csv`, toCsv(keysOf(table)), files);
      const figures = figuresOf(row, reader);
      for (const figure of figures) writeInto(folder, 'figures', `${figure.name}.svg`, figure.svg, files);
      context.progress('exporting', 0.4);
      const data = await dataOf(row, await gather(library, context, row.spec.data.dropMismatches), context);
      if (!data) notes.push(say('report.bundle-without-data'));
      const { conversion } = row.result.evaluations[0];
      writeBundle(join(folder, 'bundle'), row, conversion as never, { report, figures }, data);
      files.push('bundle');
      return { files, notes };
    },
  };
}

function writeInto(folder: string, part: string, name: string, text: string, files: string[]): void {
  mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, part, name), text);
  files.push(`${part}/${name}`);
}

/** The data that the experiment was computed from, or null if the library no longer has it. */
async function dataOf(row: ExperimentRow, file: string, context: JobContext): Promise<Dataset | null> {
  const data = readDataset(file);
  context.progress('exporting', 0.6);
  const part = row.spec.data.filter ? filterDataset(data, row.spec.data.filter) : data;
  return datasetHash(part) === row.result.dataHash ? data : null;
}
