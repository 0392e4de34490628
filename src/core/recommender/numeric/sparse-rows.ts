import type { Interactions } from '../data/dataset.ts';
import { roundedForTies } from './top-n.ts';

/** Songs × listeners, in compressed rows. */
export interface Columns {
  offsets: Uint32Array;
  items: Uint32Array;
  counts: Uint32Array;
}

/**
 * Songs × listeners into given arrays; returns a function that visits every row with its index in the transposed order.
 */
export function transposeInto(
  rows: Interactions,
  offsets: Uint32Array,
  items: Uint32Array,
): (visit: (row: number, to: number) => void) => void {
  offsets.fill(0);
  for (const song of rows.items) offsets[song + 1]++;
  for (let i = 0; i < rows.songs; i++) offsets[i + 1] += offsets[i];
  const each = (visit: (row: number, to: number, listener: number) => void) => {
    const next = offsets.slice();
    for (let u = 0; u < rows.listeners; u++)
      for (let row = rows.offsets[u]; row < rows.offsets[u + 1]; row++) visit(row, next[rows.items[row]]++, u);
  };
  each((_row, to, u) => {
    items[to] = u;
  });
  return each;
}

export function transpose(rows: Interactions): Columns {
  const offsets = new Uint32Array(rows.songs + 1);
  const items = new Uint32Array(rows.items.length);
  const counts = new Uint32Array(rows.items.length);
  transposeInto(
    rows,
    offsets,
    items,
  )((row, to) => {
    counts[to] = rows.counts[row];
  });
  return { offsets, items, counts };
}

/** Songs that share a listener with `song`; `common` counts the listeners. */
export function coPlayed(rows: Interactions, columns: Columns, song: number, common: Float64Array): number[] {
  const touched: number[] = [];
  for (let at = columns.offsets[song]; at < columns.offsets[song + 1]; at++) {
    const listener = columns.items[at];
    for (let row = rows.offsets[listener]; row < rows.offsets[listener + 1]; row++) {
      const other = rows.items[row];
      if (other === song) continue;
      if (common[other]++ === 0) touched.push(other);
    }
  }
  return touched;
}

/** For each song, other songs with a number each, in compressed rows. */
export interface SongWeights {
  offsets: Uint32Array;
  songs: Uint32Array;
  similarities: Float64Array;
}

/** Rows by `from`, in the order given. */
export function compress(songs: number, from: number[], to: number[], values: number[]): SongWeights {
  const offsets = new Uint32Array(songs + 1);
  for (const song of from) offsets[song + 1]++;
  for (let i = 0; i < songs; i++) offsets[i + 1] += offsets[i];
  const next = offsets.slice();
  const neighbours = { offsets, songs: new Uint32Array(from.length), similarities: new Float64Array(from.length) };
  from.forEach((song, i) => {
    const at = next[song]++;
    neighbours.songs[at] = to[i];
    neighbours.similarities[at] = values[i];
  });
  return neighbours;
}

type RowsOfSongs = Pick<SongWeights, 'offsets' | 'songs'>;

/** Σ over the given rows; sums that differ only by the order of summation are made equal. */
export function sumOfRows(
  { offsets, songs }: RowsOfSongs,
  values: Float32Array | Float64Array,
  rows: Uint32Array,
  out: Float64Array,
): void {
  out.fill(0);
  for (const row of rows) for (let at = offsets[row]; at < offsets[row + 1]; at++) out[songs[at]] += values[at];
  for (let song = 0; song < out.length; song++) if (out[song] !== 0) out[song] = roundedForTies(out[song]);
}

/** What a row has for a song; 0 if it has nothing. */
export function valueAt(
  { offsets, songs }: RowsOfSongs,
  values: Float32Array | Float64Array,
  row: number,
  song: number,
): number {
  for (let at = offsets[row]; at < offsets[row + 1]; at++) if (songs[at] === song) return values[at];
  return 0;
}
