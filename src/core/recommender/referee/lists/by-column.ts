import { say } from '../../../../shared/messages/say.ts';
import type { Entries, KnownIds, ListsReading } from './entries.ts';
import { isSong, scored } from './items.ts';
import { textOf } from './literal.ts';
import { missing, numberOf } from './numbers.ts';
import type { ListRows } from './rows.ts';

const LEAST_LISTENERS = 3;
const MOSTLY = 0.5;

/** A table whose columns are named by listeners: pandas makes it of an object of lists. */
export interface ByColumn {
  kind: 'listeners';
  listeners: number[];
  /** Of the songs that a matrix has scores of; null where the songs themselves stand in the columns. */
  songs: number | null;
}

/** Whether a first row names columns by listeners. Numbers of listeners may be those of songs, too. */
export function areListeners(first: readonly string[], rest: readonly (readonly string[])[], { listeners }: KnownIds) {
  const own = first.filter((name) => listeners.has(name.trim()));
  if (own.length < LEAST_LISTENERS || own.length < first.length - 1 || new Set(own).size < own.length) return false;
  const below = rest.flat();
  return below.length > 0 && below.filter((cell) => listeners.has(cell)).length < below.length * MOSTLY;
}

export function byColumnShape({ header, sample }: ListRows, known: KnownIds): ByColumn | null {
  if (!header) return null;
  const rows = sample.map((fields) => header.map((_, column) => textOf(fields[column])));
  if (!areListeners(header, rows, known)) return null;
  const isListener = (name: string) => known.listeners.has(name.trim());
  const listeners = header.flatMap((name, column) => (isListener(name) ? [column] : []));
  const cells = rows.flatMap((fields) => listeners.map((column) => fields[column])).filter((cell) => !missing(cell));
  if (cells.filter((cell) => isSong(cell, known.songs)).length > cells.length * MOSTLY)
    return { kind: 'listeners', listeners, songs: null };
  const other = header.findIndex((name) => !isListener(name));
  const isOfSongs = other >= 0 && rows.every((fields) => isSong(fields[other], known.songs));
  return isOfSongs && cells.every(isNumber) ? { kind: 'listeners', listeners, songs: other } : null;
}

function isNumber(cell: string): boolean {
  return numberOf(cell, { comma: false, seen: false }) !== null;
}

export async function addByColumn(
  table: ListRows,
  { listeners, songs }: ByColumn,
  entries: Entries,
  { known, report }: ListsReading,
): Promise<void> {
  const header = table.header ?? [];
  const id = songs === null ? 'referee.a-column-each' : 'referee.a-listener-a-column';
  report.notes.push(say(id, { listeners: listeners.length }));
  for (const column of listeners) entries.listOf(header[column].trim());
  for await (const { fields } of table.rows())
    for (const column of listeners) {
      const cell = textOf(fields[column]);
      if (missing(cell) && !known.songs.has(cell)) continue;
      const [song, score] =
        songs === null ? (scored(cell, known.songs) ?? [cell, null]) : [textOf(fields[songs]), cell];
      const value = score === null ? null : numberOf(score, { comma: false, seen: false });
      entries.add(header[column].trim(), { song, score: value, rank: null });
    }
}
