import { parseStored } from '../../../shared/messages/message.ts';
import type { ExperimentResult, ExperimentRow, ExperimentSpec } from '../../../shared/contract/experiments.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';
import { insertResult, type NewResult, type StoredResult } from './result-row.ts';

export function addExperiment(
  db: WritableDb,
  row: NewResult<ExperimentResult> & { spec: ExperimentSpec; synthetic: boolean },
): number {
  return insertResult(db, 'experiment', { spec: row.spec, synthetic: row.synthetic }, row);
}

export function listExperiments(db: ReadableDb): ExperimentRow[] {
  return db
    .all<StoredResult>("SELECT * FROM results WHERE kind = 'experiment' ORDER BY id DESC LIMIT 100")
    .map(experimentRow);
}

export function getExperiment(db: ReadableDb, id: number): ExperimentRow {
  const row = db.get<StoredResult>("SELECT * FROM results WHERE kind = 'experiment' AND id = ?", id);
  if (!row) throw new AppError('not-found', say('experiment.no-such-experiment', { id }));
  return experimentRow(row);
}

function experimentRow(row: StoredResult): ExperimentRow {
  const { spec, synthetic } = JSON.parse(row.spec) as { spec: ExperimentSpec; synthetic: boolean };
  return {
    id: row.id,
    title: row.title,
    hash: row.hash,
    engine: row.engine,
    synthetic,
    versions: JSON.parse(row.versions),
    spec,
    result: parseStored(row.result),
    createdAt: row.created_at,
  };
}
