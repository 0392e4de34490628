import { basename, join } from 'node:path';
import { readdirSync, statSync } from 'node:fs';
import type { READ_FORMATS } from '../../../../shared/contract/referee.ts';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { type FileHead, inspect, textLines } from '../../import/files/source.ts';
import { Entries, type KnownIds, type ListsByModel, type ListsReading } from './entries.ts';
import { addJsonLists, NoEntry } from './list-json.ts';
import { addTableLists, badEntry, settleThird } from './list-table.ts';
import { numberOf } from './numbers.ts';
import { isBracketed, songsOfCell } from './songs-of-cell.ts';

export type ListFormat = (typeof READ_FORMATS)[number];

const TREC_FIELDS = 6;
/** The second field of a TREC run says nothing. */
const TREC_ITERATION = /^(Q?\d+|iter)$/i;
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
  const chosen = format === 'auto' ? formatOf(found, reading.known) : format;
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

function formatOf({ kind, head, parquet }: FileHead, known: KnownIds): ListFormat | 'brackets' {
  if (kind !== 'text' || parquet) return 'tsv';
  const text = head.toString('utf8').trimStart();
  const [first = ''] = text.split('\n', 1);
  if (/^[{[]/.test(text)) return 'jsonl';
  if (trecFields(first) !== null) return 'trec';
  const bracketed = LISTENER_AND_LIST.exec(first);
  const isKnown = bracketed && (known.listeners.has(bracketed[2]) || hasSong(bracketed[3], known));
  return isKnown ? 'brackets' : 'tsv';
}

function hasSong(cell: string, { songs }: KnownIds): boolean {
  return isBracketed(cell) && songsOfCell(cell, songs).some(({ song }) => songs.has(song));
}

/** Query, iteration, document, rank, score and a tag, which may have blanks; ids may have them between tabs. */
function trecFields(text: string): { who: string; song: string; rank: number; score: number; tag: string } | null {
  const tabs = text.trim().split('\t');
  const fields = tabs.length >= TREC_FIELDS ? tabs : text.trim().split(/\s+/);
  if (fields.length < TREC_FIELDS || !TREC_ITERATION.test(fields[1])) return null;
  const [rank, score] = fields.slice(3).map((field) => numberOf(field, { comma: false, seen: false }));
  if (rank === null || score === null) return null;
  return { who: fields[0], song: fields[2], rank, score, tag: fields.slice(TREC_FIELDS - 1).join(' ') };
}

function addTrec(entries: Entries, file: string, line: number, text: string): void {
  const fields = trecFields(text);
  if (fields === null) throw badEntry(file, line);
  const { who, song, rank, score, tag } = fields;
  entries.add(who, { song, rank: Number.isNaN(rank) ? null : rank, score }, tag);
}

function addBracketed(entries: Entries, file: string, line: number, text: string, { songs }: KnownIds): void {
  const found = LISTENER_AND_LIST.exec(text);
  if (found === null) throw badEntry(file, line);
  entries.listOf(found[2]);
  for (const entry of songsOfCell(found[3], songs)) entries.add(found[2], entry);
}
