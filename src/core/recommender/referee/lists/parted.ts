import { say } from '../../../../shared/messages/say.ts';
import type { ListsReading } from './entries.ts';
import type { SongRows } from './exploded.ts';
import { modelColumn } from './list-shape.ts';
import { textOf, type Value } from './literal.ts';
import type { Columns } from './order.ts';
import { nameOf } from './rows.ts';

const MOST_PARTS = 50;
/** So many listeners tell whether songs come again in their lists. */
const TRIED_LISTENERS = 1000;
const LEAST_REPEATED = 0.1;
const MOST_REPEATED = 0.01;
const LEAST_SONGS = 2;

/** A column that parts several lists of one listener, and what the lists of a row are called by it. */
export interface Parting {
  column: number;
  nameOf(fields: readonly Value[]): string;
}

/**
 * The column whose values part the lists of a listener: one of models by its name; else one such as a cut-off, a fold
 * or a variant, if songs come again for a listener and do not within each of its values.
 */
export async function partingOf(table: SongRows, columns: Columns, reading: ListsReading): Promise<Parting | null> {
  const { header } = table;
  if (!header) return null;
  const model = modelColumn(header);
  if (model >= 0) return { column: model, nameOf: (fields) => textOf(fields[model]) };
  const found = await repeatsBy(table, columns);
  if (found === null) return null;
  const { column, values } = found;
  const name = header[column].trim();
  const { notes } = reading.report;
  notes.push(say('referee.lists-by-column', { column: nameOf(table, column), models: [...values] }));
  return { column, nameOf: (fields) => `${name} ${textOf(fields[column])}` };
}

interface Tried {
  column: number;
  values: Set<string>;
  lists: Set<string>;
  seen: Set<string>;
  repeated: number;
}

/** Of the columns that part the lists, the one with the fewest values. */
async function repeatsBy(table: SongRows, columns: Columns): Promise<Tried | null> {
  const tried = candidatesIn(table, columns);
  if (tried.length === 0) return null;
  const listeners = new Set<string>();
  const seen = new Set<string>();
  let rows = 0;
  for await (const { fields } of table.rows()) {
    const who = textOf(fields[columns.listener]);
    if (fields[columns.song] === null || (listeners.size >= TRIED_LISTENERS && !listeners.has(who))) continue;
    listeners.add(who);
    rows++;
    const pair = JSON.stringify([who, textOf(fields[columns.song])]);
    seen.add(pair);
    for (const one of tried) {
      const value = textOf(fields[one.column]);
      const own = JSON.stringify([pair, value]);
      if (one.values.size <= MOST_PARTS) one.values.add(value);
      if (one.seen.has(own)) one.repeated++;
      one.seen.add(own);
      one.lists.add(JSON.stringify([who, value]));
    }
  }
  if (rows - seen.size < rows * LEAST_REPEATED) return null;
  const doPart = ({ values, lists, repeated }: Tried) =>
    values.size > 1 &&
    values.size <= MOST_PARTS &&
    repeated <= rows * MOST_REPEATED &&
    lists.size * LEAST_SONGS <= rows;
  return tried.filter(doPart).sort((a, b) => a.values.size - b.values.size)[0] ?? null;
}

/** Columns that nothing was taken from, with few values in the first rows. */
function candidatesIn({ header, sample }: SongRows, { listener, song, rank, score }: Columns): Tried[] {
  const taken = [listener, song, rank, score];
  const isOne = (column: number) => {
    const cells = sample.map((row) => row[column] ?? '');
    const isFilled = cells.every((cell) => typeof cell === 'string' && cell !== '');
    return isFilled && new Set(cells).size * LEAST_SONGS <= Math.max(cells.length, LEAST_SONGS);
  };
  return (header ?? []).flatMap((_, column) =>
    !taken.includes(column) && isOne(column)
      ? [{ column, values: new Set<string>(), lists: new Set<string>(), seen: new Set<string>(), repeated: 0 }]
      : [],
  );
}
