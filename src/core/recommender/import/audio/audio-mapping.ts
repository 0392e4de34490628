import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { AUDIO_FILE, UNREAD_AUDIO_FILE } from '../../audio/file-names.ts';
import { textOfBytes } from '../plays/packing.ts';
import type { FileHead } from '../files/source.ts';
import { columnWords } from '../text/columns.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const FILE_COLUMN = /^((audio )?(file|path)|file ?(name|path)|audio|clip|(文件|音频)(名|路径)?|路径)$/;
/** The surest first. */
const ID_COLUMNS = [/^(track|song)( ?(id|key))?$|^(歌曲|音乐|曲目|单曲|录音) ?(id|编号)?$/, /^(id|tid|sid)$/];
const SEPARATORS = [',', ';', '\t'];
const ENDINGS = [AUDIO_FILE, UNREAD_AUDIO_FILE];

/** As the mapping and the disk may write one name: Unicode composed, with forward slashes, from where the folder is. */
function plainName(name: string): string {
  return decoded(name)
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replaceAll(/\/(\.?\/)+/g, '/')
    .replace(/^(\.\/)+/, '');
}

/** `file:///Music/a%20b.wav`, as players write where a file is. */
function decoded(name: string): string {
  if (!/^file:\/\//i.test(name)) return name;
  try {
    return decodeURIComponent(name.slice('file://'.length));
  } catch {
    return name;
  }
}

/** A name without what gets lost on its way: capitals, the kind of spaces and apostrophes, and the ending. */
function looseName(name: string): string {
  const bare = ENDINGS.reduce((text, ending) => text.replace(ending, ''), name);
  return bare
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[’‘`´]/g, "'");
}

interface Columns {
  file: number;
  id: number;
  /** The first row is no header. */
  isBare: boolean;
}

/** The columns by their names; without a header, those of an audio file and of what stands beside it. */
function columnsOf([head = [], ...rows]: string[][]): Columns {
  const words = head.map(columnWords);
  const placeOf = (pattern: RegExp) => words.findIndex((name) => pattern.test(name));
  const [file, id] = [placeOf(FILE_COLUMN), ID_COLUMNS.map(placeOf).find((place) => place >= 0) ?? -1];
  if (file >= 0 || id >= 0 || head.length !== 2) return { file, id, isBare: false };
  const bare = [0, 1].find((place) => [head, ...rows].every((row) => AUDIO_FILE.test(row[place] ?? '')));
  return bare === undefined ? { file, id, isBare: false } : { file: bare, id: 1 - bare, isBare: true };
}

function rowsOf(text: string, whole: boolean): string[][] {
  const options = { delimiter: SEPARATORS, trim: true, skip_empty_lines: true, relax_column_count: true, bom: true };
  return parse(text, whole ? options : { ...options, to: 3 }) as string[][];
}

/** Whether a text names audio files and the track of each: it belongs to a folder of audio. */
export function isMapping(head: FileHead): boolean {
  if (head.kind !== 'text') return false;
  try {
    const rows = rowsOf(head.head.toString('utf8'), false);
    const { file, id } = columnsOf(rows);
    // Lists of tags name the files beside their tracks, too (MTG-Jamendo).
    if (rows[0].some((name) => /^tags$/i.test(name))) return false;
    return file >= 0 && id >= 0 && rows.some((row) => AUDIO_FILE.test(row[file] ?? ''));
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
  readonly #found = new Map<string, Mapped>();
  /** Files that the mapping writes otherwise, and how. */
  readonly loose: { file: string; mapped: string }[] = [];

  constructor(files: ReadonlyMap<string, Mapped>) {
    this.#files = files;
    this.#byName = Map.groupBy(files.keys(), lastPart);
  }

  /** @param paths of the files below the folder that was given; `find` knows these */
  settle(paths: readonly string[]): void {
    const rest = paths.filter((path) => !this.#take(path, this.#exactly(plainName(path))));
    const left = this.#takeLoosely(rest, (name) => name);
    this.#takeLoosely(left, lastPart);
  }

  /** Takes names and files that are each other's only one; returns the files that are left. */
  #takeLoosely(paths: readonly string[], part: (name: string) => string): string[] {
    const names = Map.groupBy(this.unused, (name) => part(looseName(name)));
    const pairs = paths.flatMap((path) => {
      const loose = looseName(plainName(path));
      const found = (names.get(part(loose)) ?? []).filter((name) => areInOneFolder(looseName(name), loose));
      return found.map((mapped) => ({ file: path, mapped }));
    });
    const byFile = Map.groupBy(pairs, ({ file }) => file);
    const byName = Map.groupBy(pairs, ({ mapped }) => mapped);
    const sure = pairs.filter(
      ({ file, mapped }) =>
        byFile.get(file)?.length === 1 && byName.get(mapped)?.length === 1 && this.#take(file, mapped),
    );
    this.loose.push(...sure);
    return paths.filter((path) => !this.#found.has(path));
  }

  find(path: string): Mapped | undefined {
    return this.#found.get(path);
  }

  #take(path: string, name: string | undefined): boolean {
    const mapped = name === undefined ? undefined : this.#files.get(name);
    if (name === undefined || mapped === undefined) return false;
    this.#used.add(name);
    this.#found.set(path, mapped);
    return true;
  }

  #exactly(plain: string): string | undefined {
    return [plain, this.#longerPath(plain), lastPart(plain)].find((name) => name && this.#files.has(name));
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

/** One name has no folder, or its folders are the last ones of the other: albums have files of one name. */
function areInOneFolder(one: string, other: string): boolean {
  const [short, long] = [one, other]
    .map((name) => `/${name.slice(0, name.lastIndexOf('/') + 1)}`.replace(/^\/+/, '/'))
    .sort((a, b) => a.length - b.length);
  return long.endsWith(short);
}

/** A table with a header: `file` and `track_id` (or `song_id`); or without one, of a file and an id. */
export function readMapping(file: string): AudioMapping {
  const name = basename(plainFile(file));
  let rows: string[][];
  try {
    rows = rowsOf(textOfBytes(readFileSync(file)), true);
  } catch (error) {
    throw new AppError('bad-input', say('import.unreadable-csv', { name, reason: (error as Error).message }), {
      file,
    });
  }
  const columns = columnsOf(rows);
  const above = columns.isBare ? 0 : 1;
  const lacks = (line: number) =>
    new AppError('bad-input', say('import.mapping-columns', { name, line }), { file, line });
  if (rows.length > 0 && (columns.file < 0 || columns.id < 0)) throw lacks(1);
  const files = new Map<string, Mapped>();
  rows.slice(above).forEach((row, index) => {
    const [of, id, line] = [row[columns.file], row[columns.id], index + above + 1];
    if (!of || !id) throw lacks(line);
    const plain = plainName(of);
    const before = files.get(plain);
    if (!before) files.set(plain, { id, line, other: null });
    else if (before.id !== id) before.other ??= line;
  });
  if (files.size === 0) throw new AppError('bad-input', say('import.empty-mapping', { name }), { file });
  return new AudioMapping(files);
}
