import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { candidates, choiceOf, columnWords, noteColumns } from '../../import/text/columns.ts';
import { type Entries, isTwofold, type ListsReading } from './entries.ts';
import type { SongRows } from './exploded.ts';
import { COUNTING, INDEX_COLUMN } from './list-shape.ts';
import { textOf } from './literal.ts';
import { isCount, isRising, missing, numberOf } from './numbers.ts';
import { nameOf, widthOf } from './rows.ts';

export interface Columns {
  listener: number;
  song: number;
  rank?: number;
  score?: number;
  /** The ratings that were to be predicted. */
  truth?: number;
  /** Tells apart several lists of a listener. */
  parting?: number;
  /** The score is a distance or the like. */
  isLowestFirst?: boolean;
  /** The score is the only column behind listener and song, without a name: it may be a rank. */
  isThirdOpen?: boolean;
  /** The score was told by its name alone. */
  isNamedScore?: boolean;
}

const ORDER_OF_FILE = 'order-of-file';
const LOWEST = ':lowest';
/** Of `rating` and `prediction`, the one was true. */
const TRUE = /^(ratings?|r ui|true( rating| r)?|truth|actual( rating)?|real|labels?|targets?)$/;
const PREDICTED = /^(pred\w*|est\w*|(y|r|rating) ?(hat|pred)|fitted)( \w+)?$/;
/** Seconds since 1970 order nothing. */
export const LEAST_TIME = 1e8;

/**
 * Which column puts the songs of a list in order, where names do not tell: one that counts from 0 or 1 in every list
 * is the rank; others are asked about.
 *
 * @throws UnansweredQuestions
 */
export async function orderOf(table: SongRows, columns: Columns, reading: ListsReading): Promise<Columns> {
  if (columns.rank !== undefined) return columns;
  if (columns.score !== undefined) return { ...columns, isNamedScore: true };
  const numbers = await numbersIn(table, columns, reading.meant === 'predictions');
  const open = numbers.find(({ column }) => column === table.openScore);
  if (table.openScore !== undefined) return orderOfOpen(table, columns, open, reading);
  if (!table.header) return orderOfPlaces(table, columns, numbers, reading);
  const header = table.header;
  const isCount = (column: number) => COUNTING.test(columnWords(header[column]));
  const counting = numbers.filter(({ column, counts, rises }) => counts && (rises || isCount(column)));
  if (counting.length === 1) return asRank(table, columns, counting[0].column, reading);
  const scores = candidates('score', header).filter((column) => numbers.some((one) => one.column === column));
  const offered = scores.length > 1 ? scores : numbers.map(({ column }) => column);
  return offered.length === 0 ? columns : asked(table, columns, offered, reading);
}

function isTruth(name: string): boolean {
  return TRUE.test(columnWords(name));
}

export function isPredicted(name: string): boolean {
  return PREDICTED.test(columnWords(name));
}

/** The ratings that were to be predicted, beside the predictions. */
export function truthOf({ header }: Pick<SongRows, 'header'>, columns: Columns): number | undefined {
  const { listener, song, score } = columns;
  if (columns.truth !== undefined) return columns.truth;
  if (!header || score === undefined || !isPredicted(header[score])) return undefined;
  const found = header.findIndex((name, at) => ![listener, song, score].includes(at) && isTruth(name));
  return found < 0 ? undefined : found;
}

/** Numbers behind songs, without a name: they rise from the best song to the last if they are ranks or distances. */
function orderOfOpen(table: SongRows, columns: Columns, numbers: Numbers | undefined, reading: ListsReading): Columns {
  const score = table.openScore as number;
  const lists = (numbers?.lists ?? []).filter((list) => list.length > 1);
  const isAny = numbers !== undefined && lists.length > 0;
  if (isAny && numbers.counts && numbers.rises) return asRank(table, columns, score, reading);
  const isDistance = isAny && numbers.rises && lists.every((list) => list[0] >= 0);
  const isMixed = isAny && numbers.counts && !lists.every((list) => isRising(list.toReversed()));
  if (isDistance || isMixed) return asked(table, columns, [score], reading);
  noteColumns(reading, { score }, (column) => nameOf(table, column));
  return { ...columns, score };
}

function orderOfPlaces(
  table: SongRows,
  columns: Columns,
  numbers: readonly Numbers[],
  reading: ListsReading,
): Columns | Promise<Columns> {
  const nameOfPlace = (column: number) => say('import.nth-column', { place: column + 1 });
  const ranks = numbers.filter((one) => one.counts && (one.rises || numbers.some((other) => doAgree(one, other))));
  const others = numbers.filter((one) => !ranks.includes(one));
  if (others.length > 1) {
    noteColumns(reading, { listener: columns.listener, song: columns.song }, nameOfPlace);
    return asked(
      table,
      columns,
      others.map(({ column }) => column),
      reading,
    );
  }
  const all: Columns = { ...columns };
  if (others.length === 1) all.score = others[0].column;
  if (ranks.length > 0) all.rank = ranks[0].column;
  const { truth: _, ...named } = all;
  noteColumns(reading, named, nameOfPlace);
  const isOnly = ranks.length + others.length === 1;
  if (!isOnly) return all;
  const { rank = others[0]?.column, ...rest } = all;
  return { ...rest, score: rank, isThirdOpen: true };
}

function asRank(table: SongRows, columns: Columns, rank: number, reading: ListsReading): Columns {
  noteColumns(reading, { rank }, (column) => nameOf(table, column));
  reading.report.notes.push(say('referee.counts-in-lists', { column: nameOf(table, rank) }));
  return { ...columns, rank };
}

/** Every column may have its best song by its highest value or by its lowest. */
function asked(table: SongRows, columns: Columns, offered: readonly number[], reading: ListsReading): Columns {
  const { questions, report, meant } = reading;
  if (meant === 'predictions') return askedPredicted(table, columns, offered, reading);
  const header = table.header ?? table.sample[0].map(() => '');
  const choices = offered.flatMap((column) => {
    const { id } = choiceOf(header, column);
    const name: string | Message = nameOf(table, column);
    return [
      { id, column, label: say('ask.highest-first', { column: name }), isLowestFirst: false },
      { id: id + LOWEST, column, label: say('ask.lowest-first', { column: name }), isLowestFirst: true },
    ];
  });
  const answer = questions.ask(say('ask.order-column'), [
    ...choices.map(({ id, label }) => ({ id, label })),
    { id: ORDER_OF_FILE, label: say('ask.order-of-file') },
  ]);
  questions.stopIfOpen();
  const chosen = choices.find(({ id }) => id === answer);
  if (chosen === undefined) return columns;
  const { column, isLowestFirst } = chosen;
  noteColumns({ report }, { score: column }, (one) => nameOf(table, one));
  if (isLowestFirst) report.notes.push(say('referee.lowest-first', { column: nameOf(table, column) }));
  return { ...columns, score: column, isLowestFirst };
}

/** Predictions have no order that could be turned round. */
function askedPredicted(
  table: SongRows,
  columns: Columns,
  offered: readonly number[],
  { questions, report }: ListsReading,
): Columns {
  const header = table.header ?? table.sample[0].map(() => '');
  const choices = offered.map((column) => ({ column, ...choiceOf(header, column) }));
  const asking = say('ask.column-predicted');
  const answer = questions.ask(
    asking,
    choices.map(({ id, label }) => ({ id, label })),
  );
  questions.stopIfOpen();
  const score = choices.find(({ id }) => id === answer)?.column as number;
  noteColumns({ report }, { score }, (column) => nameOf(table, column));
  return { ...columns, score };
}

interface Numbers {
  column: number;
  lists: number[][];
  /** Whether these are the numbers from 0 or 1 on, each once, in every list. */
  counts: boolean;
  /** Whether they rise in every list as the file has it. */
  rises: boolean;
}

/** Whether scores fall where ranks rise, in every list. */
function doAgree(ranks: Numbers, scores: Numbers): boolean {
  if (scores.counts) return false;
  return ranks.lists.every((list, at) => {
    const own = scores.lists[at];
    const byRank = list.map((_, i) => i).sort((a, b) => list[a] - list[b]);
    return own?.length === list.length && byRank.every((i, place) => place === 0 || own[i] <= own[byRank[place - 1]]);
  });
}

/** Whether this is the number of a row, from 0 or 1, as pandas writes it before the others. */
export function isRowNumber(value: number, row: number): boolean {
  return value === row || value === row - 1;
}

/** Columns mostly of numbers, which differ within lists if they order songs, by all rows. */
async function numbersIn(table: SongRows, columns: Columns, mayBeEqual: boolean): Promise<Numbers[]> {
  const { parting } = columns;
  const decimals = { comma: table.separator !== ',', seen: false };
  const open = openColumns(table, columns).map((column) => ({
    column,
    lists: new Map<string, number[]>(),
    bad: 0,
    asRow: 0,
  }));
  let rows = 0;
  if (open.length > 0)
    for await (const { fields } of table.rows()) {
      rows++;
      const list = JSON.stringify([columns.listener, parting].map((column) => textOf(fields[column ?? -1])));
      for (const one of open) {
        const text = textOf(fields[one.column]);
        const value = numberOf(text, decimals);
        if (value === null) one.bad++;
        if (value === null || missing(text)) continue;
        if (isRowNumber(value, rows)) one.asRow++;
        const own = one.lists.get(list);
        if (own) own.push(value);
        else one.lists.set(list, [value]);
      }
    }
  return open.flatMap(({ column, lists: byListener, bad, asRow }) => {
    const lists = [...byListener.values()];
    const isTime = lists.every((list) => list.every((value) => value >= LEAST_TIME));
    const differ = mayBeEqual || bad > 0 || lists.some((list) => list.some((value) => value !== list[0]));
    const isIndex = asRow === rows && lists.length > 1;
    if (isTime || isIndex || bad > rows / 2 || !differ) return [];
    return [{ column, lists, counts: lists.every(isCount), rises: lists.every(isRising) }];
  });
}

/** Columns that nothing was taken from. */
function openColumns({ header, outer, sample }: SongRows, { listener, song, parting, truth }: Columns): number[] {
  const width = header?.length ?? widthOf(sample);
  return Array.from({ length: width }, (_, column) => column).filter(
    (column) =>
      ![listener, song, parting, truth, ...outer].includes(column) &&
      !(header && INDEX_COLUMN.test(columnWords(header[column]))),
  );
}

/**
 * A third column without a name: ranks if it counts up from 0 or 1 in every list, else scores; asked where unclear.
 *
 * @throws UnansweredQuestions
 */
export function settleThird(entries: Entries, { questions, report }: ListsReading): void {
  const lists = [...entries.lists()];
  const values = lists.map((list) => list.map(({ score }) => score as number));
  const isLong = lists.some((list) => list.length > 1);
  if (!values.every(isCount) || !isLong) return void report.notes.push(say('referee.third-is-score'));
  const choices = [
    { id: 'rank', label: say('referee.choice-rank') },
    { id: 'score', label: say('referee.choice-score') },
  ];
  const answer = values.every(isRising) ? 'rank' : questions.ask(say('ask.rank-or-score'), choices);
  questions.stopIfOpen();
  report.notes.push(say(answer === 'rank' ? 'referee.third-is-rank' : 'referee.third-is-score'));
  if (answer !== 'rank') return;
  for (const list of lists) for (const entry of list) Object.assign(entry, { rank: entry.score, score: null });
}

/**
 * A column that is called a score, and counts from 0 or 1 in every list, holds ranks under another name; or points, the
 * most for the best song, as every list that falls shows.
 *
 * @throws UnansweredQuestions
 */
export function settleNamed(entries: Entries, column: string | Message, { questions, report }: ListsReading): void {
  const lists = [...entries.lists()].filter(({ length }) => length > 1);
  const values = lists.map((list) => list.map(({ score }) => score ?? Number.NaN));
  const isFalling = values.every((list) => isRising(list.toReversed()));
  if (lists.length === 0 || isFalling || !values.every(isCount)) return;
  const answer = questions.ask(say('ask.score-or-rank', { column }), [
    { id: 'rank', label: say('referee.choice-rank') },
    { id: 'score', label: say('referee.choice-score') },
  ]);
  questions.stopIfOpen();
  if (answer !== 'rank') return;
  report.notes.push(say('referee.counts-in-lists', { column }));
  for (const list of entries.lists())
    for (const entry of list) Object.assign(entry, { rank: entry.score, score: null });
}

/**
 * Ranks that put most lists in another order than the scores do: of distances, or of lists that were ordered anew.
 *
 * @throws UnansweredQuestions
 */
export function settleTwofold(entries: Entries, { questions, report }: ListsReading): void {
  const lists = [...entries.lists()].filter((list) => list.length > 1);
  if (lists.length === 0 || lists.filter(isTwofold).length <= lists.length / 2) return;
  const answer = questions.ask(say('ask.ranks-or-scores'), [
    { id: 'ranks', label: say('referee.choice-ranks') },
    { id: 'scores', label: say('referee.choice-scores') },
  ]);
  questions.stopIfOpen();
  if (answer !== 'ranks') return;
  for (const list of lists) for (const entry of list) entry.score = null;
  report.notes.push(say('referee.ranks-count', { listeners: lists.length }));
}
