/**
 * A listener's plays as bytes: for each song, in ascending song id, the difference to the previous id and the play
 * count, both as LEB128
 * variable-length integers. About 3.5 bytes a pair on the Taste Profile, against 30 for a row of its own.
 */
export interface Plays {
  songs: Uint32Array;
  counts: Uint32Array;
}

/** Writes pairs into a growing buffer that is reused for each listener. */
export class PlaysPacker {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;
  #previous = 0;

  start(): void {
    this.#length = 0;
    this.#previous = 0;
  }

  /** Song ids must ascend within one listener. */
  add(song: number, count: number): void {
    if (this.#length + 10 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#varint(song - this.#previous);
    this.#varint(count);
    this.#previous = song;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** The bytes packed since `start`; valid until the next `start`. */
  get packed(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Reads pairs into the caller's arrays; returns their number. */
export function unpackInto(data: Uint8Array, songs: Uint32Array, counts: Uint32Array, at: number): number {
  let position = 0;
  let song = 0;
  let written = at;
  while (position < data.length) {
    let shift = 0;
    let value = 0;
    let byte = data[position++];
    while (byte > 127) {
      value |= (byte & 127) << shift;
      shift += 7;
      byte = data[position++];
    }
    song += (value | (byte << shift)) >>> 0;
    shift = 0;
    value = 0;
    byte = data[position++];
    while (byte > 127) {
      value |= (byte & 127) << shift;
      shift += 7;
      byte = data[position++];
    }
    songs[written] = song;
    counts[written++] = (value | (byte << shift)) >>> 0;
  }
  return written - at;
}

/** How many pairs a blob holds: each pair is two integers, and an integer ends with a byte below 128. */
export function countPairs(data: Uint8Array): number {
  let ends = 0;
  for (let i = 0; i < data.length; i++) if (data[i] < 128) ends++;
  return ends >> 1;
}

export function unpack(data: Uint8Array): Plays {
  const n = countPairs(data);
  const songs = new Uint32Array(n);
  const counts = new Uint32Array(n);
  unpackInto(data, songs, counts, 0);
  return { songs, counts };
}
