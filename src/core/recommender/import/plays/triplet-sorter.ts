import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../../storage/durable.ts';
import { removeFolder } from '../../../storage/moves.ts';
import { withRoom } from '../../numeric/room.ts';

const CHUNK_TRIPLETS = 1 << 22;
/** Most files of a person's own plays are this small. */
const FIRST_TRIPLETS = 1 << 14;
const READ_TRIPLETS = 1 << 15;
const SECONDS_A_DAY = 86_400;

type ListenerVisitor = (
  listener: number,
  songs: Uint32Array,
  counts: Uint32Array,
  n: number,
  /** Parallel to songs, seconds since 1970, 0 = unknown; null if the sorter takes no times. */
  seconds: Uint32Array | null,
) => void;

/**
 * Orders triplets by listener, and those with times then by song, in constant memory: chunks of four million are sorted
 * by counting, written to scratch files, and merged. Else file order is kept. A file that has its listeners' rows
 * together, as most have, is in order without any of this.
 */
export class TripletSorter {
  readonly #folder: string;
  /** Numbers a triplet has, with its time. */
  readonly #words: 3 | 4;
  #chunk: Uint32Array<ArrayBuffer>;
  #length = 0;
  #lastListener = -1;
  #isAscending = true;
  #largestListener = -1;
  #largestSong = -1;
  #chunks = 0;
  /** Whether all times are days, without a time of day. */
  areDays = true;

  /** @param times whether each triplet comes with a time */
  constructor(folder: string, times: 'timed' | 'untimed' = 'untimed') {
    this.#folder = folder;
    this.#words = times === 'timed' ? 4 : 3;
    this.#chunk = new Uint32Array(FIRST_TRIPLETS * this.#words);
  }

  add(listener: number, song: number, count: number, seconds = 0): void {
    if (this.#length === CHUNK_TRIPLETS) this.#spill();
    const at = this.#length++ * this.#words;
    if (at === this.#chunk.length) this.#chunk = withRoom(this.#chunk, at + 1);
    this.#chunk[at] = listener;
    this.#chunk[at + 1] = song;
    this.#chunk[at + 2] = count;
    if (this.#words === 4) this.#chunk[at + 3] = seconds;
    if (seconds % SECONDS_A_DAY !== 0) this.areDays = false;
    if (listener < this.#lastListener) this.#isAscending = false;
    this.#lastListener = listener;
    if (listener > this.#largestListener) this.#largestListener = listener;
    if (song > this.#largestSong) this.#largestSong = song;
  }

  /**
   * Visits each listener once, in ascending order, with its rows in the order of the file, or by ascending song if they
   * have times. The arrays are reused for the next listener.
   */
  drain(visit: ListenerVisitor): void {
    const runs: Run[] = [];
    try {
      if (this.#chunks > 0) {
        this.#spill();
        for (let i = 0; i < this.#chunks; i++) runs.push(Run.fromFile(this.#file(i), this.#words));
      } else runs.push(Run.inMemory(this.#sorted(), this.#length * this.#words));
      this.#merge(runs, visit);
    } finally {
      for (const run of runs) run.close();
      removeFolder(this.#folder);
    }
  }

  #merge(runs: Run[], visit: ListenerVisitor): void {
    const words = this.#words;
    let songs = new Uint32Array(1 << 12);
    let counts = new Uint32Array(1 << 12);
    let seconds = words === 4 ? new Uint32Array(1 << 12) : null;
    for (let listener = 0; listener <= this.#largestListener; listener++) {
      let n = 0;
      let sources = 0;
      for (const run of runs) {
        const before = n;
        while (run.position < run.end && run.window[run.position] === listener) {
          const { window } = run;
          let at = run.position;
          songs = withRoom(songs, n + (run.end - at) / words);
          counts = withRoom(counts, songs.length);
          if (seconds) seconds = withRoom(seconds, songs.length);
          for (; at < run.end && window[at] === listener; at += words) {
            songs[n] = window[at + 1];
            if (seconds) seconds[n] = window[at + 3];
            counts[n++] = window[at + 2];
          }
          run.position = at;
          if (at === run.end) run.refill();
        }
        if (n > before) sources++;
      }
      if (seconds && sources > 1) sortBySong(songs, [counts, seconds], n);
      if (n > 0) visit(listener, songs, counts, n, seconds);
    }
  }

  #spill(): void {
    if (this.#length === 0) return;
    makeFolder(this.#folder);
    const sorted = this.#sorted();
    const fd = openSync(this.#file(this.#chunks++), 'w');
    const bytes = new Uint8Array(sorted.buffer, 0, this.#length * this.#words * 4);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, Math.min(bytes.length - at, 1 << 24));
    closeSync(fd);
    this.#length = 0;
    this.#lastListener = -1;
    this.#isAscending = true;
  }

  #file(index: number): string {
    return join(this.#folder, `run-${index}.bin`);
  }

  /** By stable counting sorts, of which the last one decides. */
  #sorted(): Uint32Array<ArrayBuffer> {
    let triplets = this.#chunk;
    if (this.#words === 4) triplets = countingSort(triplets, this.#length, this.#words, 1, this.#largestSong);
    else if (this.#isAscending) return triplets;
    return countingSort(triplets, this.#length, this.#words, 0, this.#largestListener);
  }
}

function countingSort(
  from: Uint32Array,
  n: number,
  words: number,
  word: number,
  largest: number,
): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(n * words);
  const starts = new Uint32Array(largest + 2);
  for (let i = 0; i < n; i++) starts[from[i * words + word] + 1]++;
  for (let k = 1; k < starts.length; k++) starts[k] += starts[k - 1];
  for (let i = 0; i < n; i++) {
    const at = i * words;
    const target = starts[from[at + word]]++ * words;
    to[target] = from[at];
    to[target + 1] = from[at + 1];
    to[target + 2] = from[at + 2];
    if (words === 4) to[target + 3] = from[at + 3];
  }
  return to;
}

/** Puts the songs into ascending order, in place, and the other columns with them. */
function sortBySong(songs: Uint32Array, others: readonly Uint32Array[], n: number): void {
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => songs[a] - songs[b] || a - b);
  for (const column of [songs, ...others]) column.set(order.map((i) => column[i]));
}

/** A sorted sequence, read through a window of triplets; `position === end` only at its very end. */
class Run {
  window: Uint32Array;
  position = 0;
  end: number;
  readonly #fd: number | null;

  private constructor(window: Uint32Array, end: number, fd: number | null) {
    this.window = window;
    this.end = end;
    this.#fd = fd;
  }

  static inMemory(triplets: Uint32Array, end: number): Run {
    return new Run(triplets, end, null);
  }

  static fromFile(file: string, words: number): Run {
    const run = new Run(new Uint32Array(READ_TRIPLETS * words), 0, openSync(file, 'r'));
    run.refill();
    return run;
  }

  refill(): void {
    this.position = 0;
    this.end = this.#fd === null ? 0 : readSync(this.#fd, this.window) / 4;
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
  }
}
