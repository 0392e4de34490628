import { createHash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { DataTable } from '../../report/data-table.ts';
import { writeParquet } from '../../report/parquet-file.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { OutputFolder } from '../../storage/output.ts';
import { openReader, type ReadableDb } from '../../storage/sqlite.ts';
import { resourceFile } from '../../workers/resource.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { type Dataset, datasetHash } from '../data/dataset.ts';
import { gatherDataset, libraryId } from '../data/gather.ts';
import { readGivenSplit } from '../splits/given-split.ts';
import { openProtocol } from '../protocols/open.ts';
import { protocolDefinition } from '../protocols/registry.ts';
import type { ConfidenceSettings } from '../models/factor-options.ts';
import { SPARK_FORMAT, SPEC_FILE } from './spark-files.ts';

export interface AlsSettings extends ConfidenceSettings {
  k: number;
  iterations: number;
}

export interface ExportSparkTask {
  libraryFile: string;
  melFolder: string;
  /** Whose first fold is written; null for every play. */
  spec: EvaluationSpec | null;
  splitFile: string | null;
  seed: number;
  als: AlsSettings;
  output: string;
}

export interface ExportedSpark {
  files: string[];
  training: number;
  test: number;
  listeners: number;
  songs: number;
}

type Row = [listener: number, song: number, plays: number];

const LISTENER = {
  name: 'listener',
  kind: 'whole',
  about: 'Number of the listener; its id is in listener-ids.',
} as const;
const SONG = { name: 'song', kind: 'whole', about: 'Number of the song; its id is in song-ids.' } as const;

/** Writes the plays that Spark factorises, the rest of the split, and als.py with its settings. */
serveTask<ExportSparkTask, ExportedSpark>(async (task, checkpoint) => {
  const db = openReader(task.libraryFile);
  try {
    const { spec, als } = task;
    const whole = gatherDataset(db, task.melFolder, spec?.dropMismatches ?? true, checkpoint);
    const { data, training, known, test } = partsOf(task, whole);
    const output = new OutputFolder(task.output);
    const put = (name: string, table: DataTable) =>
      writeParquet(output.fileFor(name), table, () => checkpoint(0.5, 'exporting'));
    const rows = put('training.parquet', playsTable(training));
    const tested = spec ? put('test.parquet', playsTable(test)) : 0;
    if (spec) put('known.parquet', playsTable(known));
    put('listener-ids.parquet', idsTable(db, 'listener', data.listenerIds));
    put('song-ids.parquet', idsTable(db, 'song', data.songIds));
    const size = sizeOf(training);
    const { regParam, foldIn } = penalties(als, { ...size, rows });
    const settings = {
      rank: als.k,
      iterations: als.iterations,
      alpha: als.alpha,
      confidence: als.confidence,
      reg: als.reg,
      penalty: als.penalty,
      regParam,
      seed: derivedSeed(task.seed, 'als'),
    };
    const dataHash = datasetHash(whole);
    const split = spec && { protocol: spec.protocol, seed: spec.seed, filter: spec.filter, folds: spec.folds, fold: 1 };
    const identity = JSON.stringify({ dataHash, split, settings });
    const about = {
      format: SPARK_FORMAT,
      export: createHash('sha256').update(identity).digest('hex'),
      library: libraryId(db),
      dataHash,
      split,
      als: settings,
      foldIn: { alpha: als.alpha, confidence: als.confidence, reg: foldIn, penalty: als.penalty },
    };
    output.write(SPEC_FILE, `${JSON.stringify(about, null, 1)}\n`);
    copyFileSync(resourceFile(join('hand-over', 'als.py')), output.fileFor('als.py'));
    return { files: output.files, training: rows, test: tested, ...size };
  } finally {
    db.close();
  }
});

/**
 * A penalty that grows with plays is Spark's own. Where we add λ for every listener and song, Spark adds regParam times
 * their number of plays. Only the product of both sides' penalties matters (factors of one side may be doubled where
 * those of the other are halved), so that the geometric mean of the two averages is λ; a listener is then folded in
 * with what Spark adds for a listener on average.
 */
function penalties(
  { reg, penalty }: AlsSettings,
  { listeners, songs, rows }: { listeners: number; songs: number; rows: number },
) {
  if (penalty === 'plays') return { regParam: reg, foldIn: reg };
  const regParam = rows > 0 ? (reg * Math.sqrt(listeners * songs)) / rows : reg;
  return { regParam, foldIn: listeners > 0 ? (regParam * rows) / listeners : reg };
}

function partsOf({ spec, splitFile }: ExportSparkTask, whole: Dataset) {
  if (!spec) return { data: whole, training: rowsOf(whole.interactions, whole.valueUnit), known: none, test: none };
  const { foldAt } = openProtocol(protocolDefinition(spec.protocol), whole, spec, derivedSeed(spec.seed, 'split'), {
    given: splitFile === null ? null : readGivenSplit(splitFile),
    needs: new Set(),
  });
  const { data, fold } = foldAt(0);
  const unit = data.valueUnit;
  function* of(part: (one: (typeof fold.cases)[number]) => { items: Uint32Array; counts: Uint32Array } | null) {
    for (const one of fold.cases) {
      const own = part(one);
      if (own) for (let i = 0; i < own.items.length; i++) yield [one.who, own.items[i], own.counts[i] * unit] as Row;
    }
  }
  return {
    data,
    training: rowsOf(fold.training, unit),
    known: () => of(({ foldIn }) => foldIn),
    test: () => of((one) => one),
  };
}

function* none(): Generator<Row> {}

function rowsOf(
  { offsets, items, counts }: Pick<Dataset['interactions'], 'offsets' | 'items' | 'counts'>,
  unit: number,
) {
  return function* (): Generator<Row> {
    for (let u = 0; u + 1 < offsets.length; u++)
      for (let row = offsets[u]; row < offsets[u + 1]; row++) yield [u, items[row], counts[row] * unit];
  };
}

function sizeOf(rows: () => Iterable<Row>): { listeners: number; songs: number } {
  const listeners = new Set<number>();
  const songs = new Set<number>();
  for (const [listener, song] of rows()) {
    listeners.add(listener);
    songs.add(song);
  }
  return { listeners: listeners.size, songs: songs.size };
}

function playsTable(rows: () => Iterable<Row>): DataTable {
  const columns = [LISTENER, SONG, { name: 'plays', kind: 'real', about: 'Plays, or the rating.' } as const];
  return { name: 'plays', about: 'Plays of listeners.', columns, rows };
}

function idsTable(db: ReadableDb, name: 'listener' | 'song', ids: Uint32Array): DataTable {
  const sql = `SELECT ${name}_key AS key FROM ${name}s WHERE id = ?`;
  function* rows(): Generator<[number, string]> {
    for (const [index, id] of ids.entries()) yield [index, db.get<{ key: string }>(sql, id)?.key ?? ''];
  }
  const key = { name: 'key', kind: 'text', about: 'The id in the library.' } as const;
  return {
    name: `${name}-ids`,
    about: `Ids of the ${name}s.`,
    columns: [name === 'song' ? SONG : LISTENER, key],
    rows,
  };
}
