import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { candidates, choiceOf, noteColumns, type RoleName, takeColumns } from '../../import/text/columns.ts';
import { addByColumn } from './by-column.ts';
import type { Entries, KnownIds, ListsReading } from './entries.ts';
import { exploded, type SongRows } from './exploded.ts';
import { withHeldOut } from './held-out-column.ts';
import { scored } from './items.ts';
import { isNoSong, type ListShape, modelColumn, shapeOf, textShare, withoutColon } from './list-shape.ts';
import { textOf, type Value } from './literal.ts';
import { missing, numberOf } from './numbers.ts';
import { type Columns, orderOf, truthOf } from './order.ts';
import { partingOf } from './parted.ts';
import { badEntry, type ListRows, nameOf } from './rows.ts';

/** Above this share of unknown ids a column is looked for whose ids are known. */
const LEAST_KNOWN = 0.1;
const SURELY_KNOWN = 0.5;
/** Between a listener and the songs. */
const ARROW = /^[-=]*>$|^[:|]$/;

/** @throws bad-input, naming the file and line; UnansweredQuestions */
export async function addTableLists(
  file: string,
  table: ListRows,
  entries: Entries,
  reading: ListsReading,
): Promise<void> {
  const shape = shapeOf(table, reading);
  if (shape.kind === 'listeners') return addByColumn(table, shape, entries, reading);
  if (shape.kind === 'wide' || shape.kind === 'matrix') return addWide(file, table, shape, entries, reading);
  const { notes } = reading.report;
  if (shape.kind === 'flat') return addFlat(file, { ...table, told: {}, outer: [] }, entries, reading);
  notes.push(say('referee.songs-in-a-field', { column: nameOf(table, shape.songs) }));
  await addFlat(file, exploded(file, table, shape, reading), entries, reading);
}

type Wide = Extract<ListShape, { kind: 'wide' | 'matrix' }>;

async function addWide(file: string, table: ListRows, shape: Wide, entries: Entries, reading: ListsReading) {
  const { notes } = reading.report;
  noteColumns(reading, { listener: shape.listener }, (column) => nameOf(table, column));
  const id = shape.kind === 'wide' ? 'referee.a-field-each' : 'referee.a-song-a-column';
  notes.push(say(id, { songs: shape.songs.length }));
  const model = table.header ? modelColumn(table.header) : -1;
  for await (const { line, fields } of table.rows()) {
    const who = withoutColon(textOf(fields[shape.listener]));
    if (who === '') throw badEntry(file, line);
    const of = model < 0 ? '' : textOf(fields[model]);
    entries.listOf(who, of);
    for (const entry of wideEntries(table, shape, fields, reading.known)) entries.add(who, entry, of);
  }
}

function* wideEntries({ header }: ListRows, shape: Wide, fields: readonly Value[], { songs }: KnownIds) {
  const decimals = { comma: false, seen: false };
  // Without a header a row may be longer than the first.
  const scores = shape.kind === 'wide' ? shape.scores : [];
  const step = scores.length > 0 ? 2 : 1;
  const isOne = (column: number) => column !== shape.listener && (column - shape.songs[0]) % step === 0;
  const columns = header ? shape.songs : [...fields.keys()].filter(isOne);
  const scoreOf = (column: number) => column + scores[0] - shape.songs[0];
  for (const [i, column] of columns.entries()) {
    const cell = textOf(fields[column]);
    if ((missing(cell) && !songs.has(cell)) || ARROW.test(cell)) continue;
    const own = shape.kind === 'wide' ? scored(cell, songs) : [(header?.[column] ?? '').trim(), cell];
    const [song, score] = own ?? [cell, textOf(fields[header ? scores[i] : scoreOf(column)])];
    yield { song, score: score === '' ? null : numberOf(score, decimals), rank: null };
  }
}

async function addFlat(file: string, table: SongRows, entries: Entries, reading: ListsReading): Promise<void> {
  const known = table.header ? named(table, reading) : placed(table, reading);
  const parting = await partingOf(table, known, reading);
  const parted = { ...known, ...(parting && { parting: parting.column }) };
  const columns = await orderOf(table, await withHeldOut(table, parted, reading), reading);
  const { listener, song, rank, score } = columns;
  const truth = truthOf(table, columns);
  const decimals = { comma: table.separator !== ',', seen: false };
  const least = Math.max(listener, song, rank ?? 0, score ?? 0, parting?.column ?? 0) + 1;
  const width = table.header?.length ?? 0;
  let short = 0;
  for await (const { line, fields } of table.rows()) {
    if (fields.length < least || (width > 0 && fields.length > width))
      throw badWidth(file, line, fields, width || least);
    if (fields.length < width) short++;
    const who = textOf(fields[listener]);
    const of = parting?.nameOf(fields) ?? '';
    if (who === '' || fields[song] === '') throw badEntry(file, line);
    if (fields[song] === null) {
      entries.listOf(who, of);
      continue;
    }
    const [ranked, scored] = [rank, score].map((column) => {
      if (column === undefined) return null;
      const number = numberOf(textOf(fields[column]), decimals);
      if (number === null) throw badNumber(file, line, textOf(fields[column]));
      return number;
    });
    // A song without a rank is behind all that have one.
    const place = Number.isNaN(ranked) ? Number.POSITIVE_INFINITY : ranked;
    const value = columns.isLowestFirst && scored !== null ? -scored : scored;
    const rating = truth === undefined ? null : numberOf(textOf(fields[truth]), decimals);
    const known = rating === null || Number.isNaN(rating) ? {} : { truth: rating };
    entries.add(who, { song: textOf(fields[song]), score: value, rank: place, ...known }, of);
  }
  if (decimals.seen) reading.report.notes.push(say('referee.decimal-comma'));
  if (short > 0) reading.report.notes.push(say('referee.short-rows', { rows: short }));
  if (columns.isLowestFirst) entries.isReversed = true;
  if (columns.isNamedScore) entries.namedScore = nameOf(table, score as number);
  if (columns.isThirdOpen) entries.isThirdOpen = true;
}

/** Columns by their names; where these do not tell listeners from songs, by the ids in them. */
function named(table: SongRows, reading: ListsReading): Columns {
  const header = table.header as string[];
  const { listeners, songs } = reading.known;
  const sure = (role: 'listener' | 'song', ids: KnownIds['songs']) => {
    const found = candidates(role, header);
    return found.length === 1 && textShare(table, found[0], (cell) => ids.has(cell)) >= LEAST_KNOWN;
  };
  const { listener: ofLists, song: inLists } = table.told;
  const isSure = (ofLists ?? sure('listener', listeners)) !== false && (inLists ?? sure('song', songs)) !== false;
  const byIds = isSure ? null : columnsByIds(table, reading);
  const told: Partial<Columns> = { ...byIds, ...table.told };
  if (Object.keys(told).length > 0) noteColumns(reading, told, (column) => nameOf(table, column));
  const isTold = (column: number) => Object.values(told).includes(column) || column === table.openScore;
  const free = header.map((name, column) => (isTold(column) ? '' : name));
  const required = (['listener', 'song'] as const).filter((role) => told[role] === undefined);
  const optional: RoleName[] = ['rank'];
  if (table.openScore === undefined && candidates('score', free).length === 1) optional.push('score');
  const taken = required.length + optional.length > 0 ? takeFree(reading, free, required, optional) : {};
  return { ...told, ...taken } as Columns;
}

/** As `takeColumns`, which says what it took, also if that is nothing. */
function takeFree(
  reading: ListsReading,
  header: readonly string[],
  required: readonly RoleName[],
  optional: readonly RoleName[],
): Partial<Columns> {
  const isThere = optional.some((role) => candidates(role, header).length > 0);
  return required.length > 0 || isThere ? takeColumns(reading, header, required, optional) : {};
}

/** Listener and song; exchanged, or further on, where the ids say so. */
function placed(table: SongRows, reading: ListsReading): Columns {
  const { listeners, songs } = reading.known;
  const [who, what] = [
    textShare(table, 0, (cell) => listeners.has(cell)),
    textShare(table, 1, (cell) => songs.has(cell)),
  ];
  const byIds = who < LEAST_KNOWN || what < LEAST_KNOWN ? columnsByIds(table, reading) : null;
  reading.report.notes.push(say('import.no-header-row'));
  return { listener: 0, song: 1, ...byIds };
}

/** The column of which most fields are tested listeners, and the one of which most are songs; asked if several are. */
function columnsByIds(table: SongRows, { known, questions }: ListsReading): Pick<Columns, 'listener' | 'song'> | null {
  const header = table.header ?? table.sample[0].map(() => '');
  const of = (ids: KnownIds['songs']) =>
    header.flatMap((_, column) => (textShare(table, column, (cell) => ids.has(cell)) > SURELY_KNOWN ? [column] : []));
  const [listener, ...listeners] = of(known.listeners);
  const all = of(known.songs).filter((column) => column !== listener && !table.outer.includes(column));
  const songs = table.header ? all.filter((column) => !isNoSong(header[column])) : all.slice(0, 1);
  // Numbers may be ids of both; without names, listeners stand before songs as they do in a table of two columns.
  if (listener === undefined || (table.header && listeners.length > 0) || songs.length === 0) return null;
  if (songs.length === 1) return { listener, song: songs[0] };
  const choices = songs.map((column) => choiceOf(header, column));
  const answer = questions.ask(say('ask.column-song'), choices);
  questions.stopIfOpen();
  return { listener, song: songs[choices.findIndex(({ id }) => id === answer)] };
}

/** @param width of the header, or at least what is read of a row */
function badWidth(file: string, line: number, fields: readonly Value[], width: number): AppError {
  const message = say('referee.bad-line', { file: basename(file), line, fields: fields.length, expected: width });
  return new AppError('bad-input', message, { file, line });
}

function badNumber(file: string, line: number, text: string): AppError {
  return new AppError('bad-input', say('referee.bad-score', { file: basename(file), line, text }), { file, line });
}
