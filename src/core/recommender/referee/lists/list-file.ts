import { basename, join } from 'node:path';
import { readdirSync, statSync } from 'node:fs';
import type { READ_FORMATS } from '../../../../shared/contract/referee.ts';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { type FileHead, inspect, textLines } from '../../import/files/source.ts';
import { Entries, type KnownIds, type ListsByModel, type ListsReading } from './entries.ts';
import { addJsonLists, NoEntry } from './list-json.ts';
import { addTableLists, badEntry, settleThird } from './list-table.ts';
import { isBracketed, songsOfCell } from './songs-of-cell.ts';
import { isTrec, trecLine } from './trec.ts';

export type ListFormat = (typeof READ_FORMATS)[number];

/** Lines by which the format of a text is told. */
const SAMPLE_LINES = 50;
/** A listener and a list in brackets, a line each, as MyMediaLite writes them and Python prints them. */
const LISTENER_AND_LIST = /^\s*(['"]?)(\S|\S.*?\S)\1[\s:,;]+(\[.*\])\s*$/;

/**
 * Reads recommendation lists: delimited text or Parquet (a song a row with perhaps a rank or a score, all songs of a
 * listener in one field or in a field each), a TREC run, JSON (lines, or one text), a listener and a list in brackets a
 * line; or a folder of such parts, as Spark writes it. Scores order a list; equal ones stay in the order of the file.
 *
 * @throws bad-input or not-found, naming the file and line; UnansweredQuestions
 */
export async function readLists(
  file: string,
  format: ListFormat | 'auto',
  reading: ListsReading,
): Promise<ListsByModel> {
  const entries = new Entries(reading);
  for (const part of partsOf(file)) await addPart(part, format, entries, reading);
  if (entries.isEmpty) throw new AppError('bad-input', say('referee.no-lists', { file: basename(file) }), { file });
  if (entries.isThirdOpen) settleThird(entries, reading);
  return entries.ordered();
}

/** The parts of a table that a program wrote as a folder; else the file itself. */
function partsOf(file: string): string[] {
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return [file];
  const names = readdirSync(file);
  const parts = names.filter((name) => /^part-/.test(name)).sort();
  if (names.includes('_temporary') || parts.length === 0)
    throw new AppError('bad-input', say('referee.no-whole-folder', { folder: basename(file) }), { file });
  return parts.map((name) => join(file, name));
}

async function addPart(file: string, format: ListFormat | 'auto', entries: Entries, reading: ListsReading) {
  const found = await inspect(file);
  const { notes } = reading.report;
  const chosen = format === 'auto' ? formatOf(found, reading) : format;
  if (chosen === 'tsv') return addTableLists(file, entries, reading);
  if (chosen === 'jsonl') {
    await addJsonLists(file, found, entries, reading).catch((error: unknown) => {
      throw error instanceof NoEntry ? badEntry(file, error.at) : error;
    });
    return void notes.push(say('referee.read-as-json'));
  }
  for await (const { line, text } of textLines(file, found, reading.tick)) {
    if (text.trim() === '') continue;
    if (chosen === 'trec') addTrec(entries, file, line, text);
    else addBracketed(entries, file, line, text, reading.known);
  }
  notes.push(say(chosen === 'trec' ? 'referee.read-as-trec' : 'referee.read-as-brackets'));
}

function formatOf({ kind, head, parquet }: FileHead, reading: ListsReading): ListFormat | 'brackets' {
  if (kind !== 'text' || parquet) return 'tsv';
  const text = head.toString('utf8').trimStart();
  if (/^[{[]/.test(text)) return 'jsonl';
  const lines = text.split('\n');
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).slice(0, SAMPLE_LINES);
  const filled = whole.filter((line) => line.trim() !== '');
  if (isTrec(filled, reading)) return 'trec';
  const { known } = reading;
  const bracketed = LISTENER_AND_LIST.exec(lines[0]);
  const isKnown = bracketed && (known.listeners.has(bracketed[2]) || hasSong(bracketed[3], known));
  return isKnown ? 'brackets' : 'tsv';
}

function hasSong(cell: string, { songs }: KnownIds): boolean {
  return isBracketed(cell) && songsOfCell(cell, songs).some(({ song }) => songs.has(song));
}

function addTrec(entries: Entries, file: string, line: number, text: string): void {
  const found = trecLine(text);
  if (found === null) throw badEntry(file, line);
  const { who, song, rank, score, tag } = found;
  entries.add(who, { song, rank: Number.isNaN(rank) ? null : rank, score }, tag);
}

function addBracketed(entries: Entries, file: string, line: number, text: string, { songs }: KnownIds): void {
  const found = LISTENER_AND_LIST.exec(text);
  if (found === null) throw badEntry(file, line);
  entries.listOf(found[2]);
  for (const entry of songsOfCell(found[3], songs)) entries.add(found[2], entry);
}
