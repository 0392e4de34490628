import { fromStored, type Message, parseStored } from '../../shared/messages/message.ts';
import type { JobProgress, JobState, JobSummary } from '../../shared/contract/jobs.ts';
import { AppError, type ErrorBody } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { OpenDb } from '../storage/sqlite.ts';

interface Row {
  id: number;
  kind: string;
  title: string;
  spec: string;
  state: JobState;
  progress: string | null;
  result: string | null;
  error: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

export interface JobRecord extends Omit<JobSummary, 'resumable' | 'cancellable'> {
  spec: unknown;
}

/** Jobs as rows: running and past ones, preserved across a crash. */
export class JobStore {
  readonly #db: OpenDb;
  readonly #clock: () => Date;

  constructor(db: OpenDb, clock: () => Date) {
    this.#db = db;
    this.#clock = clock;
  }

  /** At start: nothing runs yet, so jobs marked as running were interrupted. */
  markInterrupted(): JobRecord[] {
    return this.#db.transaction(() => {
      const rows = this.#db.all<Row>("SELECT * FROM jobs WHERE state IN ('running', 'queued') ORDER BY id");
      this.#db.run("UPDATE jobs SET state = 'interrupted' WHERE state IN ('running', 'queued')");
      return rows.map((row) => record({ ...row, state: 'interrupted' }));
    });
  }

  add(kind: string, title: Message, spec: unknown): JobRecord {
    const id = this.#db.transaction(
      () =>
        this.#db.run(
          "INSERT INTO jobs (kind, title, spec, state, created_at) VALUES (?, ?, ?, 'queued', ?)",
          kind,
          JSON.stringify(title),
          JSON.stringify(spec),
          this.#now(),
        ).lastInsertRowid,
    );
    return this.get(id);
  }

  get(id: number): JobRecord {
    const row = this.#db.get<Row>('SELECT * FROM jobs WHERE id = ?', id);
    if (!row) throw new AppError('not-found', say('job.no-such-job', { id }));
    return record(row);
  }

  list(limit: number): JobRecord[] {
    return this.#db.all<Row>('SELECT * FROM jobs ORDER BY id DESC LIMIT ?', limit).map(record);
  }

  start(id: number): void {
    this.#update(
      "UPDATE jobs SET state = 'running', started_at = ?, finished_at = NULL, error = NULL WHERE id = ?",
      this.#now(),
      id,
    );
  }

  requeue(id: number): void {
    this.#update("UPDATE jobs SET state = 'queued', finished_at = NULL, error = NULL WHERE id = ?", id);
  }

  finish(id: number, state: JobState, progress: JobProgress | null, result: unknown, error: ErrorBody | null): void {
    this.#update(
      'UPDATE jobs SET state = ?, progress = ?, result = ?, error = ?, finished_at = ? WHERE id = ?',
      state,
      JSON.stringify(progress),
      result === undefined ? null : JSON.stringify(result),
      error ? JSON.stringify(error) : null,
      this.#now(),
      id,
    );
  }

  #update(sql: string, ...params: unknown[]): void {
    this.#db.transaction(() => this.#db.run(sql, ...params));
  }

  #now(): string {
    return this.#clock().toISOString();
  }
}

function record(row: Row): JobRecord {
  const parsed = (text: string | null) => (text === null ? null : JSON.parse(text));
  return {
    id: row.id,
    kind: row.kind,
    title: fromStored(row.title),
    spec: JSON.parse(row.spec),
    state: row.state,
    progress: parsed(row.progress),
    result: row.result === null ? null : parseStored(row.result),
    error: errorOf(row.error),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

function errorOf(text: string | null): ErrorBody | null {
  if (text === null) return null;
  const { message, ...rest } = JSON.parse(text) as ErrorBody;
  return { ...rest, message: fromStored(message) };
}
