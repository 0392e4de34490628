import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { AUDIO_FILE } from '../../audio/file-names.ts';
import { type ParquetColumn, ParquetFile } from './parquet.ts';
import {
  asUtf8,
  CHUNK_BYTES,
  endsWithCr,
  headBytes,
  packingOf,
  type TextSource,
  textParts,
  unpackedHead,
  unpackedStart,
  withLf,
} from '../plays/packing.ts';
import type { JudgedEncoding } from '../../../imports/text-encoding.ts';
import { plainFile, plainPath } from '../../../storage/plain-file.ts';

const SIGNATURE_BYTES = 16;
/** How much of a file tells what it is. */
export const SNIFFED_BYTES = 1 << 16;
const COMPOUND_FILE = '\xd0\xcf\x11\xe0';
/** What else people have, by how it begins. */
const NOT_READ: readonly { kind: string; mark: string; at?: number; isPacked?: boolean }[] = [
  { kind: '7-Zip', mark: '7z\xbc\xaf\x27\x1c', isPacked: true },
  { kind: 'RAR', mark: 'Rar!\x1a\x07', isPacked: true },
  { kind: 'xz', mark: '\xfd7zXZ\0', isPacked: true },
  { kind: 'lz4', mark: '\x04\x22\x4d\x18', isPacked: true },
  { kind: 'tar', mark: 'ustar\0', at: 257, isPacked: true },
  { kind: 'tar', mark: 'ustar  \0', at: 257, isPacked: true },
  { kind: 'PDF', mark: '%PDF-' },
  { kind: 'R data', mark: 'RDX2\n' },
  { kind: 'R data', mark: 'RDX3\n' },
  { kind: 'R data', mark: 'RDA2\n' },
  { kind: 'R data', mark: 'RDA3\n' },
  { kind: 'R data', mark: 'X\n\0\0\0' },
  { kind: 'Python pickle', mark: '\x80\x03' },
  { kind: 'Python pickle', mark: '\x80\x04\x95' },
  { kind: 'Python pickle', mark: '\x80\x05\x95' },
  { kind: 'Arrow (Feather)', mark: 'ARROW1\0\0' },
  { kind: 'SPSS', mark: '$FL2@(#)' },
];
const LONGEST_MARK = 265;
export const LONGEST_LINE_BYTES = 1 << 20;
const NEWLINE = 10;
const NPY_SIGNATURE = '\x93NUMPY';
const LEAST_USER_BLOCK = 512;
const HDF5_SIGNATURE = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface FileHead extends TextSource {
  name: string;
  bytes: number;
  kind: 'folder' | 'sqlite' | 'hdf5' | 'zip' | 'npy' | 'audio' | 'text';
  /** How the characters of a text are written in the file, as its beginning tells. */
  judged?: JudgedEncoding;
  /** The first 64 KB, unpacked; of a text in UTF-8 without a byte order mark. */
  head: Buffer;
  /** The line of the file that was given, for a line of what was made of it. */
  lineOf?: (line: number) => number;
  /** The file that such a line is of, where there are several. */
  fileOf?: (line: number) => string;
  /** Whose each file of a folder is, by its name, where that was answered. */
  ownerOf?: ReadonlyMap<string, string>;
  /** Where it was answered that the names of its files name nobody. */
  isOfOnePerson?: boolean;
  /** Of a Parquet file. */
  parquet?: ParquetColumn[];
}

/** What an import reads: the given file, or what was taken out of a zip or workbook. */
export interface Source {
  file: string;
  head: FileHead;
}

const PACKED = /\.(gz|gzip|bz2|zst|zstd)$/i;
const ENDING = /\.(json|jsonl|csv|tsv|txt|log|zip|parquet|xlsx)$/i;

/** A file's name without what says how it is packed: `ann.csv` of `ann.csv.gz`. */
export function unpackedName(name: string): string {
  return name.replace(PACKED, '');
}

/** What a file is called, without its endings: `ann` of `ann.csv.gz`. */
export function bareName(name: string): string {
  return unpackedName(name).replace(ENDING, '');
}

/**
 * Checks a file's first bytes and rejects what no importer can read, saying what to do instead.
 *
 * @param encoding how its characters are written, if that is known
 */
export async function inspect(file: string, encoding?: string): Promise<FileHead> {
  const name = basename(file);
  const stat = statOrThrow(file);
  if (stat.isDirectory()) return { name, bytes: 0, kind: 'folder', packing: 'none', head: Buffer.alloc(0) };
  if (stat.size === 0) throw new AppError('bad-input', say('import.empty-file', { name }), { file });
  if (AUDIO_FILE.test(name)) return { name, bytes: stat.size, kind: 'audio', packing: 'none', head: Buffer.alloc(0) };
  const packing = packingOf(readHead(file, SIGNATURE_BYTES));
  const raw = readHead(file, headBytes(packing));
  const head = await unpackedHead(file, packing, raw);
  if (head.length === 0) throw new AppError('bad-input', say('import.empty-gzip', { name, packing }), { file });
  const parquet = packing === 'parquet' ? (await ParquetFile.open(file)).columns : null;
  const found = { name, bytes: stat.size, packing, head, ...(parquet ? { parquet } : {}) };
  const kind = binaryKind(head);
  refuseKind(name, head, file);
  if ((kind === 'sqlite' || kind === 'hdf5' || kind === 'zip') && packing !== 'none')
    throw new AppError('bad-input', say('import.unpack-first', { name, packing }), { file });
  if (kind && (packing === 'none' || kind === 'sqlite' || kind === 'npy')) return { ...found, kind };
  const { text, judged } = asUtf8(head, encoding);
  refuseUnreadable(name, text, file);
  return { ...found, ...linesOf(text), kind: 'text', encoding: judged.encoding, judged };
}

/** The head of a text, whose lines end with LF here. */
function linesOf(text: Buffer): Pick<FileHead, 'head' | 'endsWithCr'> {
  return endsWithCr(text) ? { head: withLf(text), endsWithCr: true } : { head: text };
}

/** Refuses by name what is packed or written in a form that is not read. */
function refuseKind(name: string, head: Buffer, file: string): void {
  const start = head.toString('latin1', 0, LONGEST_MARK);
  if (start.startsWith(COMPOUND_FILE))
    throw new AppError('bad-input', say('import.is-old-workbook', { file: name }), { file });
  const found = NOT_READ.find(({ mark, at = 0 }) => start.startsWith(mark, at));
  if (!found) return;
  const { kind } = found;
  const message = found.isPacked
    ? say('import.packing-not-read', { name, kind })
    : say('import.kind-not-read', { name, kind });
  throw new AppError('bad-input', message, { file });
}

/** The same of what lies in another file; what has to be unpacked by itself first is not told. */
export function headOf(name: string, bytes: number, raw: Buffer): FileHead {
  const packing = packingOf(raw);
  const start = unpackedStart(packing, raw);
  const kind = binaryKind(start);
  if (start.length === 0 || (kind && packing !== 'none'))
    throw new AppError('bad-input', say('import.empty-gzip', { name, packing }));
  if (kind) return { name, bytes, kind, packing, head: start };
  const { text, judged } = asUtf8(start);
  refuseUnreadable(name, text, name);
  return { name, bytes, kind: 'text', packing, ...linesOf(text), encoding: judged.encoding, judged };
}

function binaryKind(head: Buffer): 'sqlite' | 'npy' | 'hdf5' | 'zip' | null {
  if (head.toString('latin1', 0, 15) === 'SQLite format 3') return 'sqlite';
  if (head.toString('latin1', 0, 6) === NPY_SIGNATURE) return 'npy';
  if (isHdf5(head)) return 'hdf5';
  return head.toString('latin1', 0, 4) === 'PK\u0003\u0004' ? 'zip' : null;
}

/** HDF5 begins with the file, or behind a block of the user's own of 512 bytes, 1024, 2048 and so on. */
function isHdf5(head: Buffer): boolean {
  for (let at = 0; at < head.length; at = Math.max(2 * at, LEAST_USER_BLOCK))
    if (head.subarray(at, at + HDF5_SIGNATURE.length).equals(HDF5_SIGNATURE)) return true;
  return false;
}

function statOrThrow(file: string) {
  try {
    return statSync(plainPath(file));
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT')
      throw new AppError('not-found', say('import.no-such-file', { file }), { file });
    throw error;
  }
}

function readHead(file: string, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  const fd = openSync(plainFile(file), 'r');
  try {
    return buffer.subarray(0, readSync(fd, buffer, 0, bytes, 0));
  } finally {
    closeSync(fd);
  }
}

/** Libraries of players as XML, by what stands at their beginning: each says how to get what is read. */
const PLAYERS = [
  { root: /<!DOCTYPE plist|<plist/i, cure: 'import.is-itunes-library' },
  { root: /<DJ_PLAYLISTS/i, cure: 'import.is-rekordbox-collection' },
  { root: /<NML/i, cure: 'import.is-traktor-collection' },
] as const;

function refuseUnreadable(name: string, head: Buffer, file: string): void {
  if (head.toString('latin1', 0, 30).startsWith('version https://git-lfs')) {
    throw new AppError('bad-input', say('import.git-lfs-pointer', { name }), { file });
  }
  const start = head.toString('latin1', 0, 400).trimStart();
  if (/^<(!doctype html|html)/i.test(start))
    throw new AppError('bad-input', say('import.is-web-page', { file: name }), { file });
  const player = start.startsWith('<?xml') ? PLAYERS.find(({ root }) => root.test(start)) : undefined;
  if (player) throw new AppError('bad-input', say(player.cure, { file: name }), { file });
  if (/^<(\?xml|lfm)\b/i.test(start)) throw new AppError('bad-input', say('import.is-xml', { file: name }), { file });
  if (head.includes(0))
    throw new AppError('bad-input', say('import.not-text', { name, byte: head.indexOf(0) }), {
      file,
    });
}

/**
 * Yields buffers that hold whole lines only, each ending with a newline but perhaps the last. Memory stays constant.
 * `progress` gets the number of
 * bytes read from disk.
 */
export async function* lineChunks(
  file: string,
  source: TextSource,
  progress: (bytesRead: number) => void,
): AsyncGenerator<Buffer> {
  const name = basename(file);
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of textParts(file, source, progress)) {
    const end = part.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      rest = Buffer.concat([rest, part]);
      if (rest.length > CHUNK_BYTES + LONGEST_LINE_BYTES)
        throw new AppError('bad-input', say('import.line-too-long', { name, bytes: LONGEST_LINE_BYTES }), { file });
      continue;
    }
    yield rest.length > 0 ? Buffer.concat([rest, part.subarray(0, end)]) : part.subarray(0, end);
    rest = Buffer.from(part.subarray(end));
  }
  if (rest.length > 0) yield rest;
}

/** The lines of a file's beginning, without the one that may be cut off. */
export function wholeLines(head: Buffer): string[] {
  const lines = head.toString('utf8').split('\n');
  return lines.length > 2 ? lines.slice(0, -1) : lines;
}

/** The same as decoded lines, for the smaller text files. Splits on `\n` only; one trailing `\r` is dropped. */
export async function* textLines(
  file: string,
  source: TextSource,
  progress: (bytesRead: number) => void,
): AsyncGenerator<{ line: number; text: string }> {
  let line = 0;
  for await (const chunk of lineChunks(file, source, progress)) {
    const lines = chunk.toString('utf8').split('\n');
    if (lines[lines.length - 1] === '') lines.pop();
    for (const text of lines) yield { line: ++line, text: text.replace(/\r$/, '') };
  }
}
