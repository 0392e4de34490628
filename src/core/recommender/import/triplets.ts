import { join } from 'node:path';
import { PlaysPacker, unpack } from '../../storage/packed-plays.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';
import type { ImportContext, Importer } from './importer.ts';
import { KeyTable } from './key-table.ts';
import { TripletSorter } from './triplet-sorter.ts';
import { LARGEST_COUNT, TripletParser } from './triplet-parser.ts';
import { lineChunks } from './source.ts';

/** Rows of a key table that already stand in the library keep their database ids; new ones get ids after the largest. */
interface KnownKeys {
  table: KeyTable;
  ids: number[];
  nextId: number;
}

export const tripletsImporter: Importer = {
  kind: 'triplets',
  formats: ['taste-profile'],
  sniff: (head) => (head.kind === 'text' && /^[^\t\n]+\t[^\t\n]+\t[^\t\n]+\r?$/m.test(head.head.toString('latin1').slice(0, 20_000)) ? 'taste-profile' : null),
  async stage(context) {
    const listeners = knownKeys(context.library, 'SELECT id, listener_key AS key FROM listeners ORDER BY id');
    const songs = knownKeys(context.library, 'SELECT id, song_key AS key FROM songs ORDER BY id');
    const sorter = new TripletSorter(join(context.scratch, 'triplets'));
    const { report } = context;
    const parser = new TripletParser(
      { triplet: (listener, song, count) => sorter.add(listener, song, count), reject: (line, field, reason) => report.reject(line, field, reason) },
      listeners.table,
      songs.table,
    );
    let fraction = 0;
    const total = Math.max(1, context.head.bytes);
    for await (const chunk of lineChunks(context.file, context.head.gzip, (bytes) => {
      fraction = bytes / total;
    })) {
      parser.parse(chunk);
      context.checkpoint(0.8 * fraction, 'reading');
    }
    report.read = parser.lines;
    report.imported = parser.lines - report.rejected;
    stageKeys(context.staging, 'new_listeners', listeners);
    stageKeys(context.staging, 'new_songs', songs);
    new PlaysStager(context, listeners, songs).stage(sorter);
  },
};

function knownKeys(library: ReadableDb, sql: string): KnownKeys {
  const table = new KeyTable();
  const ids: number[] = [];
  for (const row of library.iterate<{ id: number; key: string }>(sql)) {
    table.internString(row.key);
    ids.push(row.id);
  }
  return { table, ids, nextId: (ids[ids.length - 1] ?? 0) + 1 };
}

function idOf(keys: KnownKeys, index: number): number {
  return index < keys.ids.length ? keys.ids[index] : keys.nextId + (index - keys.ids.length);
}

function stageKeys(staging: OpenDb, name: string, keys: KnownKeys): void {
  staging.exec(`CREATE TABLE ${name} (id INTEGER PRIMARY KEY, key TEXT NOT NULL)`);
  staging.transaction(() => {
    for (let i = keys.ids.length; i < keys.table.size; i++) staging.run(`INSERT INTO ${name} VALUES (?, ?)`, idOf(keys, i), keys.table.key(i));
  });
}

/**
 * Joins sorted triplets with what the library holds: a pair within the file is summed, a pair that the library has already takes the file's count,
 * so importing a file twice changes nothing.
 */
class PlaysStager {
  readonly #context: ImportContext;
  readonly #listeners: KnownKeys;
  readonly #songs: KnownKeys;
  readonly #packer = new PlaysPacker();
  readonly #songListeners: Float64Array;
  readonly #songPlays: Float64Array;
  #duplicates = 0;
  #capped = 0;
  #replaced = 0;
  #pairsAdded = 0;

  constructor(context: ImportContext, listeners: KnownKeys, songs: KnownKeys) {
    this.#context = context;
    this.#listeners = listeners;
    this.#songs = songs;
    const largest = idOf(songs, Math.max(0, songs.table.size - 1)) + 1;
    this.#songListeners = new Float64Array(largest);
    this.#songPlays = new Float64Array(largest);
    for (const row of context.library.iterate<{ id: number; listeners: number; plays: number }>('SELECT id, listeners, plays FROM songs')) {
      this.#songListeners[row.id] = row.listeners;
      this.#songPlays[row.id] = row.plays;
    }
  }

  stage(sorter: TripletSorter): void {
    const { staging, checkpoint, report } = this.#context;
    staging.exec('CREATE TABLE plays (listener_id INTEGER PRIMARY KEY, songs INTEGER NOT NULL, plays INTEGER NOT NULL, data BLOB NOT NULL)');
    const touched = new Set<number>();
    const trackTouched = this.#songs.ids.length > 0;
    staging.transaction(() => {
      sorter.drain((listener, songs, counts, n) => {
        this.#listener(listener, songs, counts, n, trackTouched ? touched : null);
        if ((listener & 0xfff) === 0) checkpoint(0.8 + (0.15 * listener) / this.#listeners.table.size, 'packing');
      });
    });
    this.#stageSongStatistics(trackTouched ? touched : null);
    const pairs = this.#context.library.get<{ value: string }>("SELECT value FROM facts WHERE name = 'pairs'")?.value ?? '0';
    staging.exec('CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
    staging.run("INSERT INTO facts VALUES ('pairs', ?)", String(Number(pairs) + this.#pairsAdded));
    if (this.#duplicates > 0) report.notes.push(`${this.#duplicates} duplicate triplets were summed into their first occurrence`);
    if (this.#replaced > 0) report.notes.push(`${this.#replaced} pairs stood in the library already; they took this file's count`);
    if (this.#capped > 0) report.notes.push(`${this.#capped} sums of duplicates were capped at ${LARGEST_COUNT}`);
  }

  #listener(index: number, songs: Uint32Array, counts: Uint32Array, n: number, touched: Set<number> | null): void {
    const pairs = this.#sumDuplicates(songs, counts, n);
    const id = idOf(this.#listeners, index);
    if (index < this.#listeners.ids.length) this.#mergeWithLibrary(id, pairs);
    this.#packer.start();
    let plays = 0;
    for (let i = 0; i < pairs.length; i++) {
      const { song, count, before } = pairs[i];
      this.#packer.add(song, count);
      plays += count;
      if (before === count) continue;
      if (before === 0) {
        this.#songListeners[song]++;
        this.#pairsAdded++;
      }
      this.#songPlays[song] += count - before;
      touched?.add(song);
    }
    this.#context.staging.run('INSERT INTO plays VALUES (?, ?, ?, ?)', id, pairs.length, plays, this.#packer.finish());
  }

  /** Pairs in ascending song id. `before` is the count that the library holds. */
  #sumDuplicates(songs: Uint32Array, counts: Uint32Array, n: number): { song: number; count: number; before: number }[] {
    const pairs: { song: number; count: number; before: number }[] = [];
    for (let i = 0; i < n; i++) {
      const song = idOf(this.#songs, songs[i]);
      const last = pairs[pairs.length - 1];
      if (last !== undefined && last.song === song) {
        this.#duplicates++;
        last.count += counts[i];
        if (last.count > LARGEST_COUNT) {
          last.count = LARGEST_COUNT;
          this.#capped++;
        }
      } else pairs.push({ song, count: counts[i], before: 0 });
    }
    return pairs;
  }

  #mergeWithLibrary(listenerId: number, pairs: { song: number; count: number; before: number }[]): void {
    const row = this.#context.library.get<{ data: Buffer }>('SELECT data FROM plays WHERE listener_id = ?', listenerId);
    if (!row) return;
    const old = unpack(row.data);
    const bySong = new Map(pairs.map((pair) => [pair.song, pair]));
    for (let i = 0; i < old.songs.length; i++) {
      const pair = bySong.get(old.songs[i]);
      if (pair) {
        pair.before = old.counts[i];
        this.#replaced++;
      } else pairs.push({ song: old.songs[i], count: old.counts[i], before: old.counts[i] });
    }
    pairs.sort((a, b) => a.song - b.song);
  }

  #stageSongStatistics(touched: Set<number> | null): void {
    const { staging } = this.#context;
    staging.exec('CREATE TABLE song_statistics (id INTEGER PRIMARY KEY, listeners INTEGER NOT NULL, plays INTEGER NOT NULL)');
    const insert = (id: number) => staging.run('INSERT INTO song_statistics VALUES (?, ?, ?)', id, this.#songListeners[id], this.#songPlays[id]);
    staging.transaction(() => {
      if (touched) for (const id of touched) insert(id);
      else for (let i = 0; i < this.#songs.table.size; i++) insert(idOf(this.#songs, i));
    });
  }
}
