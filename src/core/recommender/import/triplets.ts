import { join } from 'node:path';
import type { ReadableDb } from '../../storage/sqlite.ts';
import type { Importer } from './importer.ts';
import { KeyTable } from './key-table.ts';
import { PlaysStager } from './plays-stager.ts';
import { lineChunks } from './source.ts';
import { TripletParser } from './triplet-parser.ts';
import { TripletSorter } from './triplet-sorter.ts';

/** Taste Profile triplets. */
export const tripletsImporter: Importer = {
  kind: 'triplets',
  formats: ['taste-profile'],
  sniff: (head) =>
    head.kind === 'text' && /^[^\t\n]+\t[^\t\n]+\t[^\t\n]+\r?$/m.test(head.head.toString('latin1').slice(0, 20_000))
      ? 'taste-profile'
      : null,
  async stage(context) {
    const listeners = new KnownKeys(context.library, 'SELECT id, listener_key AS key FROM listeners ORDER BY id');
    const songs = new KnownKeys(context.library, 'SELECT id, song_key AS key FROM songs ORDER BY id');
    const sorter = new TripletSorter(join(context.scratch, 'triplets'));
    const { report } = context;
    const parser = new TripletParser(
      {
        triplet: (listener, song, count) => sorter.add(listener, song, count),
        reject: (line, field, reason) => report.reject(line, field, reason),
      },
      listeners.table,
      songs.table,
    );
    let fraction = 0;
    const total = Math.max(1, context.head.bytes);
    for await (const chunk of lineChunks(context.file, context.head.gzip, (bytes) => {
      fraction = bytes / total;
    })) {
      parser.parse(chunk);
      context.checkpoint(0.6 * fraction, 'reading');
    }
    report.read = parser.lines;
    report.imported = parser.lines - report.rejected;
    new PlaysStager(context, listeners, songs).stage(sorter);
  },
};

/**
 * Keys that stand in the library keep their database ids. New ones get ids after the largest, in the order of the keys:
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
   * Gives the new keys their ids; answers their numbers in the order of ids. Called once, when all keys have been seen.
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
