import { say } from '../../../../shared/messages/say.ts';
import { type FileHead, textLines } from '../../import/files/source.ts';
import type { KnownIds, ListsReading } from './entries.ts';
import { badEntry, type ListRows } from './rows.ts';
import { withSample } from './open-rows.ts';

const SEPARATOR = /[\s,;|]+/;

/** Above the songs of a block: `17:`, as Netflix' files have it, or an id before lines that are set in. */
function headingOf(line: string, areSetIn: boolean): string | null {
  const colon = /^(\S+?)\s*:\s*$/.exec(line)?.[1];
  if (colon !== undefined) return colon;
  return areSetIn && /^\S+\s*$/.test(line) ? line.trim() : null;
}

/** Whether the lines between the headings, of which the first line is one, are set in. */
function areSetIn(lines: readonly string[]): boolean {
  return lines.some((line) => /^\s/.test(line)) && lines.every((line) => /^\s/.test(line) || /^\S+\s*$/.test(line));
}

/** Whether these are blocks: a listener in a line, and a line for each song, perhaps with its rank or score, below. */
export function areBlocks(lines: readonly string[], { listeners, songs }: KnownIds): boolean {
  const setIn = areSetIn(lines);
  const headings = lines.map((line) => headingOf(line, setIn));
  const below = lines.filter((_, i) => headings[i] === null).map((line) => line.trim().split(SEPARATOR));
  const whose = headings.filter((heading) => heading !== null);
  return (
    headings[0] !== null &&
    below.length > 0 &&
    whose.some((who) => listeners.has(who)) &&
    below.some(([song]) => songs.has(song))
  );
}

/** A row for each song: the listener of its block, the song, and what stands behind it. */
export async function inBlocks(file: string, found: FileHead, { report, tick }: ListsReading): Promise<ListRows> {
  report.notes.push(say('referee.read-as-blocks'));
  const setIn = areSetIn(
    found.head
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== ''),
  );
  async function* rows() {
    let who: string | null = null;
    for await (const { line, text } of textLines(file, found, tick)) {
      if (text.trim() === '') continue;
      const heading = headingOf(text, setIn);
      if (heading !== null) who = heading;
      else if (who === null) throw badEntry(file, line);
      else yield { line, fields: [who, ...text.trim().split(SEPARATOR)] };
    }
  }
  return withSample({ header: null, separator: '', rows });
}
