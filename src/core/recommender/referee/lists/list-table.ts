import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import {
  candidates,
  choiceOf,
  columnWords,
  noteColumns,
  type RoleName,
  takeColumns,
} from '../../import/text/columns.ts';
import { notePlaces, openTable, type Table } from '../table.ts';
import type { Entries, KnownIds, ListsReading } from './entries.ts';
import { type ListShape, shapeOf, share, withoutColon } from './list-shape.ts';
import { missing, numberOf } from './numbers.ts';
import { scoresOfCell, songsOfCell } from './songs-of-cell.ts';

type Columns = Partial<Record<RoleName, number>>;

const MODEL_COLUMN = /^(model|algorithm|algo|recommender|system|method|approach)( name)?$/;
const INDEX_COLUMN = /^(|index|unnamed: \d+|fold|partition|split)$/;
const ORDER_OF_FILE = 'order-of-file';
/** Above this share of unknown ids a column is looked for whose ids are known. */
const LEAST_KNOWN = 0.1;
const SURELY_KNOWN = 0.5;

/** @throws bad-input, naming the file and line; UnansweredQuestions */
export async function addTableLists(file: string, entries: Entries, reading: ListsReading): Promise<void> {
  const { listeners, songs } = reading.known;
  const table = await openTable(file, reading, (field) => listeners.has(field) || songs.has(field));
  const shape = shapeOf(table, reading.known);
  if (shape.kind === 'flat') return addFlat(file, table, entries, reading);
  const nameOf = (column: number) => table.header?.[column] || say('import.nth-column', { place: column + 1 });
  noteColumns(reading, { listener: shape.listener }, nameOf);
  if (shape.kind === 'cells')
    reading.report.notes.push(say('referee.songs-in-a-field', { column: nameOf(shape.songs) }));
  else reading.report.notes.push(say('referee.a-field-each', { songs: shape.songs.length }));
  for await (const { line, fields } of table.rows()) {
    const who = withoutColon(fields[shape.listener]);
    if (who === '') throw badEntry(file, line);
    entries.listOf(who);
    for (const entry of entriesOf(fields, shape, reading.known)) entries.add(who, entry);
  }
}

function entriesOf(fields: readonly string[], shape: Exclude<ListShape, { kind: 'flat' }>, { songs }: KnownIds) {
  if (shape.kind === 'wide')
    return shape.songs
      .map((column) => fields[column])
      .filter((song) => !missing(song))
      .map((song) => ({ song, score: null, rank: null }));
  const found = songsOfCell(fields[shape.songs], songs);
  const scores = shape.scores === null ? [] : scoresOfCell(fields[shape.scores]);
  return scores.length === found.length ? found.map((one, i) => ({ ...one, score: scores[i] })) : found;
}

async function addFlat(file: string, table: Table, entries: Entries, reading: ListsReading): Promise<void> {
  const { listener = 0, song = 1, rank, score } = table.header ? named(table, reading) : placed(table, reading);
  const model = table.header?.findIndex((name) => MODEL_COLUMN.test(columnWords(name))) ?? -1;
  const decimals = { comma: table.separator !== ',', seen: false };
  for await (const { line, fields } of table.rows()) {
    if (fields[listener] === '' || fields[song] === '') throw badEntry(file, line);
    const [ranked, scored] = [rank, score].map((column) => {
      if (column === undefined) return null;
      const number = numberOf(fields[column], decimals);
      if (number === null) throw badNumber(file, line, fields[column]);
      return number;
    });
    // A song without a rank is behind all that have one.
    const place = Number.isNaN(ranked) ? Number.POSITIVE_INFINITY : ranked;
    entries.add(fields[listener], { song: fields[song], score: scored, rank: place }, model < 0 ? '' : fields[model]);
  }
  if (decimals.seen) reading.report.notes.push(say('referee.decimal-comma'));
  if (!table.header && score !== undefined) entries.isThirdOpen = true;
}

/** Columns by their names; where these do not tell listeners from songs, by the ids in them. */
function named(table: Table, reading: ListsReading): Columns {
  const header = table.header as string[];
  const sure = (role: RoleName) => candidates(role, header).length === 1;
  const byIds = sure('listener') && sure('song') ? null : columnsByIds(table, reading.known);
  if (byIds) noteColumns(reading, byIds, (column) => header[column]);
  const free = header.map((name, column) => (byIds && Object.values(byIds).includes(column) ? '' : name));
  const [required, optional]: RoleName[][] = [byIds ? [] : ['listener', 'song'], ['rank']];
  const scores = candidates('score', free);
  if (scores.length === 1) optional.push('score');
  const columns: Columns = { ...byIds, ...takeColumns(reading, free, required, optional) };
  if (columns.rank !== undefined || columns.score !== undefined) return columns;
  const order = orderColumn(table, columns, scores, reading);
  return order === null ? columns : { ...columns, score: order };
}

/** Asks which column orders the songs where names do not tell; null: the order of the file. */
function orderColumn(
  { header, sample, separator }: Table,
  columns: Columns,
  scores: readonly number[],
  { questions, report }: ListsReading,
): number | null {
  const names = header as string[];
  const decimals = { comma: separator !== ',', seen: false };
  const differs = (column: number) => new Set(sample.map((row) => row[column])).size > 1;
  const numbers = names.flatMap((name, column) => {
    const isFree = !Object.values(columns).includes(column) && !INDEX_COLUMN.test(columnWords(name));
    const isNumber = share(sample, column, (cell) => numberOf(cell, decimals) !== null) === 1;
    return isFree && isNumber && differs(column) ? [column] : [];
  });
  const offered = scores.length > 1 ? scores : numbers;
  if (offered.length === 0) return null;
  const choices = offered.map((column) => choiceOf(names, column));
  const answer = questions.ask(say('ask.order-column'), [
    ...choices,
    { id: ORDER_OF_FILE, label: say('ask.order-of-file') },
  ]);
  questions.stopIfOpen();
  const chosen = offered.find((column) => choiceOf(names, column).id === answer);
  if (chosen === undefined) return null;
  noteColumns({ report }, { score: chosen }, (column) => names[column]);
  return chosen;
}

/** Listener, song and perhaps a rank or a score; listener and song exchanged, or further on, where the ids say so. */
function placed(table: Table, reading: ListsReading): Columns {
  const { listeners, songs } = reading.known;
  const [who, what] = [
    share(table.sample, 0, (cell) => listeners.has(cell)),
    share(table.sample, 1, (cell) => songs.has(cell)),
  ];
  const byIds = who < LEAST_KNOWN || what < LEAST_KNOWN ? columnsByIds(table, reading.known) : null;
  const { listener = 0, song = 1 } = byIds ?? {};
  const after = Math.max(listener, song) + 1;
  const columns = { listener, song, ...(after < table.sample[0].length ? { score: after } : {}) };
  notePlaces(reading, columns);
  return columns;
}

/** The one column of which most fields are tested listeners, and the one of which most are songs. */
function columnsByIds({ sample }: Table, known: KnownIds): { listener: number; song: number } | null {
  const columns = sample[0].map((_, column) => column);
  const of = (ids: KnownIds['songs']) =>
    columns.filter((column) => share(sample, column, (cell) => ids.has(cell)) > SURELY_KNOWN);
  const [listeners, songs] = [of(known.listeners), of(known.songs)];
  if (listeners.length !== 1 || songs.length !== 1 || listeners[0] === songs[0]) return null;
  return { listener: listeners[0], song: songs[0] };
}

/**
 * A third column without a name: ranks if it counts up from 0 or 1 in every list, else scores; asked where unclear.
 *
 * @throws UnansweredQuestions
 */
export function settleThird(entries: Entries, { questions, report }: ListsReading): void {
  const lists = [...entries.lists()];
  const counts = lists.every((list) => isCount(list.map(({ score }) => score as number)));
  const longest = Math.max(...lists.map((list) => list.length));
  if (!counts || longest === 1) return void report.notes.push(say('referee.third-is-score'));
  const rises = lists.every((list) =>
    list.every((entry, i) => i === 0 || (entry.score ?? 0) > (list[i - 1].score ?? 0)),
  );
  const choices = [
    { id: 'rank', label: say('referee.choice-rank') },
    { id: 'score', label: say('referee.choice-score') },
  ];
  const answer = rises ? 'rank' : questions.ask(say('ask.rank-or-score'), choices);
  questions.stopIfOpen();
  report.notes.push(say(answer === 'rank' ? 'referee.third-is-rank' : 'referee.third-is-score'));
  if (answer !== 'rank') return;
  for (const list of lists) for (const entry of list) Object.assign(entry, { rank: entry.score, score: null });
}

/** Whether these are the numbers from 0 or 1 on, each once. */
function isCount(values: readonly number[]): boolean {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[0] === 0 || sorted[0] === 1) && sorted.every((value, i) => value === sorted[0] + i);
}

export function badEntry(file: string, line: number): AppError {
  return new AppError('bad-input', say('referee.bad-entry', { file: basename(file), line }), { file, line });
}

export function badNumber(file: string, line: number, text: string): AppError {
  return new AppError('bad-input', say('referee.bad-score', { file: basename(file), line, text }), { file, line });
}
