import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { SplitForm } from '../../../shared/contract/referee.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { OutputFolder } from '../../storage/output.ts';
import { openReader, type ReadableDb } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { type Dataset, datasetHash } from '../data/dataset.ts';
import { gatherDataset } from '../data/gather.ts';
import { needsOf } from '../models/registry.ts';
import { openProtocol } from '../protocols/open.ts';
import { protocolDefinition } from '../protocols/registry.ts';
import type { Fold } from '../splits/fold.ts';
import { readGivenSplit } from '../splits/given-split.ts';
import { type SplitRow, type SplitRows, writeSplit } from './split-forms.ts';
import { type DescribedFile, describeDataSet } from '../../storage/data-package.ts';

export interface ExportSplitTask {
  libraryFile: string;
  melFolder: string;
  spec: EvaluationSpec;
  form: SplitForm;
  /** What the files of RecBole are called after. */
  name: string;
  splitFile: string | null;
  output: string;
}

export interface ExportedSplit {
  files: string[];
  folds: { training: number; foldIn: number; test: number; listeners: number; songs: number }[];
}

/** Splits the library as an evaluation with this specification does, and writes every fold. */
serveTask<ExportSplitTask, ExportedSplit>(async (task, checkpoint) => {
  const db = openReader(task.libraryFile);
  try {
    const { spec, form, name, splitFile } = task;
    const whole = gatherDataset(db, task.melFolder, spec.dropMismatches, checkpoint);
    const output = new OutputFolder(task.output);
    const { foldAt } = openProtocol(protocolDefinition(spec.protocol), whole, spec, derivedSeed(spec.seed, 'split'), {
      given: splitFile === null ? null : readGivenSplit(splitFile),
      needs: needsOf(spec.models, spec.options),
    });
    const written: DescribedFile[] = [];
    const folds = Array.from({ length: spec.folds }, (_, index) => {
      const { data, fold } = foldAt(index);
      const folder = spec.folds === 1 ? '' : `fold-${index + 1}/`;
      const tick = () => checkpoint(index / spec.folds, 'exporting');
      written.push(...writeSplit(output, folder, form, name, rowsOf(db, data, fold), tick));
      return {
        training: fold.training.items.length,
        foldIn: fold.cases.reduce((sum, { foldIn }) => sum + (foldIn?.items.length ?? 0), 0),
        test: fold.cases.reduce((sum, { items }) => sum + items.length, 0),
        listeners: fold.cases.length,
        songs: candidatesOf(fold, data).length,
      };
    });
    const { protocol, seed, filter } = spec;
    const about = { protocol, seed, filter, form, values: valuesOf(whole), dataHash: datasetHash(whole), folds };
    output.write('split.json', `${JSON.stringify(about, null, 1)}\n`);
    // Without a date: the same split gives the same bytes.
    const description = 'Rows of listener, song and value (plays, or the rating) of each part, and lists of ids.';
    const title = `A split of Quadrille: ${protocol}`;
    describeDataSet(output, { name: 'quadrille-split', title, description }, written);
    return { files: output.files, folds };
  } finally {
    db.close();
  }
});

function valuesOf({ valueUnit }: Dataset): 'plays' | 'ratings' {
  return valueUnit === 1 ? 'plays' : 'ratings';
}

function candidatesOf({ candidates }: Fold, { interactions: { songs } }: Dataset): number[] {
  return Array.from({ length: songs }, (_, song) => song).filter((song) => candidates === null || candidates[song]);
}

function rowsOf(db: ReadableDb, data: Dataset, fold: Fold): SplitRows {
  const songs = keys(db, 'SELECT song_key AS key FROM songs WHERE id = ?', data.songIds);
  const listeners = keys(db, 'SELECT listener_key AS key FROM listeners WHERE id = ?', data.listenerIds);
  // A library of ratings holds half steps.
  const value = (count: number) => count * data.valueUnit;
  const cases = [...fold.cases].sort((a, b) => a.who - b.who);
  const { offsets, items, counts } = fold.training;
  function* training(): Generator<SplitRow> {
    for (let u = 0; u + 1 < offsets.length; u++)
      for (let row = offsets[u]; row < offsets[u + 1]; row++)
        yield [listeners[u], songs[items[row]], value(counts[row])];
  }
  function* rows(of: (one: Fold['cases'][number]) => Fold['cases'][number]['foldIn']): Generator<SplitRow> {
    for (const one of cases) {
      const own = of(one);
      if (own)
        for (let i = 0; i < own.items.length; i++)
          yield [listeners[one.who], songs[own.items[i]], value(own.counts[i])];
    }
  }
  const folds = cases.some(({ foldIn }) => foldIn !== null);
  return {
    training,
    foldIn: () => rows(({ foldIn }) => foldIn),
    test: () => rows((one) => one),
    catalogue: candidatesOf(fold, data).map((song) => songs[song]),
    trainingListeners: folds ? listeners.filter((_, u) => offsets[u + 1] > offsets[u]) : null,
  };
}

function keys(db: ReadableDb, sql: string, ids: Uint32Array): string[] {
  return Array.from(ids, (id) => db.get<{ key: string }>(sql, id)?.key ?? '');
}
