import { say } from '../../../../shared/messages/say.ts';
import { candidates, columnWords, noteColumns } from '../../import/text/columns.ts';
import { idAs, type ListsReading, sameRating } from './entries.ts';
import type { SongRows } from './exploded.ts';
import { INDEX_COLUMN } from './list-shape.ts';
import { textOf } from './literal.ts';
import { numberOf } from './numbers.ts';
import { type Columns, isPredicted, isRowNumber, LEAST_TIME } from './order.ts';
import { nameOf, widthOf } from './rows.ts';

/** So many held-out pairs tell what a column holds, and so few do not. */
const ENOUGH_PAIRS = 500;
const LEAST_PAIRS = 5;
/** The file may stand on ratings that were rounded or corrected here and there. */
const MOSTLY = 0.95;
const MOST_ROWS = 200_000;

/**
 * Tells the ratings that were to be predicted from the predictions beside them by the split, whatever the columns are
 * called: `rating` beside `pred_rating` is the truth, and would have an error of 0.
 *
 * @returns the columns with that one as `truth`, and what is left as the score if it has such a name, or none has one
 */
export async function withHeldOut(table: SongRows, columns: Columns, reading: ListsReading): Promise<Columns> {
  const { heldOut, known } = reading;
  if (!heldOut || columns.isLowestFirst) return columns;
  const tried = triedColumns(table, columns).map((column) => ({ column, same: 0, numbers: 0, others: 0 }));
  if (tried.length < 2) return columns;
  const decimals = { comma: table.separator !== ',', seen: false };
  let [rows, pairs] = [0, 0];
  for await (const { fields } of table.rows()) {
    if (++rows > MOST_ROWS || pairs >= ENOUGH_PAIRS) break;
    const who = idAs(textOf(fields[columns.listener]), known.listeners).id;
    const rating = heldOut.ratingOf(who, idAs(textOf(fields[columns.song]), known.songs).id);
    if (rating === undefined) continue;
    pairs++;
    for (const one of tried) {
      const value = numberOf(textOf(fields[one.column]), decimals);
      if (value === null || Number.isNaN(value)) continue;
      one.numbers++;
      if (value >= LEAST_TIME || isRowNumber(value, rows)) one.others++;
      if (sameRating(value, rating)) one.same++;
    }
  }
  const found = tried.filter(({ same }) => same >= pairs * MOSTLY);
  if (pairs < LEAST_PAIRS || found.length !== 1) return columns;
  const [{ column: truth }] = found;
  const left = tried.filter(
    ({ column, numbers, others }) => column !== truth && numbers > pairs / 2 && others < numbers,
  );
  if (left.length === 0) return columns;
  reading.report.notes.push(say('referee.held-out-column', { column: nameOf(table, truth) }));
  const { score: before, ...rest } = columns;
  const kept = before === truth ? undefined : before;
  const score =
    kept ??
    chosenOf(
      table,
      left.map(({ column }) => column),
    );
  if (score === undefined) return { ...rest, truth };
  if (kept === undefined) noteColumns(reading, { score }, (column) => nameOf(table, column));
  return { ...rest, truth, score };
}

/** Columns in which neither listeners nor songs stand, nor what parts lists or counts rows. */
function triedColumns({ header, outer, sample }: SongRows, { listener, song, rank, parting }: Columns): number[] {
  const width = header?.length ?? widthOf(sample);
  return Array.from({ length: width }, (_, column) => column).filter(
    (column) =>
      ![listener, song, rank, parting, ...outer].includes(column) &&
      !(header && INDEX_COLUMN.test(columnWords(header[column]))),
  );
}

/** The one that is called a prediction or score; without names the only one. */
function chosenOf({ header }: SongRows, left: readonly number[]): number | undefined {
  if (!header) return left.length === 1 ? left[0] : undefined;
  const called = left.filter((column) => isPredicted(header[column]));
  const scores = candidates('score', header).filter((column) => left.includes(column));
  return [called, scores].find(({ length }) => length === 1)?.[0];
}
