import type { DataSize, Interactions } from '../data/dataset.ts';
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

/** Entries of a piece of a list: a list of JavaScript's own ends the process beyond 134 million numbers. */
const PIECE = 1 << 16;
const ENTRY_BYTES = 16;

interface Piece {
  from: Uint32Array;
  to: Uint32Array;
  values: Float64Array;
}

/** Numbers of pairs of songs as they are found, whatever their order, as many as memory holds. */
export class WeightList {
  readonly #pieces: Piece[] = [];
  #length = 0;

  push(from: number, to: number, value: number): void {
    const at = this.#length++ % PIECE;
    if (at === 0)
      this.#pieces.push({
        from: new Uint32Array(PIECE),
        to: new Uint32Array(PIECE),
        values: new Float64Array(PIECE),
      });
    const piece = this.#pieces[this.#pieces.length - 1];
    piece.from[at] = from;
    piece.to[at] = to;
    piece.values[at] = value;
  }

  /** Rows by `from`, each in the order of the list, which is empty afterwards. */
  compress(songs: number): SongWeights {
    const length = this.#length;
    const offsets = new Uint32Array(songs + 1);
    const each = (visit: (piece: Piece, i: number) => void) => {
      for (const [p, piece] of this.#pieces.entries())
        for (let i = 0; i < Math.min(PIECE, length - p * PIECE); i++) visit(piece, i);
    };
    each(({ from }, i) => {
      offsets[from[i] + 1]++;
    });
    for (let i = 0; i < songs; i++) offsets[i + 1] += offsets[i];
    const next = offsets.slice();
    const weights = { offsets, songs: new Uint32Array(length), similarities: new Float64Array(length) };
    each(({ from, to, values }, i) => {
      const at = next[from[i]]++;
      weights.songs[at] = to[i];
      weights.similarities[at] = values[i];
    });
    this.#pieces.length = 0;
    this.#length = 0;
    return weights;
  }
}

/** Bytes of the search for k neighbours of each song: listeners by song, the list and its compressed rows. */
export function weightsBytes({ songs, plays }: DataSize, k: number): number {
  return 8 * plays + songs * Math.min(k, songs) * (ENTRY_BYTES + 12);
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
