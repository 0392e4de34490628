import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { say } from '../../../shared/messages/say.ts';
import { candidates } from '../import/text/columns.ts';
import { readDelimitedHead } from '../import/text/delimited.ts';
import { type FileHead, inspect, textLines } from '../import/files/source.ts';
import type { FilesReading } from './table.ts';

const SAMPLE_LINES = 200;
const SEPARATOR = /[\s,;|]+/;
/** A table with a damaged row has the width of the others, whatever blanks its titles have. */
const MOST_ALIKE = 2 / 3;

/**
 * Whether a part of a split has a listener and all their songs a line, as NGCF, LightGCN and KGAT write `train.txt` and
 * `test.txt`; it need not be seen from each part, since listeners may have one held-out song each.
 */
export async function isWidePart(file: string, isPart: (name: string) => boolean): Promise<boolean> {
  const own = await inspect(file);
  if (isRagged(own)) return true;
  if (own.kind !== 'text' || own.parquet || !areListeners(linesOf(own))) return false;
  const ending = /\.[^.]+$/.exec(file)?.[0] ?? '';
  const others = readdirSync(dirname(file)).filter((name) => name !== basename(file) && name.endsWith(ending));
  for (const name of others.filter(isPart)) if (isRagged(await inspect(join(dirname(file), name)))) return true;
  return false;
}

function linesOf({ head }: FileHead): string[][] {
  const lines = head.toString('utf8').split('\n', SAMPLE_LINES + 1);
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  const filled = whole.filter((line) => line.trim() !== '').map((line) => line.trim().split(SEPARATOR));
  return filled.filter((fields, at) => at > 0 || !isHeader(fields));
}

function isHeader([listener, song]: readonly string[]): boolean {
  return candidates('listener', [listener]).length > 0 && song !== undefined && !/\d/.test(listener + song);
}

/** Each in one line. */
function areListeners(lines: readonly string[][]): boolean {
  return lines.length > 1 && new Set(lines.map(([who]) => who)).size === lines.length;
}

function isRagged(found: FileHead): boolean {
  if (found.kind !== 'text' || found.parquet) return false;
  const table = readDelimitedHead(found);
  if (table && table.rows[0].length > 1 && table.alike >= (table.separator === ' ' ? 1 : MOST_ALIKE)) return false;
  const lines = linesOf(found);
  const widths = new Map<number, number>();
  for (const { length } of lines) widths.set(length, (widths.get(length) ?? 0) + 1);
  return areListeners(lines) && Math.max(...widths.values()) < lines.length * MOST_ALIKE;
}

/** Reads the pairs of such a part. */
export async function eachWidePair(
  file: string,
  { report, tick }: FilesReading,
  take: (listener: string, song: string, line: number) => void,
): Promise<void> {
  report.notes.push(say('referee.wide-part'));
  for await (const { line, text } of textLines(file, await inspect(file), tick)) {
    const [listener, ...songs] = text.trim().split(SEPARATOR);
    if (line === 1 && isHeader([listener, ...songs])) continue;
    for (const song of songs) take(listener, song, line);
  }
}
