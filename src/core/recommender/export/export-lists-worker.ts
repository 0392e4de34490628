import type { ListForm } from '../../../shared/contract/exports.ts';
import { KeptIndex } from '../evaluation/kept-file.ts';
import { OutputFolder } from '../../storage/output.ts';
import { openReader } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { Ids, jsonLines, listTable, predictionTable, trecLines, valuesTable } from './list-tables.ts';
import { TableFolder } from './table-folder.ts';

export interface ExportListsTask {
  libraryFile: string;
  /** What the evaluation kept. */
  keptFile: string;
  form: ListForm;
  /** Spec and result, to be written beside the lists. */
  evaluation: string;
  title: string;
  output: string;
  createdAt: string;
}

const TREC = 'A TREC run: listener, Q0, song, rank, score, model.';
const JSON_LINES = 'A line of JSON for each listener: its recommended songs, the best first, and their scores.';

serveTask<ExportListsTask, string[]>(async ({ libraryFile, keptFile, form, output, ...about }, checkpoint) => {
  const db = openReader(libraryFile);
  try {
    const ids = new Ids(db);
    const folder = new OutputFolder(output);
    const tables = new TableFolder(folder, form === 'parquet' ? 'parquet' : 'tsv');
    const kept = new KeptIndex(keptFile);
    const lists = kept.parts('list');
    const predictions = kept.parts('predictions');
    const folds = Math.max(0, ...[...lists, ...predictions].map(({ fold }) => fold));
    const named = (kind: string, { model, fold }: { model: string; fold: number }) =>
      `${kind}/${folds === 0 ? '' : `fold-${fold + 1}/`}${model}`;
    const tick = () => checkpoint(0, 'exporting');
    for (const part of lists) {
      const name = named('lists', part);
      if (form === 'trec') tables.writeLines(`${name}.trec`, trecLines(kept, ids, part), tick, TREC);
      else if (form === 'jsonl') tables.writeLines(`${name}.jsonl`, jsonLines(kept, ids, part), tick, JSON_LINES);
      else tables.write(listTable(kept, ids, name, part), tick);
    }
    for (const part of predictions) tables.write(predictionTable(kept, ids, named('predictions', part), part), tick);
    tables.write(valuesTable(kept, ids), tick);
    folder.write('evaluation.json', about.evaluation);
    tables.describe({
      name: 'quadrille-lists',
      title: about.title,
      description: 'Recommendation lists, predictions and values of single listeners of an evaluation.',
      createdAt: about.createdAt,
    });
    return folder.files;
  } finally {
    db.close();
  }
});
