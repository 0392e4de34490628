import { fromStored, type Message, parseStored } from '../../shared/messages/message.ts';
import { type JobProgress, type JobState, type JobSummary, jobSummary } from '../../shared/contract/jobs.ts';
import { AppError, type ErrorBody } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import { type JobMarks, marksOfUser } from './marks.ts';
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
  mark: string | null;
}

export interface JobRecord extends Omit<JobSummary, 'resumable' | 'cancellable'> {
  spec: unknown;
  /** Asked for by this user. Only such a job goes on after it stopped. */
  own: boolean;
}

const READABLE = jobSummary.pick({ id: true, kind: true, title: true, state: true, createdAt: true });

/** Jobs as rows: running and past ones, preserved across a crash. */
export class JobStore {
  readonly #db: OpenDb;
  readonly #clock: () => Date;
  readonly #marks: JobMarks;
  /** Jobs that ended while the library could not be written to, because its disk was full or gone. */
  readonly #unwritten = new Map<number, JobRecord>();

  constructor(db: OpenDb, clock: () => Date, marks: JobMarks = marksOfUser()) {
    this.#db = db;
    this.#marks = marks;
    this.#clock = clock;
  }

  /** At start: nothing runs yet, so jobs marked as running were interrupted. */
  markInterrupted(): JobRecord[] {
    return this.#db.transaction(() => {
      const rows = this.#db.all<Row>("SELECT * FROM jobs WHERE state IN ('running', 'queued') ORDER BY id");
      this.#db.run("UPDATE jobs SET state = 'interrupted' WHERE state IN ('running', 'queued')");
      return rows.flatMap((row) => this.#record({ ...row, state: 'interrupted' }) ?? []);
    });
  }

  add(kind: string, title: Message, spec: unknown): JobRecord {
    const text = JSON.stringify(spec);
    const id = this.#db.transaction(() => {
      const { lastInsertRowid } = this.#db.run(
        "INSERT INTO jobs (kind, title, spec, state, created_at) VALUES (?, ?, ?, 'queued', ?)",
        kind,
        JSON.stringify(title),
        text,
        this.#now(),
      );
      const mark = this.#marks.markOf({ id: Number(lastInsertRowid), kind, spec: text });
      this.#db.run('UPDATE jobs SET mark = ? WHERE id = ?', mark, lastInsertRowid);
      return lastInsertRowid;
    });
    return this.get(id);
  }

  get(id: number): JobRecord {
    const job = this.find(id);
    if (!job) throw new AppError('not-found', say('job.no-such-job', { id }));
    return job;
  }

  find(id: number): JobRecord | null {
    const unwritten = this.#unwritten.get(id);
    if (unwritten) return unwritten;
    const row = this.#db.get<Row>('SELECT * FROM jobs WHERE id = ?', id);
    return row ? this.#record(row) : null;
  }

  list(limit: number): JobRecord[] {
    return this.#db
      .all<Row>('SELECT * FROM jobs ORDER BY id DESC LIMIT ?', limit)
      .flatMap((row) => this.#unwritten.get(row.id) ?? this.#record(row) ?? []);
  }

  start(id: number): JobRecord {
    this.#update(
      "UPDATE jobs SET state = 'running', started_at = ?, finished_at = NULL, error = NULL WHERE id = ?",
      this.#now(),
      id,
    );
    return this.get(id);
  }

  requeue(id: number): void {
    this.#update("UPDATE jobs SET state = 'queued', finished_at = NULL, error = NULL WHERE id = ?", id);
    this.#unwritten.delete(id);
  }

  /**
   * A job has ended, whatever the disk says: if its row cannot be written, the end is kept here until
   * `writeUnwritten` succeeds. @returns the ended job, and why it could not be written
   */
  finish(
    job: JobRecord,
    state: JobState,
    progress: JobProgress | null,
    result: unknown,
    error: ErrorBody | null,
  ): { ended: JobRecord; trouble: unknown } {
    const ended = { ...job, state, progress, result: result ?? null, error, finishedAt: this.#now() };
    try {
      this.#write(ended);
      return { ended, trouble: null };
    } catch (trouble) {
      this.#unwritten.set(ended.id, ended);
      return { ended, trouble };
    }
  }

  /** Tries again. @returns whether nothing is left to be written */
  writeUnwritten(): boolean {
    try {
      for (const [id, job] of this.#unwritten) {
        this.#write(job);
        this.#unwritten.delete(id);
      }
      return true;
    } catch {
      return false; // The disk is still full or gone.
    }
  }

  #write({ id, state, progress, result, error, finishedAt }: JobRecord): void {
    this.#update(
      'UPDATE jobs SET state = ?, progress = ?, result = ?, error = ?, finished_at = ? WHERE id = ?',
      state,
      JSON.stringify(progress),
      result === null ? null : JSON.stringify(result),
      error ? JSON.stringify(error) : null,
      finishedAt,
      id,
    );
  }

  #update(sql: string, ...params: unknown[]): void {
    this.#db.transaction(() => this.#db.run(sql, ...params));
  }

  /** Null for a row that nobody can read: a library that came from elsewhere opens all the same. */
  #record(row: Row): JobRecord | null {
    try {
      const job = this.#parsed(row);
      return READABLE.safeParse(job).success ? job : null;
    } catch {
      return null;
    }
  }

  #parsed(row: Row): JobRecord {
    const parsed = (text: string | null) => (text === null ? null : JSON.parse(text));
    return {
      id: row.id,
      kind: row.kind,
      title: fromStored(row.title),
      spec: JSON.parse(row.spec),
      own: this.#marks.isOwn(row, row.mark),
      state: row.state,
      progress: parsed(row.progress),
      result: row.result === null ? null : parseStored(row.result),
      error: errorOf(row.error),
      createdAt: row.created_at,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
    };
  }

  #now(): string {
    return this.#clock().toISOString();
  }
}

function errorOf(text: string | null): ErrorBody | null {
  if (text === null) return null;
  const { message, ...rest } = JSON.parse(text) as ErrorBody;
  return { ...rest, message: fromStored(message) };
}
