import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../storage/durable.ts';
import { removeFolder } from '../../storage/moves.ts';

const CHUNK_TRIPLETS = 1 << 22;
const READ_TRIPLETS = 1 << 15;
const WORDS = 3;

type ListenerVisitor = (listener: number, songs: Uint32Array, counts: Uint32Array, n: number) => void;

/**
 * Orders triplets by listener, then song, in constant memory: chunks of four million are sorted by counting, written to
 * scratch files, and merged.
 * Within one pair, file order is kept.
 */
export class TripletSorter {
  readonly #folder: string;
  readonly #chunk = new Uint32Array(CHUNK_TRIPLETS * WORDS);
  #length = 0;
  #largestListener = -1;
  #largestSong = -1;
  #chunks = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  add(listener: number, song: number, count: number): void {
    if (this.#length === CHUNK_TRIPLETS) this.#spill();
    const at = this.#length++ * WORDS;
    this.#chunk[at] = listener;
    this.#chunk[at + 1] = song;
    this.#chunk[at + 2] = count;
    if (listener > this.#largestListener) this.#largestListener = listener;
    if (song > this.#largestSong) this.#largestSong = song;
  }

  /**
   * Visits each listener once, in ascending order, with its songs ascending. The arrays are reused for the next
   * listener.
   */
  drain(visit: ListenerVisitor): void {
    const runs: Run[] = [];
    try {
      if (this.#chunks > 0) {
        this.#spill();
        for (let i = 0; i < this.#chunks; i++) runs.push(Run.fromFile(this.#file(i)));
      } else runs.push(Run.inMemory(this.#sorted(), this.#length));
      this.#merge(runs, visit);
    } finally {
      for (const run of runs) run.close();
      removeFolder(this.#folder);
    }
  }

  #merge(runs: Run[], visit: ListenerVisitor): void {
    let songs = new Uint32Array(1 << 12);
    let counts = new Uint32Array(1 << 12);
    for (let listener = 0; listener <= this.#largestListener; listener++) {
      let n = 0;
      let sources = 0;
      for (const run of runs) {
        const before = n;
        while (run.position < run.end && run.window[run.position] === listener) {
          const { window } = run;
          let at = run.position;
          if (n + (run.end - at) / WORDS > songs.length) {
            songs = grown(songs, n + (run.end - at) / WORDS);
            counts = grown(counts, songs.length);
          }
          for (; at < run.end && window[at] === listener; at += WORDS) {
            songs[n] = window[at + 1];
            counts[n++] = window[at + 2];
          }
          run.position = at;
          if (at === run.end) run.refill();
        }
        if (n > before) sources++;
      }
      if (sources > 1) sortPairs(songs, counts, n);
      if (n > 0) visit(listener, songs, counts, n);
    }
  }

  #spill(): void {
    if (this.#length === 0) return;
    makeFolder(this.#folder);
    const sorted = this.#sorted();
    const fd = openSync(this.#file(this.#chunks++), 'w');
    const bytes = new Uint8Array(sorted.buffer, 0, this.#length * WORDS * 4);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, Math.min(bytes.length - at, 1 << 24));
    closeSync(fd);
    this.#length = 0;
  }

  #file(index: number): string {
    return join(this.#folder, `run-${index}.bin`);
  }

  /** Two stable counting sorts, by song and then by listener. */
  #sorted(): Uint32Array {
    const n = this.#length;
    const bySong = new Uint32Array(n * WORDS);
    countingSort(this.#chunk, bySong, n, 1, this.#largestSong);
    const byListener = new Uint32Array(n * WORDS);
    countingSort(bySong, byListener, n, 0, this.#largestListener);
    return byListener;
  }
}

function countingSort(from: Uint32Array, to: Uint32Array, n: number, word: number, largest: number): void {
  const starts = new Uint32Array(largest + 2);
  for (let i = 0; i < n; i++) starts[from[i * WORDS + word] + 1]++;
  for (let k = 1; k < starts.length; k++) starts[k] += starts[k - 1];
  for (let i = 0; i < n; i++) {
    const at = i * WORDS;
    const target = starts[from[at + word]]++ * WORDS;
    to[target] = from[at];
    to[target + 1] = from[at + 1];
    to[target + 2] = from[at + 2];
  }
}

function sortPairs(songs: Uint32Array, counts: Uint32Array, n: number): void {
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => songs[a] - songs[b] || a - b);
  const s = order.map((i) => songs[i]);
  const c = order.map((i) => counts[i]);
  songs.set(s);
  counts.set(c);
}

function grown(array: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(array.length * 2, needed));
  larger.set(array);
  return larger;
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

  static inMemory(triplets: Uint32Array, n: number): Run {
    return new Run(triplets, n * WORDS, null);
  }

  static fromFile(file: string): Run {
    const run = new Run(new Uint32Array(READ_TRIPLETS * WORDS), 0, openSync(file, 'r'));
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
