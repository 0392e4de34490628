import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type FileHead, textLines } from '../import/files/source.ts';
import type { FilesReading } from './table.ts';

const HEADING = /^(\S+?)\s*:\s*$/;
const SEPARATOR = /[\s,;|]+/;
const SAMPLE_LINES = 50;

/** Whether a part of a split is in blocks as Netflix' files are: `17:` in a line, and an id a line below. */
export function isInBlocks({ kind, head, parquet }: FileHead): boolean {
  if (kind !== 'text' || parquet) return false;
  const lines = head.toString('utf8').split('\n', SAMPLE_LINES + 1);
  const filled = lines.filter((line) => line.trim() !== '');
  const headings = filled.filter((line) => HEADING.test(line));
  return filled.length > 1 && HEADING.test(filled[0]) && headings.length < filled.length;
}

/**
 * Reads the pairs of such a part, with a weight where a number stands behind each id. Whose ids head the blocks is told
 * by those that are known, else asked: Netflix' blocks are of films, others' of listeners.
 *
 * @returns whether the pairs have weights
 * @throws bad-input, naming the file and line; UnansweredQuestions
 */
export async function eachBlockPair(
  file: string,
  found: FileHead,
  reading: FilesReading,
  take: (listener: string, song: string, weight: number, time: string | null, line: number) => void,
): Promise<boolean> {
  const isOfSongs = areOfSongs(found, reading);
  reading.report.notes.push(say('referee.block-part', { heads: isOfSongs ? 'songs' : 'listeners' }));
  let head: string | null = null;
  let [rows, weighted] = [0, 0];
  for await (const { line, text } of textLines(file, found, reading.tick)) {
    if (text.trim() === '') continue;
    const heading = HEADING.exec(text)?.[1];
    if (heading !== undefined) {
      head = heading;
      continue;
    }
    const [id, value, time] = text.trim().split(SEPARATOR);
    const weight = value === undefined ? 1 : Number(value);
    if (head === null || id === '' || !Number.isFinite(weight))
      throw new AppError('bad-input', say('referee.bad-pair', { file: basename(file), line }), { file, line });
    rows++;
    if (value !== undefined) weighted++;
    take(isOfSongs ? id : head, isOfSongs ? head : id, weight, time ?? null, line);
  }
  return rows > 0 && weighted === rows;
}

function areOfSongs(found: FileHead, { known, questions }: FilesReading): boolean {
  const lines = found.head.toString('utf8').split('\n').slice(0, -1);
  const filled = lines.filter((line) => line.trim() !== '');
  const heads = filled.flatMap((line) => HEADING.exec(line)?.[1] ?? []);
  const below = filled.filter((line) => !HEADING.test(line)).map((line) => line.trim().split(SEPARATOR)[0]);
  if (known) {
    const { listeners, songs } = known;
    const ofSongs = heads.every((id) => songs.has(id)) && below.every((id) => listeners.has(id));
    const ofListeners = heads.every((id) => listeners.has(id)) && below.every((id) => songs.has(id));
    if (ofSongs !== ofListeners) return ofSongs;
  }
  const answer = questions.ask(say('ask.blocks-of'), [
    { id: 'songs', label: say('referee.blocks-of-songs', { head: heads[0], below: below[0] ?? '' }) },
    { id: 'listeners', label: say('referee.blocks-of-listeners', { head: heads[0], below: below[0] ?? '' }) },
  ]);
  questions.stopIfOpen();
  return answer === 'songs';
}
