import { say } from '../../../../shared/messages/say.ts';
import { type KnownIds, type ListsReading, unprinted } from './entries.ts';
import { isText, literalIn, textOf, type Value } from './literal.ts';
import { isCount, isRising, numberOf } from './numbers.ts';
import { widthOf } from './rows.ts';

/** What tells the items of lists, and who is asked. */
export type LayoutReading = Pick<ListsReading, 'known' | 'questions'>;

/** A list, or one that a function makes: `array([1, 2])`. */
const BRACKETED = /^\s*([\w.]+\()?[[({].*[\])}]\s*$/s;
const MOSTLY = 0.5;

/** What the items of a list are made of: the fields of each, and which of them is the song and its score, if told. */
export interface Layout {
  names: string[];
  song: number | null;
  score: number | null;
  /** Null for an item of another kind. */
  of(item: Value): Value[] | null;
}

export function isBracketed(cell: Value): boolean {
  return typeof cell !== 'string' || BRACKETED.test(cell);
}

/** The items of one field: a list as programs print it, or parts between commas, bars, semicolons or blanks. */
export function itemsIn(cell: Value): Value[] | null {
  if (cell === null) return [];
  if (typeof cell !== 'string') return itemsOf(cell);
  if (cell.trim() === '') return [];
  const printed = /['"(]/.test(cell) && !isBracketed(cell) ? `[${cell}]` : cell;
  const value = isBracketed(printed) ? literalIn(printed) : undefined;
  if (value !== undefined && typeof value !== 'string') return value === null ? [] : itemsOf(value);
  return parts(cell.trim());
}

/** Numbers of places name the rows of pandas, or ranks their songs; other fields are songs with their scores. */
function itemsOf(value: Value[] | Map<string, Value>): Value[] | null {
  if (Array.isArray(value)) return value;
  const isNumbered = [...value.keys()].every((key, i) => key === String(i));
  if (isNumbered && [...value.values()].some((one) => typeof one === 'object' && one !== null))
    return [...value.values()];
  if (areByRank(value)) return [...value.values()];
  return [...value.values()].every((one) => typeof one === 'string' || one === null)
    ? Array.from(value, ([song, score]) => [song, score])
    : null;
}

/** `{1: song, 2: song}`: fields that count from 0 or 1, of which none holds a real number. */
function areByRank(fields: ReadonlyMap<string, Value>): boolean {
  const [first, ...rest] = [...fields.keys()].map(Number);
  if (rest.length === 0 || (first !== 0 && first !== 1) || rest.some((key, i) => key !== first + i + 1)) return false;
  const values = [...fields.values()].map(textOf);
  return new Set(values).size === values.length && values.every((value) => value !== '' && !/\.\d*[1-9]/.test(value));
}

function parts(text: string): string[] {
  const separator = [',', '|', ';', '、', '，', '；'].find((sign) => text.includes(sign));
  return text
    .split(separator ?? /\s+/)
    .map((part) => part.trim().replace(/^(['"])(.*)\1$/s, '$2'))
    .filter((part) => part !== '');
}

/** What records hold, that of records in them under both names. */
function flattened(record: ReadonlyMap<string, Value>): Map<string, Value> {
  return new Map(
    [...record].flatMap(([name, value]): [string, Value][] =>
      value instanceof Map ? Array.from(value, ([inner, one]) => [`${name}.${inner}`, one]) : [[name, value]],
    ),
  );
}

/** Whether these are recommended songs: most items have a song of the split in them. */
export function areSongs(items: readonly Value[], { songs }: KnownIds): boolean {
  const isKnown = (value: Value) => typeof value === 'string' && isSong(value, songs);
  const found = items.filter((item) =>
    typeof item === 'object' && item !== null ? [...keysAndValues(item)].some(isKnown) : isKnown(item),
  );
  return found.length > 0 && found.length >= items.length * MOSTLY;
}

function* keysAndValues(item: Value[] | Map<string, Value>): Generator<Value> {
  if (item instanceof Map && item.size === 1) yield* item.keys();
  yield* item instanceof Map ? flattened(item).values() : item.values();
}

/** An id, one of real numbers or of bytes, or one with its score behind a colon. */
export function isSong(text: string, songs: KnownIds['songs']): boolean {
  if (songs.has(text) || songs.has(text.replace(/\.0+$/, ''))) return true;
  return songs.has(unprinted(text)) || scored(text, songs) !== null;
}

/** `song:score`, as MyMediaLite writes it. */
export function scored(text: string, songs: KnownIds['songs']): [string, string] | null {
  const colon = text.lastIndexOf(':');
  if (colon <= 0 || songs.has(text)) return null;
  const [song, score] = [text.slice(0, colon), text.slice(colon + 1)];
  return isNumber(score) ? [song.replace(/^(['"])(.*)\1$/s, '$2'), score] : null;
}

function isNumber(value: Value | undefined): boolean {
  return typeof value === 'string' && value !== '' && numberOf(value, { comma: false, seen: false }) !== null;
}

/**
 * @param lists each with its items
 * @throws UnansweredQuestions where several parts of each item may be the song
 */
export function layoutOf(lists: readonly (readonly Value[])[], reading: LayoutReading): Layout {
  const { known } = reading;
  const items = lists.flat();
  const most = (passes: (item: Value) => boolean) => items.filter(passes).length > items.length * MOSTLY;
  const records = items.filter((item) => item instanceof Map);
  if (records.length > items.length * MOSTLY) return ofRecords(records);
  if (most(Array.isArray))
    return ofTuples(
      lists.map((list) => list.filter(Array.isArray)),
      reading,
    );
  if (most((item) => isText(item) && scored(item, known.songs) !== null))
    return pair((item) => (isText(item) ? (scored(item, known.songs) ?? [item, '']) : null));
  return { names: [''], song: 0, score: null, of: (item) => (isText(item) ? [item] : null) };
}

function pair(of: Layout['of']): Layout {
  return { names: ['', 'score'], song: 0, score: 1, of };
}

/** Records by their fields; those of one field each are a song and its score. */
function ofRecords(records: readonly Map<string, Value>[]): Layout {
  const names = [...new Set(records.flatMap((record) => [...flattened(record).keys()]))];
  if (names.length > 1 && records.every((record) => record.size === 1))
    return pair((item) => (item instanceof Map && item.size === 1 ? [...item][0] : null));
  const of = (item: Value) => {
    const fields = item instanceof Map ? flattened(item) : null;
    return fields && names.map((name) => fields.get(name) ?? null);
  };
  return { names, song: null, score: null, of };
}

function ofTuples(lists: readonly Value[][][], reading: LayoutReading): Layout {
  const tuples = lists.flat();
  const width = widthOf(tuples);
  const places = Array.from({ length: width }, (_, place) => place);
  const song = songPlace(lists, places, reading);
  const rest = places.filter((place) => place !== song);
  const numbers = rest.filter((place) => tuples.every((tuple) => isScore(tuple[place])));
  const score = rest.length === 1 && numbers.length === 1 ? rest[0] : null;
  const names = places.map((place) => (place === song ? '' : place === score ? 'score' : String(place + 1)));
  const isLike = (item: Value) => Array.isArray(item) && item.length <= width;
  const of = (item: Value) => (isLike(item) ? places.map((place) => (item as Value[])[place] ?? null) : null);
  return { names, song, score, of };
}

/**
 * The song stands where most are of the split: some programs write the score before it. Ranks and whole scores may be
 * numbers of songs, too: they are tied, count, or all fall or rise.
 */
function songPlace(
  lists: readonly Value[][][],
  places: readonly number[],
  { known: { songs }, questions }: LayoutReading,
): number {
  const tuples = lists.flat();
  const ofSplit = places.map((place) => tuples.filter((tuple) => isSong(textOf(tuple[place]), songs)).length);
  const likely = places.filter((place) => ofSplit[place] > tuples.length * MOSTLY);
  if (likely.length < 2) return ofSplit.indexOf(Math.max(...ofSplit));
  const long = lists.filter((list) => list.length > 1);
  const ofLists = (place: number, passes: (list: string[]) => boolean) =>
    long.filter((list) => passes(list.map((tuple) => textOf(tuple[place])))).length / long.length;
  const areNumbers: ((place: number) => boolean)[] = [
    (place) => ofLists(place, (list) => new Set(list).size < list.length) > MOSTLY,
    (place) => ofLists(place, (list) => isCount(list.map(Number))) === 1,
    (place) => ofLists(place, isMonotone) === 1,
  ];
  for (const isNumbers of areNumbers) {
    const open = likely.filter((place) => !isNumbers(place));
    if (open.length === 1) return open[0];
  }
  const choices = likely.map((place) => ({
    id: String(place + 1),
    label: say('referee.place-in-group', { place: place + 1 }),
  }));
  const answer = questions.ask(say('ask.place-of-song'), choices);
  questions.stopIfOpen();
  return Number(answer) - 1;
}

/** Whether numbers fall all along, or rise. */
function isMonotone(texts: readonly string[]): boolean {
  const values = texts.map(Number);
  return isRising(values) || isRising(values.toReversed());
}

function isScore(value: Value | undefined): boolean {
  return value === null || value === undefined || isNumber(value);
}
