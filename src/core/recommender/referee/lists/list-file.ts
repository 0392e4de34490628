import { basename, join } from 'node:path';
import { readdirSync, statSync } from 'node:fs';
import type { READ_FORMATS } from '../../../../shared/contract/referee.ts';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { mayBeData } from '../../../imports/left-out.ts';
import { isTheFile } from '../../import/files/member.ts';
import { type FileHead, inspect, textLines } from '../../import/files/source.ts';
import { Entries, type KnownIds, type ListsByModel, type ListsReading } from './entries.ts';
import { areSongs, itemsIn } from './items.ts';
import { arePredictions, type PredictionsByModel, predictionsOf } from './predictions.ts';
import { addTableLists } from './list-table.ts';
import { settleNamed, settleThird, settleTwofold } from './order.ts';
import { openRows, withSample } from './open-rows.ts';
import { badEntry, type ListRows } from './rows.ts';
import { areBlocks, inBlocks } from './blocks.ts';
import { isTrec, trecLine } from './trec.ts';

export type ListFormat = (typeof READ_FORMATS)[number];

const NAMES_SHOWN = 8;
/** Lines by which the format of a text is told. */
const SAMPLE_LINES = 50;
/** A listener and a list in brackets, a line each, as MyMediaLite writes them and Python prints them. */
const LISTENER_AND_LIST = /^\s*(['"]?)(\S|\S.*?\S)\1[\s:,;]+(\[.*\])\s*$/;
/** A record as Python prints it: Surprise's `Prediction(uid='u', iid='s', …)`, Spark's `Row(user='u', …)`. */
const RECORD = /^[A-Z]\w*\(\w+=/;
/** A listener, a colon or an arrow, and songs between commas. */
const LISTENER_AND_SONGS = /^\s*(['"]?)(\S+?)\1\s*(?::|[-=]+>)\s+(\S+\s*,.*)$/;
/** A listener and pairs of song and score, hits marked, as QRec and SELFRec write them below a line that says so. */
const LISTENER_AND_PAIRS = /^\s*(['"]?)(\S+?)\1\s*:\s*((?:\([^()]*\)[*,\s]*)+)$/;
const CAPTION_OF_PAIRS = /^\w+:\D*\(.*,.*score.*\)/i;

/**
 * Reads recommendation lists: delimited text, Parquet or JSON (a song a row with perhaps a rank or a score, all songs
 * of a listener in one field or in a field each), a TREC run, a listener and a list in brackets a line; or a folder of
 * such parts, as Spark writes it. Scores order a list; equal ones stay in the order of the file.
 *
 * A file with predictions of the held-out ratings is no list.
 *
 * @throws bad-input or not-found, naming the file and line; UnansweredQuestions
 */
export async function readLists(
  file: string,
  format: ListFormat | 'auto',
  reading: ListsReading,
): Promise<{ lists: ListsByModel } | { predictions: PredictionsByModel }> {
  const entries = new Entries(reading);
  for (const part of partsOf(file, reading)) await addPart(part, format, entries, reading);
  if (entries.isEmpty) throw new AppError('bad-input', say('referee.no-lists', { file: basename(file) }), { file });
  if (arePredictions(entries, reading)) return { predictions: predictionsOf(entries) };
  if (entries.isThirdOpen) settleThird(entries, reading);
  else if (entries.namedScore !== null) settleNamed(entries, entries.namedScore, reading);
  else if (!entries.isRun) settleTwofold(entries, reading);
  return { lists: entries.ordered() };
}

/** The parts of a table that a program wrote as a folder; else the file itself. */
function partsOf(file: string, { report }: ListsReading): string[] {
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return [file];
  const names = readdirSync(file);
  const parts = names.filter((name) => /^part-/.test(name) && isTheFile(name)).sort();
  if (names.includes('_temporary') || parts.length === 0)
    throw new AppError('bad-input', say('referee.no-whole-folder', { folder: basename(file) }), { file });
  const others = names.filter((name) => !parts.includes(name) && mayBeData(name)).sort();
  if (others.length > 0)
    report.notes.push(say('import.folder-left-out', { names: others.slice(0, NAMES_SHOWN), count: others.length }));
  return parts.map((name) => join(file, name));
}

async function addPart(file: string, format: ListFormat | 'auto', entries: Entries, reading: ListsReading) {
  const found = await inspect(file);
  const chosen = format === 'auto' ? formatOf(found, reading) : format;
  if (chosen === 'trec') return addTrec(file, found, entries, reading);
  const isOfLines = chosen === 'brackets' || chosen === 'blocks';
  const rows = isOfLines ? await (chosen === 'brackets' ? bracketed : inBlocks)(file, found, reading) : null;
  await addTableLists(file, rows ?? (await openRows(file, found, chosen === 'jsonl', reading)), entries, reading);
}

function formatOf({ kind, head, parquet }: FileHead, reading: ListsReading): ListFormat | 'brackets' | 'blocks' {
  if (kind !== 'text' || parquet) return 'tsv';
  const text = head.toString('utf8').trimStart();
  if (/^(\w*dict\(.*)?[{[]/i.test(text) || RECORD.test(text)) return 'jsonl';
  const lines = text.split('\n');
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).slice(0, SAMPLE_LINES);
  const filled = whole.filter((line) => line.trim() !== '');
  if (isTrec(filled, reading)) return 'trec';
  const { known } = reading;
  if (areBlocks(filled, known)) return 'blocks';
  const found = LISTENER_AND_LIST.exec(lines[0]);
  if (found) return known.listeners.has(found[2]) || hasSongs(found[3], known) ? 'brackets' : 'tsv';
  const isSongs = filled.some((line) => {
    const [who, songs] = pairsOf(line) ?? LISTENER_AND_SONGS.exec(line)?.slice(2) ?? [];
    return who !== undefined && known.listeners.has(who) && hasSongs(songs, known);
  });
  return isSongs ? 'brackets' : 'tsv';
}

function pairsOf(line: string): string[] | null {
  const [, , who, pairs] = LISTENER_AND_PAIRS.exec(line) ?? [];
  return pairs === undefined ? null : [who, `[${pairs.replaceAll('*', ' ')}]`];
}

function hasSongs(cell: string, known: KnownIds): boolean {
  return areSongs(itemsIn(cell) ?? [], known);
}

async function addTrec(file: string, found: FileHead, entries: Entries, { report, tick }: ListsReading) {
  for await (const { line, text } of textLines(file, found, tick)) {
    if (text.trim() === '') continue;
    const read = trecLine(text);
    if (read === null) throw badEntry(file, line);
    const { who, song, rank, score, tag } = read;
    entries.add(who, { song, rank: Number.isNaN(rank) ? null : rank, score }, tag);
  }
  entries.isRun = true;
  report.notes.push(say('referee.read-as-trec'));
}

/** Lines of a listener and a list as a table of two columns. */
async function bracketed(file: string, found: FileHead, { report, tick }: ListsReading): Promise<ListRows> {
  report.notes.push(say('referee.read-as-brackets'));
  async function* rows() {
    for await (const { line, text } of textLines(file, found, tick)) {
      if (text.trim() === '' || (line === 1 && CAPTION_OF_PAIRS.test(text))) continue;
      const fields = pairsOf(text) ?? (LISTENER_AND_LIST.exec(text) ?? LISTENER_AND_SONGS.exec(text))?.slice(2);
      if (!fields) throw badEntry(file, line);
      yield { line, fields };
    }
  }
  return withSample({ header: null, separator: '', rows });
}
