import { say } from '../../../../shared/messages/say.ts';
import { candidates, choiceOf, columnWords } from '../../import/text/columns.ts';
import { type ByColumn, byColumnShape } from './by-column.ts';
import type { KnownIds, ListsReading } from './entries.ts';
import { areSongs, isBracketed, isSong, itemsIn } from './items.ts';
import { textOf, type Value } from './literal.ts';
import { missing, numberOf } from './numbers.ts';
import { type ListRows, widthOf } from './rows.ts';

/**
 * How a table holds lists: a song a row; all songs of a listener in one field, perhaps with their scores in others; a
 * field for each song, or for each of its songs' scores; the scores of all songs, which name the columns; or a column
 * for each listener.
 */
export type ListShape =
  | { kind: 'flat' }
  | { kind: 'lists'; listener: number; songs: number; beside: number[] }
  | { kind: 'wide'; listener: number; songs: number[]; scores: number[] }
  | { kind: 'matrix'; listener: number; songs: number[] }
  | ByColumn;

const LEAST_SHARE = 0.5;
/** `rec_1`, `#1`, `1st`, `第1首`, `top1 item`: one number. */
const NUMBERED = /^(\D*)(\d+)(?:st|nd|rd|th)?(\D*)$/;
const LEAST_WIDE_SONGS = 2;
const SCORE_ROLES = ['score', 'rank'] as const;
/** What a list of songs is called that is recommended, and one that is not. */
const RECOMMENDED =
  /\b(rec|recs|recomm?end\w*|pred|preds|predict\w*|top[kn]?|rank\w*|retriev\w*|suggest\w*|output)\b|推荐|预测/;
const GIVEN_WORDS =
  'history|hist|seen|train\\w*|input|context|profile|known|truth|targets?|actual|true|test|relevant|labels?';
const GIVEN = new RegExp(`\\b(${GIVEN_WORDS}|candidates?|pool|negatives?)\\b|历史|真实`);

/**
 * Tells the shape of a table by the ids that the split has.
 *
 * @throws UnansweredQuestions where several columns hold lists of songs
 */
export function shapeOf(table: ListRows, reading: ListsReading): ListShape {
  const { known } = reading;
  const byColumn = byColumnShape(table, known);
  if (byColumn) return byColumn;
  const columns = columnsOf(table);
  const lists = columns.filter((column) => isOfLists(table, column, known));
  const strong = lists.filter((column) => share(table, column, isBracketed) > LEAST_SHARE);
  if (strong.length > 0 && isSongBeside(table, strong, reading)) return { kind: 'flat' };
  const found = strong.length > 0 ? strong : lists.filter((column) => !isSongARow(table, column, known));
  if (found.length > 0) return listsShape(table, found, reading);
  return wideShape(table, known) ?? matrixShape(table, known) ?? { kind: 'flat' };
}

function columnsOf({ header, sample }: ListRows): number[] {
  const width = header?.length ?? widthOf(sample);
  return Array.from({ length: width }, (_, column) => column);
}

/** The share of the rows of which a field passes, of those that have something in it. */
export function share({ sample }: Pick<ListRows, 'sample'>, column: number, passes: (cell: Value) => boolean): number {
  const cells = sample.map((row) => row[column] ?? '').filter((cell) => cell !== '');
  return cells.length === 0 ? 0 : cells.filter(passes).length / cells.length;
}

export function textShare(table: Pick<ListRows, 'sample'>, column: number, passes: (text: string) => boolean): number {
  return share(table, column, (cell) => typeof cell === 'string' && passes(cell));
}

function isOfLists(table: ListRows, column: number, known: KnownIds): boolean {
  const filled = { sample: table.sample.filter((row) => !isEmptyList(row[column] ?? '')) };
  return share(filled, column, (cell) => isListOfSongs(cell, known)) > LEAST_SHARE;
}

function isEmptyList(cell: Value): boolean {
  return isBracketed(cell) && itemsIn(cell)?.length === 0;
}

/** Titles, dates and decimal commas have parts too, and one of them may be a song's number. */
function isListOfSongs(cell: Value, known: KnownIds): boolean {
  if (typeof cell === 'string' && (known.songs.has(cell) || known.listeners.has(cell))) return false;
  if (typeof cell === 'string' && numberOf(cell, { comma: true, seen: false }) !== null) return false;
  const items = itemsIn(cell) ?? [];
  return (items.length > 1 || isBracketed(cell)) && areSongs(items, known);
}

/** A table with a song a row, whose other field is text without brackets that numbers of songs may stand in. */
function isSongARow(table: ListRows, list: number, { listeners, songs }: KnownIds): boolean {
  const others = columnsOf(table).filter((column) => column !== list);
  const of = (ids: KnownIds['songs']) =>
    others.filter((column) => textShare(table, column, (cell) => ids.has(cell)) > LEAST_SHARE);
  const named = table.header ? candidates('song', table.header).filter((column) => column !== list) : [];
  const repeat = of(listeners).some((column) => !areDistinct(table.sample.map((row) => row[column])));
  return named.length > 0 || (repeat && of(songs).length > 0);
}

/**
 * Whether a table with lists in brackets has a song a row all the same: the lists are of other songs then, say of
 * similar ones.
 *
 * @throws UnansweredQuestions where both may be
 */
function isSongBeside(table: ListRows, lists: readonly number[], { known, questions }: ListsReading): boolean {
  const header = table.header ?? [];
  const others = columnsOf(table).filter((column) => !lists.includes(column));
  const listener = listenerAmong(others, table, known);
  const owners = ownersIn(table, listener);
  const songs = others.filter(
    (column) =>
      column !== listener &&
      !isNoSong(header[column]) &&
      textShare(table, column, (cell) => isSong(cell, known.songs)) > LEAST_SHARE &&
      areDistinct(owners.map((owner, i) => JSON.stringify([owner, table.sample[i][column]]))),
  );
  if (songs.length === 0) return false;
  const isNamed = candidates('song', header).some((column) => songs.includes(column));
  const isCalled = lists.some((column) => RECOMMENDED.test(columnWords(header[column] ?? '')));
  const isRepeated = !areDistinct(owners);
  if (isRepeated ? isNamed && !isCalled : isCalled || !isNamed) return isRepeated;
  const choices = [...songs, ...lists].map((column) => ({ column, ...choiceOf(header, column) }));
  const answer = questions.ask(say('ask.column-recommended'), choices);
  questions.stopIfOpen();
  return songs.some((column) => choices.some((choice) => choice.id === answer && choice.column === column));
}

/** Whose list each row is of: the listener, and the model if a column names it. */
function ownersIn({ header, sample }: ListRows, listener: number): string[] {
  const model = header ? modelColumn(header) : -1;
  return sample.map((row) => JSON.stringify([textOf(row[listener]), model < 0 ? '' : textOf(row[model])]));
}

export const INDEX_COLUMN = /^(|index|unnamed: \d+|fold|partition|split)$/;
/** Names of columns that count the songs of a list. */
export const COUNTING = /^(k|no|nr|n|#|order|ord|top( ?k)?)$/;
const ROLES_OF_NUMBERS = ['rank', 'score', 'count', 'rating', 'time'] as const;

/** Whether a column with numbers of songs in it has the name of something else. */
export function isNoSong(name: string | undefined): boolean {
  if (name === undefined) return false;
  const words = columnWords(name);
  const isOther = INDEX_COLUMN.test(name.toLowerCase()) || COUNTING.test(words);
  return isOther || ROLES_OF_NUMBERS.some((role) => candidates(role, [name]).length > 0);
}

function listsShape(table: ListRows, found: readonly number[], reading: ListsReading): ListShape {
  const isOfNumbers = (column: number) => columnsOf(table).includes(column) && areScores(table, column);
  const songs = songsAmong(table, found, isOfNumbers, reading);
  const rest = columnsOf(table).filter((column) => column !== songs);
  const beside = rest.filter(
    (column) => (!found.includes(column) || isCalledScores(table, column)) && goTogether(table, songs, column),
  );
  const others = rest.filter((column) => !beside.includes(column) && !found.includes(column));
  return { kind: 'lists', listener: listenerAmong(others, table, reading.known), songs, beside };
}

/** The column of lists that are recommended: not scores, not what a listener had heard, else asked. */
function songsAmong(
  table: ListRows,
  found: readonly number[],
  isOfNumbers: (column: number) => boolean,
  { questions }: ListsReading,
): number {
  if (found.length === 1) return found[0];
  const { header } = table;
  const names = found.map((column) => columnWords(header?.[column] ?? ''));
  const recommended = found.filter((_, i) => RECOMMENDED.test(names[i]) && !GIVEN.test(names[i]));
  const given = found.filter((_, i) => GIVEN.test(names[i]));
  if (recommended.length === 1 && given.length === found.length - 1) return recommended[0];
  const songs = found.filter((column) => !(isOfNumbers(column) && isCalledScores(table, column)));
  if (songs.length === 1) return songs[0];
  const choices = found.map((column) => choiceOf(header ?? columnsOf(table).map(() => ''), column));
  const answer = questions.ask(say('ask.column-recommended'), choices);
  questions.stopIfOpen();
  return found[choices.findIndex(({ id }) => id === answer)];
}

function isCalledScores({ header }: ListRows, column: number): boolean {
  return SCORE_ROLES.some((role) => candidates(role, [header?.[column] ?? '']).length > 0);
}

/** Whether a column holds lists of numbers. */
function areScores(table: ListRows, column: number): boolean {
  const isScore = (item: Value) =>
    item === null || (typeof item === 'string' && numberOf(item, { comma: false, seen: false }) !== null);
  return share(table, column, (cell) => itemsIn(cell)?.every(isScore) ?? false) === 1;
}

/** Whether two columns hold lists of one length. */
function goTogether(table: ListRows, songs: number, column: number): boolean {
  const [own, other] = [songs, column].map((one) => table.sample.map((row) => itemsIn(row[one] ?? null)?.length ?? -1));
  const isList = (cell: Value) => isBracketed(cell) || (itemsIn(cell)?.length ?? 0) > 1;
  const isOne = share(table, column, isList) > LEAST_SHARE && areScores(table, column);
  return isOne && own.every((length, i) => length === other[i]);
}

/** Scores of each song may stand behind it. */
function wideShape(table: ListRows, known: KnownIds): ListShape | null {
  const { header, sample } = table;
  const columns = columnsOf(table);
  const groups = header ? numbered(header) : [columns.slice(1), ...inTurn(columns.slice(1))];
  const wide = groups.find((own) => own.length >= LEAST_WIDE_SONGS && areFilled(sample, own, known)) ?? [];
  const isScores = (own: number[]) => own !== wide && own.length === wide.length && areNumbers(table, own);
  const scores = groups.find(isScores) ?? [];
  const isBare = wide === groups[0] && wide.length > LEAST_WIDE_SONGS;
  const isFlat = header !== null && candidates('song', header).some((column) => !wide.includes(column));
  if (isFlat || wide.length < LEAST_WIDE_SONGS || (header === null && !isBare && scores.length === 0)) return null;
  const rest = columns.filter((column) => !groups.some((own) => own.includes(column)));
  const listener = listenerAmong(
    rest.length > 0 ? rest : columns.filter((one) => ![...wide, ...scores].includes(one)),
    table,
    known,
  );
  const owners = ownersIn(table, listener);
  const isRow = (row: Value[]) => areDistinct(wide.map((column) => row[column] ?? ''));
  if (!areDistinct(owners) || !sample.every(isRow)) return null;
  return { kind: 'wide', listener, songs: wide, scores };
}

/** Every second column, from the first and from the next: songs and their scores in turn. */
function inTurn(columns: readonly number[]): number[][] {
  return [0, 1].map((first) => columns.filter((_, i) => i % 2 === first));
}

/** Whether songs stand in these fields, though there may be fewer than the longest row has. */
function areFilled(sample: ListRows['sample'], columns: readonly number[], { songs }: KnownIds): boolean {
  const cells = sample.flatMap((row) => columns.map((column) => textOf(row[column])).filter((cell) => !missing(cell)));
  return cells.length > 0 && cells.filter((cell) => isSong(cell, songs)).length > cells.length * LEAST_SHARE;
}

function areNumbers(table: ListRows, columns: readonly number[]): boolean {
  const isNumber = (cell: string) => numberOf(cell, { comma: false, seen: false }) !== null;
  return columns.every((column) => textShare(table, column, isNumber) === 1);
}

/** Columns that songs name, with a score of each. */
function matrixShape(table: ListRows, { listeners, songs }: KnownIds): ListShape | null {
  const { header, sample } = table;
  if (!header) return null;
  const own = header.flatMap((name, column) => (songs.has(name.trim()) ? [column] : []));
  const listener = listenerAmong(
    columnsOf(table).filter((column) => !own.includes(column)),
    table,
    { listeners, songs },
  );
  const isOnePerListener = areDistinct(sample.map((row) => row[listener]));
  const isMost = own.length > LEAST_WIDE_SONGS && own.length > header.length * LEAST_SHARE;
  return isMost && isOnePerListener && areNumbers(table, own) ? { kind: 'matrix', listener, songs: own } : null;
}

function listenerAmong(columns: readonly number[], table: ListRows, { listeners }: KnownIds): number {
  const { header } = table;
  const named = header ? candidates('listener', header).filter((column) => columns.includes(column)) : [];
  const shares = columns.map((column) => textShare(table, column, (cell) => listeners.has(withoutColon(cell))));
  const best = columns[shares.indexOf(Math.max(...shares))] ?? 0;
  const isNamed = named.length === 1 && (shares[columns.indexOf(named[0])] > 0 || Math.max(...shares) === 0);
  return isNamed ? named[0] : best;
}

/** Of `u1: a b c`. */
export function withoutColon(cell: string): string {
  return cell.replace(/:$/, '');
}

const MODEL_COLUMN = /^(model|algorithm|algo|recommender|system|method|approach)( name)?$|^(模型|算法)(名|名称)?$/;

/** @returns −1 if there is none */
export function modelColumn(header: readonly string[]): number {
  return header.findIndex((name) => MODEL_COLUMN.test(columnWords(name)));
}

/** Columns such as `rec_1` to `rec_10`, by their numbers; those of each name by themselves. */
function numbered(header: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [column, name] of header.entries()) {
    const [, before, , behind] = NUMBERED.exec(columnWords(name)) ?? [];
    if (before === undefined) continue;
    const stem = JSON.stringify([before.trim(), behind.trim()]);
    groups.set(stem, [...(groups.get(stem) ?? []), column]);
  }
  const number = (column: number) => Number(/\d+/.exec(columnWords(header[column]))?.[0]);
  return Array.from(groups.values(), (own) => own.sort((a, b) => number(a) - number(b)));
}

function areDistinct(cells: readonly Value[]): boolean {
  const filled = cells.filter((cell) => cell !== '' && cell !== null);
  return new Set(filled).size === filled.length;
}
