import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/say.ts';
import { toCsv, toLatex } from '../../../shared/table.ts';
import type { JobContext, JobKind } from '../../jobs/queue.ts';
import { getExperiment } from '../rows/experiment-rows.ts';
import { type Dataset, datasetHash, readDataset } from '../data/dataset.ts';
import { filterDataset } from '../data/filter.ts';
import { gather } from '../data/gather-job.ts';
import type { JobServices } from '../training/job-services.ts';
import type { ExperimentRow } from '../../../shared/contract/experiments.ts';
import { writeBundle } from './bundle.ts';
import { figuresOf } from './figures.ts';
import { reportHtml } from './html.ts';
import { writeWorkbook } from '../../report/workbook.ts';
import { tablesOf } from '../../../shared/result-tables.ts';

export interface ExportSpec {
  id: number;
  folder: string;
}

/** Writes an experiment's report, tables, figures and bundle into a folder. */
export function exportJob({ library, print }: JobServices): JobKind<ExportSpec> {
  return {
    kind: 'export',
    lane: 'library',
    resumable: true,
    async run({ id, folder }, context) {
      if (existsSync(folder) && !statSync(folder).isDirectory())
        throw new AppError('bad-input', say`${folder} is a file; give a folder.`, { file: folder });
      const row = getExperiment(library.db, id);
      mkdirSync(folder, { recursive: true });
      const files = ['report.html', 'tables.xlsx', 'tables.tex'];
      const report = reportHtml(row);
      writeFileSync(join(folder, 'report.html'), report);
      context.progress('exporting', 0.1);
      const notes: string[] = [];
      if (await print(join(folder, 'report.html'), join(folder, 'report.pdf'))) files.push('report.pdf');
      else
        notes.push(
          say`No PDF could be made: there is neither the desktop app nor an installed Chromium here. Open report.html and print it.`,
        );
      const tables = tablesOf(row);
      await writeWorkbook(join(folder, 'tables.xlsx'), tables);
      writeFileSync(join(folder, 'tables.tex'), tables.map(toLatex).join('\n'));
      for (const table of tables) writeInto(folder, 'tables', `${table.name}.csv`, toCsv(table), files);
      for (const figure of figuresOf(row)) writeInto(folder, 'figures', `${figure.name}.svg`, figure.svg, files);
      context.progress('exporting', 0.4);
      const data = await dataOf(row, await gather(library, context, row.spec.data.dropMismatches), context);
      if (!data)
        notes.push(
          say`The library has changed since this experiment, so the bundle is without its data and cannot be run again by itself.`,
        );
      writeBundle(join(folder, 'bundle'), row, row.result.evaluations[0].conversion as never, report, data);
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

/** The data that the experiment was computed from, or null where the library no longer holds them. */
async function dataOf(row: ExperimentRow, file: string, context: JobContext): Promise<Dataset | null> {
  const data = readDataset(file);
  context.progress('exporting', 0.6);
  const part = row.spec.data.filter ? filterDataset(data, row.spec.data.filter) : data;
  return datasetHash(part) === row.result.dataHash ? data : null;
}
