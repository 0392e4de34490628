import { parseStored } from '../../../shared/messages/message.ts';
import type { EvaluationResult, EvaluationSpec, ModelRow, ResultRow } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';
import { insertResult, type NewResult, type StoredResult } from './result-row.ts';

interface ModelRecord {
  name: string;
  type: string;
  seed: number;
  options: string;
  conversion: ModelRow['conversion'];
  engine: string | null;
  facts: string;
  file: string;
  seconds: number;
  created_at: string;
}

/** Models of before have no number of songs. */
type Facts = Pick<ModelRow, 'loss' | 'validationLoss'> & Partial<Pick<ModelRow, 'songs'>>;

export interface StoredModel extends ModelRow {
  file: string;
}

export function listModels(db: ReadableDb): StoredModel[] {
  return db.all<ModelRecord>('SELECT * FROM models ORDER BY id DESC').map(modelRow);
}

export function modelByName(db: ReadableDb, name: string): StoredModel {
  const record = db.get<ModelRecord>('SELECT * FROM models WHERE name = ?', name);
  if (!record) {
    const known = listModels(db).map((model) => model.name);
    throw new AppError(
      'not-found',
      say('recommender.no-such-model', { name, known, anyModel: known.length > 0 ? 'yes' : 'no' }),
    );
  }
  return modelRow(record);
}

/** Replaces a model of the same name; returns the file that is no longer used, if any. */
export function putModel(db: WritableDb, model: StoredModel): string | null {
  const old = db.get<{ file: string }>('SELECT file FROM models WHERE name = ?', model.name)?.file ?? null;
  db.transaction(() => {
    db.run('DELETE FROM models WHERE name = ?', model.name);
    const { loss, validationLoss, songs } = model;
    const facts = JSON.stringify({ loss, validationLoss, songs });
    db.run(
      'INSERT INTO models (name, type, seed, options, conversion, engine, facts, file, seconds, created_at) ' +
        'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      model.name,
      model.type,
      model.seed,
      JSON.stringify(model.options),
      model.conversion,
      model.engine,
      facts,
      model.file,
      model.seconds,
      model.createdAt,
    );
  });
  return old;
}

export function deleteModel(db: WritableDb, name: string): void {
  db.transaction(() => db.run('DELETE FROM models WHERE name = ?', name));
}

function modelRow(record: ModelRecord): StoredModel {
  const { loss, validationLoss, songs = null } = JSON.parse(record.facts) as Facts;
  return {
    name: record.name,
    type: record.type,
    seed: record.seed,
    options: JSON.parse(record.options),
    conversion: record.conversion,
    engine: record.engine,
    createdAt: record.created_at,
    seconds: record.seconds,
    file: record.file,
    loss,
    validationLoss,
    songs,
  };
}

export function addResult(db: WritableDb, row: NewResult<EvaluationResult> & { spec: EvaluationSpec }): number {
  return insertResult(db, 'evaluation', row.spec, row);
}

export function listResults(db: ReadableDb): ResultRow[] {
  return db
    .all<StoredResult>("SELECT * FROM results WHERE kind = 'evaluation' ORDER BY id DESC LIMIT 200")
    .map(resultRow);
}

export function findResult(db: ReadableDb, id: number): ResultRow | null {
  const record = db.get<StoredResult>("SELECT * FROM results WHERE kind = 'evaluation' AND id = ?", id);
  return record ? resultRow(record) : null;
}

export function resultById(db: ReadableDb, id: number): ResultRow {
  const found = findResult(db, id);
  if (!found) throw new AppError('not-found', say('export.no-such-result', { id }));
  return found;
}

function resultRow(row: StoredResult): ResultRow {
  return {
    id: row.id,
    title: row.title,
    hash: row.hash,
    spec: JSON.parse(row.spec),
    result: parseStored(row.result),
    engine: row.engine,
    versions: JSON.parse(row.versions),
    createdAt: row.created_at,
  };
}
