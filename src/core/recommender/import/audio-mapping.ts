import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { AUDIO_FILE } from '../audio/file-names.ts';
import { textOfBytes } from './packing.ts';
import type { FileHead } from './source.ts';

const FILE_COLUMN = /^(file|filename|file_name|path)$/;
const ID_COLUMN = /^(track_id|song_id|track|song)$/;
const SEPARATORS = [',', ';', '\t'];

/** As the mapping and the disk may write one name: Unicode composed, with forward slashes. */
export function plainName(name: string): string {
  return name.normalize('NFC').replaceAll('\\', '/');
}

function rowsOf(text: string, whole: boolean): { head: string[]; rows: string[][] } {
  const options = { delimiter: SEPARATORS, trim: true, skip_empty_lines: true, relax_column_count: true };
  const [head = [], ...rows] = parse(text, whole ? options : { ...options, to: 3 }) as string[][];
  return { head: head.map((name) => name.toLowerCase()), rows };
}

/** Whether a text names audio files and the track of each: it belongs to a folder of audio. */
export function isMapping(head: FileHead): boolean {
  if (head.kind !== 'text') return false;
  try {
    const { head: names, rows } = rowsOf(head.head.toString('utf8'), false);
    const column = names.findIndex((name) => FILE_COLUMN.test(name));
    return (
      column >= 0 &&
      names.some((name) => ID_COLUMN.test(name)) &&
      rows.some((row) => AUDIO_FILE.test(row[column] ?? ''))
    );
  } catch {
    return false;
  }
}

/** A table with a header: `file` and `track_id` (or `song_id`). */
export function readMapping(file: string): Map<string, string> {
  const name = basename(file);
  let table: ReturnType<typeof rowsOf>;
  try {
    table = rowsOf(textOfBytes(readFileSync(file)), true);
  } catch (error) {
    throw new AppError('bad-input', say('import.unreadable-csv', { name, reason: (error as Error).message }), {
      file,
    });
  }
  const [fileColumn, idColumn] = [FILE_COLUMN, ID_COLUMN].map((one) =>
    table.head.findIndex((column) => one.test(column)),
  );
  const mapping = new Map<string, string>();
  table.rows.forEach((row, index) => {
    const [of, id] = [row[fileColumn], row[idColumn]];
    if (!of || !id)
      throw new AppError('bad-input', say('import.mapping-columns', { name, line: index + 2 }), {
        file,
        line: index + 2,
      });
    mapping.set(plainName(of), id);
  });
  if (mapping.size === 0) throw new AppError('bad-input', say('import.empty-mapping', { name }), { file });
  return mapping;
}
