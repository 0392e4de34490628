import type { ReadableDb } from '../../../storage/sqlite.ts';
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

  /**
   * Ids such as 007 beside 7, of which one at least is new: a spreadsheet takes away such zeros, so that one listener
   * or song may be two.
   */
  zeroTwins(): { ids: number; example: string; plain: string } {
    const found = { ids: 0, example: '', plain: '' };
    for (const index of this.table.beginningWithZero()) {
      const key = this.table.key(index);
      const plain = key.replace(/^0+(?=.)/, '');
      if (!/^\d+$/.test(key) || !this.table.has(plain)) continue;
      if (index < this.known && this.table.internString(plain) < this.known) continue;
      if (found.ids++ === 0) Object.assign(found, { example: key, plain });
    }
    return found;
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
