import type { WritableDb } from './sqlite.ts';

const ROWS_AT_ONCE = 32;

/**
 * Inserts rows into one table, in the order given and many with one statement: most of what a short row costs is the
 * statement. What was added is in the table after `end`.
 */
export class RowWriter {
  readonly #db: WritableDb;
  readonly #table: string;
  readonly #columns: number;
  readonly #full: string;
  #values: unknown[] = [];

  /** @param columns how many the table has; a row gives a value for each */
  constructor(db: WritableDb, table: string, columns: number) {
    this.#db = db;
    this.#table = table;
    this.#columns = columns;
    this.#full = this.#statement(ROWS_AT_ONCE);
  }

  /** A buffer must keep its bytes until `end`. */
  add(...row: unknown[]): void {
    for (const value of row) this.#values.push(value);
    if (this.#values.length === ROWS_AT_ONCE * this.#columns) this.#write(this.#full);
  }

  end(): void {
    if (this.#values.length > 0) this.#write(this.#statement(this.#values.length / this.#columns));
  }

  #statement(rows: number): string {
    const row = `(${Array(this.#columns).fill('?').join(', ')})`;
    return `INSERT INTO ${this.#table} VALUES ${Array(rows).fill(row).join(', ')}`;
  }

  #write(sql: string): void {
    this.#db.run(sql, this.#values);
    this.#values = [];
  }
}
