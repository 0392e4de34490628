import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const CHUNK_TRIPLETS = 1 << 22;
const READ_TRIPLETS = 1 << 15;
const WORDS = 3;

type ListenerVisitor = (listener: number, songs: Uint32Array, counts: Uint32Array, n: number) => void;

/**
 * Orders triplets by listener, then song, in constant memory: chunks of four million are sorted by counting, written to scratch files, and merged.
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

  /** Visits each listener once, in ascending order, with its songs ascending. The arrays are used again for the next listener. */
  drain(visit: ListenerVisitor): void {
    const runs: Run[] = [];
    try {
      if (this.#chunks > 0) {
        this.#spill();
        for (let i = 0; i < this.#chunks; i++) runs.push(new FileRun(this.#file(i)));
      } else runs.push(new MemoryRun(this.#sorted(), this.#length));
      this.#merge(runs, visit);
    } finally {
      for (const run of runs) run.close();
      rmSync(this.#folder, { recursive: true, force: true });
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
        while (run.listener === listener) {
          if (n === songs.length) {
            songs = doubled(songs);
            counts = doubled(counts);
          }
          songs[n] = run.song;
          counts[n++] = run.count;
          run.next();
        }
        if (n > before) sources++;
      }
      if (sources > 1) sortPairs(songs, counts, n);
      if (n > 0) visit(listener, songs, counts, n);
    }
  }

  #spill(): void {
    if (this.#length === 0) return;
    mkdirSync(this.#folder, { recursive: true });
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

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** A sorted sequence with a current triplet; `listener` is −1 at its end. */
interface Run {
  listener: number;
  song: number;
  count: number;
  next(): void;
  close(): void;
}

class MemoryRun implements Run {
  listener = -1;
  song = 0;
  count = 0;
  #position = 0;
  readonly #triplets: Uint32Array;
  readonly #n: number;

  constructor(triplets: Uint32Array, n: number) {
    this.#triplets = triplets;
    this.#n = n;
    this.next();
  }

  next(): void {
    if (this.#position === this.#n) {
      this.listener = -1;
      return;
    }
    const at = this.#position++ * WORDS;
    this.listener = this.#triplets[at];
    this.song = this.#triplets[at + 1];
    this.count = this.#triplets[at + 2];
  }

  close(): void {}
}

class FileRun implements Run {
  listener = -1;
  song = 0;
  count = 0;
  readonly #fd: number;
  readonly #buffer = new Uint32Array(READ_TRIPLETS * WORDS);
  #position = 0;
  #n = 0;

  constructor(file: string) {
    this.#fd = openSync(file, 'r');
    this.next();
  }

  next(): void {
    if (this.#position === this.#n) {
      this.#n = readSync(this.#fd, this.#buffer) / (WORDS * 4);
      this.#position = 0;
      if (this.#n === 0) {
        this.listener = -1;
        return;
      }
    }
    const at = this.#position++ * WORDS;
    this.listener = this.#buffer[at];
    this.song = this.#buffer[at + 1];
    this.count = this.#buffer[at + 2];
  }

  close(): void {
    closeSync(this.#fd);
  }
}
