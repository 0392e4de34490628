import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { AUDIO_FILE } from '../../audio/file-names.ts';
import { textOfBytes } from '../plays/packing.ts';
import type { FileHead } from '../files/source.ts';

const FILE_COLUMN = /^(file|filename|file_name|path)$/;
const ID_COLUMN = /^(track_id|song_id|track|song)$/;
const SEPARATORS = [',', ';', '\t'];

/** As the mapping and the disk may write one name: Unicode composed, with forward slashes, from where the folder is. */
function plainName(name: string): string {
  return name
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '');
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

/** What a mapping says of a file: the track's id, and a later line that names another, which leaves both in doubt. */
interface Mapped {
  id: string;
  line: number;
  other: number | null;
}

/** Which track each file is of, by a mapping file, whose paths may lead to where the files once lay. */
export class AudioMapping {
  readonly #files: ReadonlyMap<string, Mapped>;
  readonly #used = new Set<string>();
  /** The names by their last part. */
  readonly #byName: ReadonlyMap<string, string[]>;

  constructor(files: ReadonlyMap<string, Mapped>) {
    this.#files = files;
    this.#byName = Map.groupBy(files.keys(), lastPart);
  }

  /** @param path of the file below the folder that was given */
  find(path: string): Mapped | undefined {
    const plain = plainName(path);
    const key = [plain, this.#longerPath(plain), lastPart(plain)].find((name) => name && this.#files.has(name));
    if (!key) return undefined;
    this.#used.add(key);
    return this.#files.get(key);
  }

  /** Names of files that were never asked for. */
  get unused(): string[] {
    return [...this.#files.keys()].filter((name) => !this.#used.has(name));
  }

  /** The one path that begins further up and leads to this file. */
  #longerPath(plain: string): string | undefined {
    const found = this.#byName.get(lastPart(plain))?.filter((name) => name.endsWith(`/${plain}`)) ?? [];
    return found.length === 1 ? found[0] : undefined;
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** A table with a header: `file` and `track_id` (or `song_id`). */
export function readMapping(file: string): AudioMapping {
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
  const files = new Map<string, Mapped>();
  table.rows.forEach((row, index) => {
    const [of, id, line] = [row[fileColumn], row[idColumn], index + 2];
    if (!of || !id) throw new AppError('bad-input', say('import.mapping-columns', { name, line }), { file, line });
    const plain = plainName(of);
    const before = files.get(plain);
    if (!before) files.set(plain, { id, line, other: null });
    else if (before.id !== id) before.other ??= line;
  });
  if (files.size === 0) throw new AppError('bad-input', say('import.empty-mapping', { name }), { file });
  return new AudioMapping(files);
}
