import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { namesBelow } from '../../../storage/files-below.ts';
import { readAt } from '../../../storage/read-at.ts';
import { HistoryStager, songKeyOf } from './history-stager.ts';
import type { ImportContext, Importer } from '../importer.ts';
import {
  HISTORY_SHAPES,
  type HistoryRow,
  type HistoryShape,
  type LeftOut,
  rowsIn,
  titleWords,
} from './json-histories.ts';
import { LISTENS } from '../kinds.ts';
import { peopleInFiles } from './people-in-files.ts';
import { asUtf8, textOfBytes, unpackedText } from '../plays/packing.ts';
import { TimeReader } from '../text/times.ts';
import { filesIn, isLines, joinedListeners, type ListenerOf, type Part } from './history-parts.ts';
import { askNamedExport, askWhoseExport, type Heard } from './whose-export.ts';
import { plainFile } from '../../../storage/plain-file.ts';

/** A string cannot be much longer. */
const LARGEST_PART_BYTES = 500 * 2 ** 20;
const HEAD_BYTES = 1 << 16;
/** Files of a folder that are looked into if no name tells what it holds. */
const MOST_LOOKED_INTO = 200;
const JSON_FILE = /\.(json|jsonl|ndjson)$/i;
const SPOTIFY_HISTORY = /streaming_?history/i;
/** What a service's name of a file has in it, whatever stands around it. */
const HISTORY_FILE = /streaming_?history|endsong|watch-history/i;
const NAMES_SHOWN = 3;
/** Podcasts of the short form may lack the minute of the long one; other plays do not. */
const SHARE_OF_SAME = 0.9;
/** ListenBrainz' and Spotify's. */
const USER_FILE = /(^|\/)(user|Userdata)\.json$/;
/** Of ListenBrainz, the newest first; its database calls the name musicbrainz_id. */
const NAMES_IN_EXPORT = ['username', 'user_name', 'musicbrainz_id', 'name'];

const LEFT_OUT = {
  podcast: (name: string, plays: number) => say('import.podcasts-left-out', { name, podcasts: plays }),
  short: (name: string, plays: number) => say('import.short-plays', { name, plays }),
  video: (name: string, plays: number) => say('import.videos-left-out', { name, plays }),
  'now-playing': (name: string, plays: number) => say('import.now-playing-left-out', { name, plays }),
} satisfies Record<LeftOut, unknown>;

/**
 * Listening histories as JSON, as services and players export them: a file, a folder or an unpacked zip. The whole
 * export is one listener unless its rows name several.
 */
export const jsonListensImporter: Importer = {
  kind: LISTENS,
  formats: HISTORY_SHAPES.map(({ format }) => format),
  sniff(head, file) {
    if (head.kind === 'folder') return shapeOfFolder(file)?.format ?? null;
    return head.kind === 'text' ? (shapeOf(head.head.toString('utf8'))?.format ?? null) : null;
  },
  takes: (names) => HISTORY_SHAPES.some(({ files }) => files && names.some((name) => files.test(name))),
  isPart: (name) => USER_FILE.test(name) || HISTORY_SHAPES.some(({ files }) => files?.test(name)),
  async stage(context) {
    const stager = new HistoryStager(context);
    const times = new TimeReader(context, []);
    const shape = HISTORY_SHAPES.find(({ format }) => format === context.format) as HistoryShape;
    const parts = await partsOf(context, shape);
    const listenerOf = listenersOf(context, parts, shape);
    context.questions.stopIfOpen();
    context.staging.exec('BEGIN');
    parts.forEach((part, i) => {
      context.checkpoint((0.6 * i) / parts.length, 'reading');
      takePart({ context, shape, name: part.name, stager, times, listenerOf: listenerOf(part.name) }, part.text());
    });
    context.staging.exec('COMMIT');
    stager.finish();
    if (context.head.kind === 'text' && shape.format.startsWith('spotify'))
      context.report.notes.push(say('import.one-part-of-export'));
  },
};

function shapeOf(text: string): HistoryShape | null {
  if (!/^\s*[[{]/.test(text)) return null;
  return HISTORY_SHAPES.find(({ isOurs }) => isOurs(text)) ?? null;
}

function shapeOfFolder(folder: string): HistoryShape | null {
  const names = namesBelow(folder);
  const named = HISTORY_SHAPES.find(({ files }) => files && names.some((name) => files.test(name)));
  if (named) return named;
  for (const name of jsonFiles(names).slice(0, MOST_LOOKED_INTO)) {
    const shape = shapeOf(startOf(join(folder, name)));
    if (shape) return shape;
  }
  return null;
}

function jsonFiles(names: readonly string[]): string[] {
  return names.filter((name) => JSON_FILE.test(name));
}

function startOf(file: string): string {
  const fd = openSync(plainFile(file), 'r');
  try {
    return asUtf8(readAt(fd, 0, HEAD_BYTES)).text.toString('utf8');
  } finally {
    closeSync(fd);
  }
}

async function partsOf({ file, head, report, seen }: ImportContext, shape: HistoryShape): Promise<Part[]> {
  if (head.kind !== 'folder') {
    const text = await unpackedText(file, head);
    return filesIn({ name: head.name, text: () => text });
  }
  const names = namesBelow(file);
  const named = names.filter((name) => shape.files?.test(name));
  const isOfShape = (name: string) => shapeOf(startOf(join(file, name))) === shape;
  const ours =
    named.length === 0
      ? jsonFiles(names).filter(isOfShape)
      : names.filter((name) => named.includes(name) || (isRenamed(name) && isOfShape(name)));
  const others = names.filter((name) => HISTORY_SHAPES.some((other) => other !== shape && other.files?.test(name)));
  if (others.length > 0) {
    const left = { count: others.length, names: others.slice(0, NAMES_SHOWN).join(', ') };
    const within = (name: string) => join(file, name);
    const areSame = others.every((name) => SPOTIFY_HISTORY.test(name)) && covers(ours.map(within), others.map(within));
    report.notes.push(areSame ? say('import.same-history', left) : say('import.other-histories', left));
  }
  const parts = [...ours, ...names.filter((name) => USER_FILE.test(name))];
  for (const name of [...parts, ...others]) seen.add(join(file, name));
  return parts.flatMap((name) => filesIn({ name, text: () => readPart(join(file, name), name) }));
}

/** A service's file that somebody named anew, or a browser numbered: `alice_StreamingHistory0.json`. */
function isRenamed(name: string): boolean {
  return JSON_FILE.test(name) && HISTORY_FILE.test(name);
}

/** Whether Spotify's long form tells most of the plays of its short one; both say in UTC when a play ended. */
function covers(long: readonly string[], short: readonly string[]): boolean {
  const known = minutesIn(long, /"ts"\s*:\s*"([^"]{16})/g);
  const told = [...minutesIn(short, /"endTime"\s*:\s*"([^"]{16})/g)];
  return told.length > 0 && told.filter((minute) => known.has(minute)).length >= SHARE_OF_SAME * told.length;
}

/** Minutes, as `2023-01-05 14:28`. */
function minutesIn(files: readonly string[], time: RegExp): Set<string> {
  const minutes = new Set<string>();
  for (const file of files)
    for (const [, written] of readPart(file, basename(file)).matchAll(time)) minutes.add(written.replace('T', ' '));
  return minutes;
}

function readPart(file: string, name: string): string {
  if (statSync(file).size > LARGEST_PART_BYTES)
    throw new AppError('bad-input', say('import.part-too-large', { name, megabytes: LARGEST_PART_BYTES >> 20 }), {
      file,
    });
  return textOfBytes(readFileSync(plainFile(file)));
}

/**
 * Whose listening an export has: one person by default, named by `--listener`, the export's user.json, its rows or the
 * file. If its rows name several accounts, each is a listener; if parts lie in several people's folders and nothing in
 * them says whose they are, it is asked.
 */
function listenersOf(context: ImportContext, parts: Part[], shape: HistoryShape): ListenerOf {
  const { questions, report } = context;
  const users = parts.filter(({ name }) => USER_FILE.test(name));
  for (const user of users) parts.splice(parts.indexOf(user), 1);
  const { ownerOf, isOfOnePerson } = context.head;
  const fileOf = new Map(parts.map(({ name, joined }) => [name, joined ?? name]));
  if (ownerOf) return (part) => () => ownerOf.get(fileOf.get(part) ?? part) || context.listener;
  const accountOf = ({ row, account }: HistoryRow) => nameIn(shape.account ? row?.[shape.account] : null) ?? account;
  const accounts = accountsOf(context, parts, shape, accountOf);
  const personIn = isOfOnePerson ? () => '' : peopleInFiles([...fileOf.values()]);
  const personOf = (part: string) => personIn(fileOf.get(part) ?? part);
  const inFiles = [...new Set(parts.map(({ name }) => personOf(name)))].sort();
  const people = accounts.length > 1 ? accounts : inFiles;
  if (people.length > 1 && (accounts.length <= 1 || context.listenerGiven)) {
    const answer = questions.ask(say('ask.who-listens', { people }), [
      { id: 'each', label: say('ask.each-person') },
      { id: 'one', label: say('ask.one-listener', { listener: context.listener }) },
    ]);
    if (answer === 'each')
      return (part) => (row) => (accounts.length > 1 ? accountOf(row) : personOf(part) || null) ?? context.listener;
  } else if (people.length > 1) {
    report.notes.push(say('import.listeners-of-rows', { people }));
    return () => (row) => accountOf(row) ?? context.listener;
  }
  const joined = joinedListeners(context, parts, accounts);
  if (joined) return joined;
  const inExport = users.map(nameInExport).find((name) => name !== null) ?? accounts[0] ?? null;
  const plays = () => playsIn(context, parts, shape);
  const whose = () => (inExport === null ? askWhoseExport(context, plays) : askNamedExport(context, inExport, plays));
  const listener = context.listenerGiven ? context.listener : whose();
  report.notes.push(
    listener === inExport ? say('import.listener-of-export', { listener }) : say('import.listener-is', { listener }),
  );
  return () => () => listener;
}

/** What parts tell of plays, as far as it can be read: what cannot is rejected when they are staged. */
function* playsIn(context: ImportContext, parts: readonly Part[], shape: HistoryShape): Generator<Heard> {
  const times = new TimeReader(context, []);
  for (const part of parts) {
    const text = part.text();
    const rows = isLines(text) ? text.split('\n').flatMap(rowsOfLine) : parsedRows(context, part.name, text);
    const words = titleWords(shape.format, rows);
    for (const { row } of rows) {
      const listen = shape.listen(row, words);
      if (typeof listen === 'string') continue;
      const { artist, title, time } = listen;
      if (typeof artist !== 'string' || typeof title !== 'string') continue;
      yield [songKeyOf(artist, title), times.seconds(String(time))];
    }
  }
}

function rowsOfLine(line: string): HistoryRow[] {
  try {
    return rowsIn(JSON.parse(line)) ?? [];
  } catch {
    return [];
  }
}

function nameIn(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** Found in the text where rows name it, which takes a fraction of parsing; lists of pages are parsed. */
function accountsOf(
  context: ImportContext,
  parts: readonly Part[],
  shape: HistoryShape,
  accountOf: (row: HistoryRow) => string | null,
): string[] {
  const found = new Set<string>();
  for (const part of parts) {
    const text = part.text();
    if (shape.account)
      for (const [, name] of text.matchAll(new RegExp(`"${shape.account}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'g')))
        found.add(JSON.parse(`"${name}"`).trim());
    else if (/"(user|user_id|username)"\s*:/.test(text))
      for (const row of parsedRows(context, part.name, text) ?? []) found.add(accountOf(row) ?? '');
  }
  found.delete('');
  return [...found].sort();
}

function nameInExport(user: Part): string | null {
  try {
    const names = JSON.parse(user.text()) as Record<string, unknown>;
    return NAMES_IN_EXPORT.map((key) => nameIn(names[key])).find((name) => name !== null) ?? null;
  } catch {
    return null;
  }
}

interface PartReader {
  context: ImportContext;
  shape: HistoryShape;
  name: string;
  stager: HistoryStager;
  times: TimeReader;
  listenerOf(row: HistoryRow): string;
}

function takePart(reader: PartReader, text: string): void {
  const { context, name, shape } = reader;
  const leftOut = new Map<LeftOut, number>();
  const rows = isLines(text) ? rowsOfLines(reader, text) : numbered(parsedRows(context, name, text));
  const words = Array.isArray(rows)
    ? titleWords(
        shape.format,
        rows.map(([, row]) => row),
      )
    : { before: '', after: '' };
  for (const [at, row] of rows) {
    context.report.read++;
    const listen = shape.listen(row.row, words);
    if (typeof listen === 'string') leftOut.set(listen, (leftOut.get(listen) ?? 0) + 1);
    else takeListen(reader, at, row, listen);
  }
  for (const [what, plays] of leftOut) context.report.notes.push(LEFT_OUT[what](name, plays));
  const taken = `${words.before}…${words.after}`;
  if (taken !== '…') context.report.notes.push(say('import.words-of-titles', { name, words: taken }));
}

type NumberedRow = [at: number, row: HistoryRow];

function numbered(rows: HistoryRow[]): NumberedRow[] {
  return rows.map((row, i) => [i + 1, row]);
}

function takeListen(
  { context: { report }, name, stager, times, listenerOf }: PartReader,
  at: number,
  row: HistoryRow,
  { title, artist, release, time, durationSeconds }: Exclude<ReturnType<HistoryShape['listen']>, string>,
) {
  if (typeof artist !== 'string' || artist.trim() === '')
    return report.reject(at, `${name}: artist`, say('import.is-empty'));
  if (typeof title !== 'string' || title.trim() === '')
    return report.reject(at, `${name}: track`, say('import.is-empty'));
  const seconds = typeof time === 'string' || typeof time === 'number' ? times.seconds(String(time)) : 0;
  if (seconds === 0) return report.reject(at, `${name}: time`, say('import.no-time'));
  const song = {
    key: songKeyOf(artist, title),
    title: title.trim(),
    artist: artist.trim(),
    release: typeof release === 'string' && release !== '' ? release : null,
    durationSeconds: durationSeconds ?? null,
  };
  stager.add(listenerOf(row), song, 1, seconds);
  report.imported++;
}

/** @throws bad-input if the text is not JSON, or holds no list of listens */
function parsedRows(context: ImportContext, name: string, text: string): HistoryRow[] {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw new AppError('bad-input', say('import.export-not-json', { name, reason }), { file: context.file });
  }
  const rows = rowsIn(root);
  if (rows !== null) return rows;
  throw new AppError('bad-input', say('import.other-file-of-export', { name }), { file: context.file });
}

function* rowsOfLines({ context, name }: PartReader, text: string): Generator<NumberedRow> {
  let at = 0;
  for (const line of text.split('\n')) {
    at++;
    if (line.trim() === '') continue;
    let rows: HistoryRow[];
    try {
      rows = rowsIn(JSON.parse(line)) ?? [];
    } catch {
      context.report.read++;
      context.report.reject(at, name, say('import.not-a-json-object'));
      continue;
    }
    for (const row of rows) yield [at, row];
  }
}
