import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { RowWriter } from '../../../storage/row-writer.ts';
import { PlaysPacker, unpack } from '../../rows/packed-plays.ts';
import type { ImportContext } from '../importer.ts';
import { countOf, ListensStager, type TimedRows } from '../listens/listens-stager.ts';
import { PackedRows } from './packed-rows.ts';
import { LARGEST_COUNT } from './triplet-parser.ts';
import type { TripletSorter } from './triplet-sorter.ts';
import type { KnownKeys } from './known-keys.ts';

/**
 * A song id and a place among the listener's rows in one double, so that a plain numeric sort orders by song: ids below
 * 2^27 leave 26 bits to the place.
 */
const MOST_SONGS = 2 ** 27;
const MOST_ROWS_OF_ONE = 2 ** 26;

const FIRST_ROOM = 1 << 12;
/** Numbers up to which inserting each in its place is faster than the built-in sort. */
const FEW = 64;

/** A listener's songs, ascending, and how often each was played. */
interface Pairs {
  songs: Uint32Array;
  counts: Uint32Array;
}

const NO_PAIRS: Pairs = { songs: new Uint32Array(0), counts: new Uint32Array(0) };

/**
 * Merges sorted triplets with the library, so that importing a file twice changes nothing. Of rows without times,
 * duplicates within the file are summed, and a pair the library has already takes the file's count. Rows with times are
 * listens: they are added to those the library has, and the pair's count is their number, or the count that came
 * without times if that is greater.
 */
export class PlaysStager {
  readonly #context: ImportContext;
  readonly #listeners: KnownKeys;
  readonly #songs: KnownKeys;
  readonly #join: 'sum' | 'highest';
  readonly #newListeners: Uint32Array;
  readonly #newSongs: Uint32Array;
  readonly #packer = new PlaysPacker();
  /** For each song by its id: listeners, plays. Side by side, since they lie too far apart for a cache otherwise. */
  readonly #songTotals: Float64Array;
  /** Of the library's songs, which ones the file changes. */
  readonly #touchedSongs: Uint8Array;
  #listens: ListensStager | null = null;
  #areDays = false;
  #order = new Float64Array(FIRST_ROOM);
  #sorted: Pairs = { songs: new Uint32Array(FIRST_ROOM), counts: new Uint32Array(FIRST_ROOM) };
  /** Of the listener that is packed. */
  #distinct = 0;
  #plays = 0;
  #duplicates = 0;
  #capped = 0;
  #replaced = 0;
  #keptTotals = 0;
  #pairsAdded = 0;

  /** @param join combines two values for one pair: plays add up, the higher rating wins */
  constructor(context: ImportContext, listeners: KnownKeys, songs: KnownKeys, join: 'sum' | 'highest' = 'sum') {
    this.#context = context;
    this.#join = join;
    this.#listeners = listeners;
    this.#songs = songs;
    this.#newListeners = listeners.number();
    this.#newSongs = songs.number();
    context.report.notes.push(...listeners.told('listeners'), ...songs.told('songs'));
    if (songs.largestId >= MOST_SONGS)
      throw new AppError('bad-input', say('import.too-many-songs', { most: MOST_SONGS }));
    this.#songTotals = new Float64Array(2 * (songs.largestId + 1));
    this.#touchedSongs = new Uint8Array(songs.largestId + 1 - this.#newSongs.length);
    for (const row of context.library.iterate<{ id: number; listeners: number; plays: number }>(
      'SELECT id, listeners, plays FROM songs',
    )) {
      this.#songTotals[2 * row.id] = row.listeners;
      this.#songTotals[2 * row.id + 1] = row.plays;
    }
  }

  stage(sorter: TripletSorter): void {
    const { staging, report } = this.#context;
    staging.exec(`CREATE TABLE plays (listener_id INTEGER PRIMARY KEY, data BLOB NOT NULL);
      CREATE TABLE new_listeners (id INTEGER PRIMARY KEY, key TEXT NOT NULL, songs INTEGER NOT NULL, plays
      INTEGER NOT NULL);
      CREATE TABLE old_listeners (id INTEGER PRIMARY KEY, songs INTEGER NOT NULL, plays INTEGER NOT NULL);
      CREATE TABLE new_songs (id INTEGER PRIMARY KEY, key TEXT NOT NULL, listeners INTEGER NOT NULL, plays
      INTEGER NOT NULL);
      CREATE TABLE old_songs (id INTEGER PRIMARY KEY, listeners INTEGER NOT NULL, plays INTEGER NOT NULL)`);
    this.#areDays = sorter.areDays;
    const rows = new PackedRows(this.#listeners.table.size);
    staging.transaction(() => {
      sorter.drain((listener, songs, counts, n, seconds) => this.#pack(rows, listener, songs, counts, n, seconds));
      this.#write(rows);
    });
    const pairs =
      this.#context.library.get<{ value: string }>("SELECT value FROM facts WHERE name = 'pairs'")?.value ?? '0';
    staging.exec('CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
    staging.run("INSERT INTO facts VALUES ('pairs', ?)", String(Number(pairs) + this.#pairsAdded));
    if (this.#duplicates > 0)
      report.notes.push(
        this.#join === 'sum'
          ? say('import.duplicates-summed', { duplicates: this.#duplicates })
          : say('import.rated-twice', { pairs: this.#duplicates }),
      );
    this.#listens?.note();
    if (this.#keptTotals > 0) report.notes.push(say('import.totals-kept', { pairs: this.#keptTotals }));
    if (this.#replaced > 0) report.notes.push(say('import.pairs-replaced', { pairs: this.#replaced }));
    if (this.#capped > 0) report.notes.push(say('import.sums-capped', { sums: this.#capped, largest: LARGEST_COUNT }));
  }

  #pack(
    rows: PackedRows,
    listener: number,
    songs: Uint32Array,
    counts: Uint32Array,
    n: number,
    seconds: Uint32Array | null,
  ): void {
    if ((listener & 0xfff) === 0)
      this.#context.checkpoint(0.6 + (0.2 * listener) / this.#listeners.table.size, 'packing');
    const { pairs, listened } = seconds
      ? this.#timedPairs(listener, songs, counts, n, seconds)
      : { pairs: this.#sortedPairs(songs, counts, n), listened: null };
    const before = this.#listeners.isNew(listener) ? NO_PAIRS : this.#libraryPlays(this.#listeners.id(listener));
    this.#packer.start();
    this.#distinct = 0;
    this.#plays = 0;
    mergeWith(
      before,
      pairs,
      (song, count, old) => this.#own(song, count, old, listened),
      (song, count) => this.#add(song, count, count),
    );
    rows.add(listener, this.#distinct, this.#plays, this.#packer.packed);
  }

  /** A pair of the file; `old` is the library's count, or 0. */
  #own(song: number, count: number, old: number, listened: ReadonlySet<number> | null): void {
    const counted = listened?.has(song) ?? false;
    if (old > 0 && !counted) this.#replaced++;
    if (counted && old > count) this.#keptTotals++;
    this.#add(song, counted ? Math.max(count, old) : count, old);
  }

  #add(song: number, count: number, old: number): void {
    this.#packer.add(song, count);
    this.#distinct++;
    this.#plays += count;
    if (old === count) return;
    if (old === 0) {
      this.#songTotals[2 * song]++;
      this.#pairsAdded++;
    }
    this.#songTotals[2 * song + 1] += count - old;
    if (song < this.#touchedSongs.length) this.#touchedSongs[song] = 1;
  }

  /**
   * Stages the listens among the rows. Returns the pairs of the file, and the songs whose counts are numbers of listens
   * alone.
   */
  #timedPairs(listener: number, songs: Uint32Array, counts: Uint32Array, n: number, seconds: Uint32Array) {
    const timed: TimedRows = { songs: [], seconds: [], counts: [] };
    let untimed = 0;
    for (let i = 0; i < n; i++) {
      if (seconds[i] === 0) {
        songs[untimed] = songs[i];
        counts[untimed++] = counts[i];
      } else {
        timed.songs.push(this.#songs.id(songs[i]));
        timed.seconds.push(seconds[i]);
        timed.counts.push(counts[i]);
      }
    }
    const totals = this.#sortedPairs(songs, counts, untimed);
    if (timed.songs.length === 0) return { pairs: totals, listened: null };
    this.#listens ??= new ListensStager(this.#context, this.#join, this.#areDays);
    const isNew = this.#listeners.isNew(listener);
    const listens = this.#listens.stage(this.#listeners.id(listener), isNew, timed);
    const countOfSong = new Map(Array.from(totals.songs, (song, i) => [song, totals.counts[i]]));
    const listened = new Set<number>();
    for (const own of listens) {
      const total = countOfSong.get(own.song) ?? 0;
      if (total === 0 && this.#join === 'sum') listened.add(own.song);
      countOfSong.set(own.song, Math.max(total, countOf(own, this.#join)));
    }
    const all = Uint32Array.from(countOfSong.keys()).sort();
    return { pairs: { songs: all, counts: all.map((song) => countOfSong.get(song) as number) }, listened };
  }

  /** By ascending song id, duplicates summed; valid until the next call. */
  #sortedPairs(songs: Uint32Array, counts: Uint32Array, n: number): Pairs {
    if (n > MOST_ROWS_OF_ONE)
      throw new AppError('bad-input', say('import.too-many-rows-of-one', { rows: n, most: MOST_ROWS_OF_ONE }));
    if (n > this.#order.length) {
      this.#order = new Float64Array(2 * n);
      this.#sorted = { songs: new Uint32Array(2 * n), counts: new Uint32Array(2 * n) };
    }
    const order = this.#order;
    const room = 2 ** Math.ceil(Math.log2(Math.max(1, n)));
    for (let i = 0; i < n; i++) order[i] = this.#songs.id(songs[i]) * room + i;
    sortFirst(order, n);
    const pairs = this.#sorted;
    let kept = 0;
    for (let i = 0; i < n; i++) {
      const song = Math.floor(order[i] / room);
      const count = counts[order[i] - song * room];
      if (kept === 0 || song !== pairs.songs[kept - 1]) {
        pairs.songs[kept] = song;
        pairs.counts[kept++] = count;
        continue;
      }
      this.#duplicates++;
      const other = pairs.counts[kept - 1];
      const sum = this.#join === 'sum' ? other + count : Math.max(other, count);
      if (sum > LARGEST_COUNT) this.#capped++;
      pairs.counts[kept - 1] = Math.min(sum, LARGEST_COUNT);
    }
    return { songs: pairs.songs.subarray(0, kept), counts: pairs.counts.subarray(0, kept) };
  }

  #libraryPlays(listenerId: number): Pairs {
    const row = this.#context.library.get<{ data: Buffer }>('SELECT data FROM plays WHERE listener_id = ?', listenerId);
    return row ? unpack(row.data) : NO_PAIRS;
  }

  /** Everything in the order of ids. */
  #write(rows: PackedRows): void {
    const { staging, checkpoint } = this.#context;
    const plays = new RowWriter(staging, 'plays', 2);
    const oldListeners = new RowWriter(staging, 'old_listeners', 3);
    for (let listener = 0; listener < this.#listeners.known; listener++) {
      if (!rows.has(listener)) continue;
      const id = this.#listeners.id(listener);
      plays.add(id, rows.read(listener));
      oldListeners.add(id, rows.songs[listener], rows.plays[listener]);
    }
    oldListeners.end();
    const newListeners = new RowWriter(staging, 'new_listeners', 4);
    this.#newListeners.forEach((listener, i) => {
      if ((i & 0xfff) === 0) checkpoint(0.8 + (0.2 * i) / this.#newListeners.length, 'packing');
      const id = this.#listeners.id(listener);
      plays.add(id, rows.read(listener));
      newListeners.add(id, this.#listeners.table.key(listener), rows.songs[listener], rows.plays[listener]);
    });
    plays.end();
    newListeners.end();
    this.#writeSongs();
  }

  #writeSongs(): void {
    const { staging } = this.#context;
    const totals = this.#songTotals;
    const oldSongs = new RowWriter(staging, 'old_songs', 3);
    this.#touchedSongs.forEach((isTouched, id) => {
      if (isTouched) oldSongs.add(id, totals[2 * id], totals[2 * id + 1]);
    });
    oldSongs.end();
    const newSongs = new RowWriter(staging, 'new_songs', 4);
    for (const song of this.#newSongs) {
      const id = this.#songs.id(song);
      newSongs.add(id, this.#songs.table.key(song), totals[2 * id], totals[2 * id + 1]);
    }
    newSongs.end();
  }
}

/** Sorts the first `n` numbers. */
function sortFirst(numbers: Float64Array, n: number): void {
  if (n > FEW) {
    numbers.subarray(0, n).sort();
    return;
  }
  for (let i = 1; i < n; i++) {
    const number = numbers[i];
    let at = i;
    for (; at > 0 && numbers[at - 1] > number; at--) numbers[at] = numbers[at - 1];
    numbers[at] = number;
  }
}

/** Visits the union of the library's pairs and the file's, in the order of songs. */
function mergeWith(
  before: Pairs,
  pairs: Pairs,
  ofFile: (song: number, count: number, old: number) => void,
  ofLibrary: (song: number, count: number) => void,
): void {
  let b = 0;
  for (let i = 0; i < pairs.songs.length; i++) {
    const song = pairs.songs[i];
    for (; b < before.songs.length && before.songs[b] < song; b++) ofLibrary(before.songs[b], before.counts[b]);
    const old = b < before.songs.length && before.songs[b] === song ? before.counts[b++] : 0;
    ofFile(song, pairs.counts[i], old);
  }
  for (; b < before.songs.length; b++) ofLibrary(before.songs[b], before.counts[b]);
}
