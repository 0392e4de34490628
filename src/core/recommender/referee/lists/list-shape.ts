import { candidates, columnWords } from '../../import/text/columns.ts';
import type { Table } from '../table.ts';
import type { KnownIds } from './entries.ts';
import { numberOf } from './numbers.ts';
import { isBracketed, scoresOfCell, songsOfCell } from './songs-of-cell.ts';

/** How a table holds lists: a song a row, all songs of a listener in one field, or in a field each. */
export type ListShape =
  | { kind: 'flat' }
  | { kind: 'cells'; listener: number; songs: number; scores: number | null }
  | { kind: 'wide'; listener: number; songs: number[] };

const LEAST_SHARE = 0.5;
const NUMBERED = /^[a-z ]*\d+$/;
const LEAST_WIDE_SONGS = 2;

/** Tells the shape of a table by the ids that the split has. */
export function shapeOf(table: Table, known: KnownIds): ListShape {
  const { sample, header } = table;
  const columns = sample[0]?.map((_, column) => column) ?? [];
  const cells = columns.filter((column) => share(sample, column, (cell) => isListOfSongs(cell, known)) > LEAST_SHARE);
  if (cells.length === 1 && !isSongARow(table, cells[0], known)) {
    const [songs] = cells;
    const scores = columns.find((column) => column !== songs && haveScores(sample, column, songs, known)) ?? null;
    const rest = columns.filter((column) => column !== songs && column !== scores);
    return { kind: 'cells', listener: listenerAmong(rest, table, known), songs, scores };
  }
  const wide = header ? numbered(header) : columns.slice(1);
  const isFlat = header !== null && candidates('song', header).some((column) => !wide.includes(column));
  if (isFlat || wide.length < LEAST_WIDE_SONGS || (header === null && wide.length <= LEAST_WIDE_SONGS))
    return { kind: 'flat' };
  const rest = columns.filter((column) => !wide.includes(column));
  const listener = listenerAmong(rest, table, known);
  const isWide =
    sample.every((row) => areDistinct(wide.map((column) => row[column]))) &&
    areDistinct(sample.map((row) => row[listener])) &&
    share(sample, wide[0], (cell) => known.songs.has(cell)) > LEAST_SHARE &&
    share(sample, wide[wide.length - 1], (cell) => cell === '' || known.songs.has(cell)) > LEAST_SHARE;
  return isWide ? { kind: 'wide', listener, songs: wide } : { kind: 'flat' };
}

/** A table with a song a row, whose other field is text without brackets that numbers of songs may stand in. */
function isSongARow({ sample, header }: Table, list: number, { listeners, songs }: KnownIds): boolean {
  if (share(sample, list, isBracketed) > LEAST_SHARE) return false;
  const others = sample[0].flatMap((_, column) => (column === list ? [] : [column]));
  const of = (ids: KnownIds['songs']) =>
    others.filter((column) => share(sample, column, (cell) => ids.has(cell)) > LEAST_SHARE);
  const named = header ? candidates('song', header).filter((column) => column !== list) : [];
  const repeat = of(listeners).some((column) => !areDistinct(sample.map((row) => row[column])));
  return named.length > 0 || (repeat && of(songs).length > 0);
}

/** The share of the rows of which a field passes. */
export function share(sample: readonly string[][], column: number, passes: (cell: string) => boolean): number {
  return sample.length === 0 ? 0 : sample.filter((row) => passes(row[column] ?? '')).length / sample.length;
}

/** Titles, dates and decimal commas have parts too, and one of them may be a song's number. */
function isListOfSongs(cell: string, { songs, listeners }: KnownIds): boolean {
  if (cell === '' || songs.has(cell) || listeners.has(cell)) return false;
  if (numberOf(cell, { comma: true, seen: false }) !== null) return false;
  const found = songsOfCell(cell, songs);
  const ofSplit = found.filter(({ song }) => songs.has(song)).length;
  return (found.length > 1 || isBracketed(cell)) && ofSplit > 0 && ofSplit >= found.length * LEAST_SHARE;
}

function haveScores(sample: readonly string[][], column: number, songs: number, known: KnownIds): boolean {
  const fits = sample.filter((row) => {
    const scores = scoresOfCell(row[column] ?? '');
    return scores.length === songsOfCell(row[songs] ?? '', known.songs).length && scores.every(Number.isFinite);
  });
  return fits.length === sample.length && sample.some((row) => isBracketed(row[column]) || /[ ,|;]/.test(row[column]));
}

function listenerAmong(columns: readonly number[], { header, sample }: Table, { listeners }: KnownIds): number {
  const named = header ? candidates('listener', header).filter((column) => columns.includes(column)) : [];
  const shares = columns.map((column) => share(sample, column, (cell) => listeners.has(withoutColon(cell))));
  return named[0] ?? columns[shares.indexOf(Math.max(...shares))] ?? 0;
}

/** Of `u1: a b c`. */
export function withoutColon(cell: string): string {
  return cell.replace(/:$/, '');
}

/** Columns such as `rec_1` to `rec_10`, by their numbers. */
function numbered(header: readonly string[]): number[] {
  const found = header.flatMap((name, column) => (NUMBERED.test(columnWords(name)) ? [column] : []));
  const stem = (column: number) => columnWords(header[column]).replace(/\d+$/, '');
  const number = (column: number) => Number(/\d+$/.exec(columnWords(header[column]))?.[0]);
  const isOneStem = found.every((column) => stem(column) === stem(found[0]));
  return isOneStem ? found.sort((a, b) => number(a) - number(b)) : [];
}

function areDistinct(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  return new Set(filled).size === filled.length;
}
