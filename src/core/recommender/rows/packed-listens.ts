import { VarintReader, VarintWriter } from './varints.ts';

/**
 * What a listener did with one song, by time: seconds since 1970, ascending and each once, and beside each the plays of
 * that second (in a library of ratings: the rating given then).
 */
export interface SongListens {
  song: number;
  seconds: readonly number[] | Uint32Array;
  counts: readonly number[] | Uint32Array;
}

/**
 * A listener's listens as bytes. For each song, in ascending song id: the difference to the previous id, the number of
 * times, and for each time the difference to the one before and the count; all as LEB128 variable-length integers.
 */
export class ListensPacker {
  readonly #writer = new VarintWriter();
  #previous = 0;

  start(): void {
    this.#writer.start();
    this.#previous = 0;
  }

  /** Song ids must ascend within one listener, and seconds within one song. */
  add({ song, seconds, counts }: SongListens): void {
    this.#writer.write(song - this.#previous);
    this.#writer.write(seconds.length);
    let before = 0;
    for (let i = 0; i < seconds.length; i++) {
      this.#writer.write(seconds[i] - before);
      this.#writer.write(counts[i]);
      before = seconds[i];
    }
    this.#previous = song;
  }

  /** The bytes packed since `start`; valid until the next `start`. */
  get packed(): Uint8Array {
    return this.#writer.bytes;
  }
}

export function unpackListens(data: Uint8Array): SongListens[] {
  const reader = new VarintReader(data);
  const listens: SongListens[] = [];
  let song = 0;
  while (!reader.atEnd) {
    song += reader.read();
    const n = reader.read();
    const seconds: number[] = [];
    const counts: number[] = [];
    let time = 0;
    for (let i = 0; i < n && !reader.atEnd; i++) {
      time += reader.read();
      seconds.push(time);
      counts.push(reader.read());
    }
    listens.push({ song, seconds, counts });
  }
  return listens;
}
