import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ListsReading } from './entries.ts';
import { itemsIn, type Layout, layoutOf } from './items.ts';
import { type ListShape, withoutColon } from './list-shape.ts';
import { isText, textOf, type Value } from './literal.ts';
import { badEntry, type ListRows, widthOf } from './rows.ts';

/** Which columns are known, whatever their names say. */
export interface Told {
  listener?: number;
  song?: number;
}

/** A table with a song a row. A song of null says that the listener's list is empty. */
export interface SongRows extends ListRows {
  told: Told;
  /** Columns that are the same in all rows of a list. */
  outer: number[];
  /** Numbers without a name behind the songs: scores, but they may be ranks or distances. */
  openScore?: number;
}

/** What numpy and pandas write instead of the middle or the rest of a long list. */
const CUT_OFF = /^(\.{3}|…)$/;

type Lists = Extract<ListShape, { kind: 'lists' }>;

/**
 * The rows of a table with a list in a field, one for each item of it.
 *
 * @throws bad-input, naming the line, for an item that is not like the others, and for a list that was cut off
 */
export function exploded(
  file: string,
  table: ListRows,
  { listener, songs, beside }: Lists,
  reading: ListsReading,
): SongRows {
  const { known } = reading;
  const header = table.header ?? [];
  const width = table.header?.length ?? widthOf(table.sample);
  const outer = Array.from({ length: width }, (_, column) => column).filter(
    (column) => column !== songs && !beside.includes(column),
  );
  const layout = layoutOf(
    table.sample.map((row) => itemsIn(row[songs] ?? null) ?? []),
    reading,
  );
  const names = [...outer, ...beside].map((column) => header[column] ?? '');
  const first = outer.length + beside.length;
  const own = layout.names.map((name) => nameIn(names, header[songs] ?? '', name));
  const isCutOff = (item: Value) => isText(item) && !known.songs.has(item) && CUT_OFF.test(item);
  const parts = { outer, listener, songs, beside, layout };
  const told: Told = { listener: outer.indexOf(listener) };
  if (layout.song !== null) told.song = first + layout.song;
  const isOpen = layout.score !== null && beside.length === 0;
  return {
    openScore: isOpen ? first + (layout.score as number) : undefined,
    header: [...names, ...own],
    separator: '',
    sample: table.sample.flatMap((fields) =>
      [...rowsOfOne(fields, itemsOf(fields, parts), parts)].filter((row) => row !== null),
    ),
    told,
    outer: outer.map((_, i) => i),
    async *rows() {
      for await (const { line, fields } of table.rows()) {
        const items = itemsOf(fields, parts);
        if (items.some(isCutOff))
          throw new AppError('bad-input', say('referee.cut-off', { file: basename(file), line }));
        for (const row of rowsOfOne(fields, items, parts)) {
          if (row === null) throw badEntry(file, line);
          yield { line, fields: row };
        }
      }
    },
  };
}

/** A field of an item that is called as a column of the table is told by the list's name too. */
function nameIn(taken: readonly string[], list: string, name: string): string {
  if (name === '') return list;
  return taken.includes(name) ? `${list}.${name}` : name;
}

interface Parts extends Omit<Lists, 'kind'> {
  outer: number[];
  layout: Layout;
}

function itemsOf(fields: Value[], { songs }: Parts): Value[] {
  return itemsIn(fields[songs] ?? null) ?? [];
}

/** @param items of the list of songs */
function* rowsOfOne(
  fields: Value[],
  items: Value[],
  { outer, listener, beside, layout }: Parts,
): Generator<Value[] | null> {
  const own = outer.map((column) => (column === listener ? withoutColon(textOf(fields[column])) : fields[column]));
  if (items.length === 0) yield [...own, ...beside.map(() => ''), ...layout.names.map(() => null)];
  const others = beside.map((column) => itemsIn(fields[column] ?? null) ?? []);
  const isWhole = others.every((other) => other.length === items.length);
  for (const [i, item] of items.entries()) {
    const found = layout.of(item ?? '');
    yield found && [...own, ...others.map((other) => (isWhole ? (other[i] ?? '') : '')), ...found];
  }
}
