import { allOptions } from '../experiments/experiment-job.ts';
import { join } from 'node:path';
import { say } from '../../../shared/messages/say.ts';
import type { Language, Message } from '../../../shared/messages/message.ts';
import { toLatex } from '../../../shared/latex.ts';
import { keysOf, toCsv, wordsOf } from '../../../shared/table.ts';
import { readerOf } from '../../report/reader.ts';
import type { JobContext, JobKind } from '../../jobs/kind.ts';
import { reportedResult } from '../experiments/reported-result.ts';
import { type Dataset, datasetHash, readDataset } from '../data/dataset.ts';
import { filterDataset } from '../data/filter.ts';
import { gather } from '../data/gather-job.ts';
import type { JobServices } from '../training/job-services.ts';
import { auditTable } from '../../../shared/audit-table.ts';
import type { ReportAudits } from '../../../shared/contract/audit.ts';
import type { ConversionName } from '../../../shared/contract/recommender.ts';
import { entryFile } from '../../workers/entry.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import type { ReportAuditTask } from '../audit/report-audit-worker.ts';
import type { ExperimentRow } from '../../../shared/contract/experiments.ts';
import { looksTable } from '../../../shared/looks.ts';
import { looksAtTestSetsOf } from '../experiments/looks.ts';
import { writeBundle } from './bundle.ts';
import { MEASURES } from '../measures/registry.ts';
import { describeDataSet, describedCsv } from '../../storage/data-package.ts';
import { figuresOf } from './figures.ts';
import { reportHtml } from './html.ts';
import { folderOfResults, OutputFolder } from '../../storage/output.ts';
import { placeOnce } from '../../storage/placing.ts';
import { writeWorkbook } from '../../report/workbook.ts';
import { tablesOf } from '../../../shared/result-tables.ts';

export interface ExportSpec {
  id: number;
  folder: string;
  /** Language of the documents; CSV files keep their keys. Jobs of version 0.1 have none. */
  language?: Language;
}

/** Writes the report of an experiment or a comparison, tables, figures and bundle into a new folder. */
export function exportJob(services: JobServices): JobKind<ExportSpec> {
  const { library, clock } = services;
  return {
    kind: 'export',
    lane: 'library',
    resumable: true,
    async run({ id, folder, language = 'en' }, context) {
      const row = reportedResult(library.db, id, readerOf(language));
      const destination = folderOfResults(folder, row.title, clock());
      const { path, result } = await placeOnce(context.folder, destination, (unfinished) =>
        writeResults(services, context, row, language, new OutputFolder(unfinished)),
      );
      return { folder: path, ...result };
    },
  };
}

async function writeResults(
  { library, print }: JobServices,
  context: JobContext,
  row: ExperimentRow,
  language: Language,
  output: OutputFolder,
): Promise<{ files: string[]; notes: Message[] }> {
  const reader = readerOf(language);
  const looks = looksAtTestSetsOf(library.db, row.hash);
  const datasetFile = await gather(library, context, row.spec.data.dropMismatches, allOptions(row.spec));
  const { conversion } = row.result.evaluations[0];
  const audits = await audited(library, context, row, datasetFile, conversion as ConversionName);
  const report = reportHtml(row, reader, looks, audits);
  output.write('report.html', report);
  context.progress('exporting', 0.1);
  const notes: Message[] = [];
  const tables = [
    ...tablesOf(row, MEASURES),
    ...(looks.length > 0 ? [looksTable(looks)] : []),
    ...(audits ? [auditTable(audits)] : []),
  ];
  const inWords = tables.map((table) => wordsOf(table, reader));
  await writeWorkbook(output.fileFor('tables.xlsx'), inWords);
  output.write('tables.tex', inWords.map((table) => toLatex(table, language)).join('\n'));
  const pdf = await print(join(output.path, 'report.html'), join(output.path, 'report.pdf'));
  if (pdf) output.files.push('report.pdf');
  else notes.push(say('study-report.no-pdf'));
  const described = tables.map((table) => {
    const path = `tables/${table.name}.csv`;
    output.write(path, toCsv(keysOf(table)));
    return describedCsv(path, keysOf(table));
  });
  const { title, createdAt } = row;
  const description = 'Tables of a result of Quadrille: measures, intervals, tests and what they were computed from.';
  describeDataSet(output, { name: 'quadrille-result', title, description, createdAt }, described);
  const figures = figuresOf(row, reader);
  for (const figure of figures) output.write(`figures/${figure.name}.svg`, figure.svg);
  context.progress('exporting', 0.4);
  const data = await dataOf(row, datasetFile, context);
  if (!data) notes.push(say('report.bundle-without-data'));
  writeBundle(output.fileFor('bundle'), row, conversion as ConversionName, { report, figures, looks }, data);
  return { files: output.files, notes };
}

/** Null if the library no longer has the data. */
function audited(
  { paths }: JobServices['library'],
  context: JobContext,
  { spec, result }: ExperimentRow,
  datasetFile: string,
  conversion: ConversionName,
): Promise<ReportAudits | null> {
  const task: ReportAuditTask = {
    libraryFile: paths.database,
    datasetFile,
    spec,
    conversion,
    dataHash: result.dataHash,
  };
  return runInWorker<ReportAudits | null>(
    entryFile('core/recommender/audit/report-audit-worker', 'report-audit-worker'),
    task,
    () => context.progress('exporting', 0),
    context.signal,
  ).result;
}

/** The data that the experiment was computed from, or null if the library no longer has it. */
async function dataOf(row: ExperimentRow, file: string, context: JobContext): Promise<Dataset | null> {
  const data = readDataset(file);
  context.progress('exporting', 0.6);
  const part = row.spec.data.filter ? filterDataset(data, row.spec.data.filter) : data;
  return datasetHash(part) === row.result.dataHash ? data : null;
}
