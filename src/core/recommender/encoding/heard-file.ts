import { readArrays, writeArrays } from '../data/arrays-file.ts';

/** What an encoder heard in some clips. */
export interface Heard {
  songs: Uint32Array;
  /** Songs × width. */
  vectors: Float32Array;
}

export function writeHeard(file: string, { songs, vectors }: Heard): void {
  const width = songs.length === 0 ? 0 : vectors.length / songs.length;
  writeArrays(file, {}, { songs, vectors }, { vectors: [songs.length, width] });
}

export function readHeard(file: string): Heard {
  return readArrays(file).arrays as unknown as Heard;
}
