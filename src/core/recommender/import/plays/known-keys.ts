import type { ReadableDb } from '../../../storage/sqlite.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { toldOfTwins } from '../text/other-forms.ts';
import { KeyTable } from './key-table.ts';

/**
 * Keys already in the library keep their database ids. New ones get ids after the largest, in the order of the keys:
 * the library's index over keys then grows at its end,
 * where random keys would touch all of it in every transaction.
 */
export class KnownKeys {
  readonly table = new KeyTable();
  readonly known: number;
  readonly #knownIds: number[] = [];
  #newIds = new Uint32Array(0);

  constructor(library: ReadableDb, sql: string) {
    for (const row of library.iterate<{ id: number; key: string }>(sql)) {
      this.table.internString(row.key);
      this.#knownIds.push(row.id);
    }
    this.known = this.#knownIds.length;
  }

  /**
   * Gives the new keys their ids; returns their numbers in the order of ids. Called once, when all keys have been seen.
   */
  number(): Uint32Array {
    const order = this.table.sortedFrom(this.known);
    const first = (this.#knownIds[this.known - 1] ?? 0) + 1;
    this.#newIds = new Uint32Array(order.length);
    order.forEach((index, rank) => {
      this.#newIds[index - this.known] = first + rank;
    });
    return order;
  }

  /** What is said of keys that another one may be, of which one at least is new. */
  told(of: 'listeners' | 'songs'): Message[] {
    const { table } = this;
    const isNew = (key: string) => table.has(key) && this.isNew(table.internString(key));
    return toldOfTwins(
      of,
      { ids: this.#keys(this.known, table.size), has: isNew },
      { ids: this.#keys(0, this.known), has: (key) => table.has(key) },
    );
  }

  *#keys(from: number, to: number): Generator<string> {
    for (let index = from; index < to; index++) yield this.table.key(index);
  }

  get largestId(): number {
    return (this.#knownIds[this.known - 1] ?? 0) + this.#newIds.length;
  }

  isNew(index: number): boolean {
    return index >= this.known;
  }

  id(index: number): number {
    return index < this.known ? this.#knownIds[index] : this.#newIds[index - this.known];
  }
}
