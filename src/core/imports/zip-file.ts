import { isUtf8 } from 'node:buffer';
import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { crc32, createInflateRaw, inflateRawSync, constants } from 'node:zlib';
import { AppError } from '../../shared/errors.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { readAt } from '../storage/read-at.ts';
import { plainFile } from '../storage/plain-file.ts';

const END_BYTES = 22;
const LONGEST_COMMENT_BYTES = 0xffff;
const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const UTF_8_NAME = 0x800;
const FULL_32 = 0xffffffff;
const MOST_ENTRIES = 200_000;
const MOST_DIRECTORY_BYTES = 1 << 28;
/** Deflate cannot pack tighter; text that people have is packed about 10 times, a bomb 1000 times. */
const BOMB_RATIO = 300;
const LEAST_BOMB_BYTES = 1 << 26;
const CHUNK_BYTES = 1 << 20;
const LEAST_CHUNK_BYTES = 1 << 12;
/** What Windows allows in no name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are among what is forbidden
const FORBIDDEN = /[<>:"|?*\x00-\x1f]/g;

export interface ZipEntry {
  /** With forward slashes; never leads out of the folder that it is unpacked into. */
  name: string;
  bytes: number;
  packedBytes: number;
  method: number;
  isEncrypted: boolean;
  crc: number;
  headerAt: number;
}

/**
 * The entries of a zip file (APPNOTE 6.3.10), also beyond 4 GB, by its directory at the end; each is read by itself.
 * What is unpacked never exceeds what the directory says, and entries that share bytes or are packed as tightly as
 * only bombs are refused.
 */
export class ZipFile {
  readonly entries: readonly ZipEntry[];
  readonly #file: string;

  private constructor(file: string, entries: ZipEntry[]) {
    this.#file = file;
    this.entries = entries;
  }

  /** @throws bad-input for a file that is damaged, cut off or a bomb */
  static open(file: string): ZipFile {
    const fd = openSync(plainFile(file), 'r');
    try {
      const entries = readDirectory(fd, file);
      refuseBombs(entries, file);
      return new ZipFile(file, entries);
    } catch (error) {
      throw error instanceof AppError ? error : damaged(file, (error as Error).message);
    } finally {
      closeSync(fd);
    }
  }

  /** The first bytes of an entry; fewer if it is shorter. */
  head(entry: ZipEntry, bytes: number): Buffer {
    const fd = openSync(this.#file, 'r');
    try {
      const start = dataStart(fd, this.#file, entry);
      const packed = readAt(fd, start, Math.min(entry.packedBytes, entry.method === STORED ? bytes : 2 * bytes));
      if (entry.method === STORED) return packed;
      return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 28 }).subarray(
        0,
        bytes,
      );
    } catch (error) {
      throw error instanceof AppError ? error : damaged(this.#file, (error as Error).message);
    } finally {
      closeSync(fd);
    }
  }

  #dataStart(entry: ZipEntry): number {
    const fd = openSync(this.#file, 'r');
    try {
      return dataStart(fd, this.#file, entry);
    } finally {
      closeSync(fd);
    }
  }

  /** The content of an entry in parts, checked against the directory's size and checksum. */
  async *parts(entry: ZipEntry): AsyncGenerator<Buffer> {
    const start = this.#dataStart(entry);
    if (entry.packedBytes === 0) {
      if (entry.bytes > 0) throw damaged(this.#file, `${entry.name}: 0 < ${entry.bytes}`);
      return;
    }
    const end = start + entry.packedBytes - 1;
    const raw = createReadStream(this.#file, { start, end, highWaterMark: CHUNK_BYTES });
    const chunkSize = Math.min(CHUNK_BYTES, Math.max(LEAST_CHUNK_BYTES, entry.bytes));
    const stream = entry.method === STORED ? raw : raw.pipe(createInflateRaw({ chunkSize }));
    raw.on('error', (error) => stream.destroy(error));
    let [bytes, sum] = [0, 0];
    try {
      for await (const part of stream as AsyncIterable<Buffer>) {
        bytes += part.length;
        if (bytes > entry.bytes) throw damaged(this.#file, `${entry.name}: ${bytes} > ${entry.bytes}`);
        sum = crc32(part, sum);
        yield part;
      }
    } catch (error) {
      throw error instanceof AppError ? error : damaged(this.#file, `${entry.name}: ${(error as Error).message}`);
    } finally {
      raw.destroy();
    }
    if (bytes !== entry.bytes || sum !== entry.crc) throw damaged(this.#file, `${entry.name}: CRC`);
  }
}

function damaged(file: string, reason: string): AppError {
  return refusal(file, say('import.damaged-zip', { file: basename(file), reason }));
}

function refusal(file: string, message: Message): AppError {
  return new AppError('bad-input', message, { file });
}

function readDirectory(fd: number, file: string): ZipEntry[] {
  const { size } = fstatSync(fd);
  const tailStart = Math.max(0, size - END_BYTES - LONGEST_COMMENT_BYTES);
  const tail = readAt(fd, tailStart, size - tailStart);
  let at = tail.length - END_BYTES;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at--;
  if (at < 0) throw damaged(file, 'no central directory');
  let [count, length, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (at >= 20 && tail.readUInt32LE(at - 20) === END_64_LOCATOR) {
    const end = readAt(fd, Number(tail.readBigUInt64LE(at - 20 + 8)), 56);
    if (end.length < 56) throw damaged(file, 'no central directory');
    count = Number(end.readBigUInt64LE(32));
    length = Number(end.readBigUInt64LE(40));
    start = Number(end.readBigUInt64LE(48));
  }
  if (count > MOST_ENTRIES || length > MOST_DIRECTORY_BYTES)
    throw refusal(file, say('import.zip-bomb', { file: basename(file) }));
  const directory = readAt(fd, start, length);
  const entries: ZipEntry[] = [];
  for (let position = 0; entries.length < count; ) {
    if (position + 46 > directory.length || directory.readUInt32LE(position) !== ENTRY)
      throw damaged(file, 'central directory');
    const entry = readEntry(directory, position);
    position = entry.next;
    if (!entry.name.endsWith('/')) entries.push(entry);
    else count--;
  }
  const outside = entries.find(({ headerAt, packedBytes }) => headerAt + packedBytes > size);
  if (outside) throw damaged(file, `${outside.name}: beyond the end`);
  return entries;
}

function readEntry(directory: Buffer, at: number): ZipEntry & { next: number } {
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
  const flags = directory.readUInt16LE(at + 8);
  const name = directory.subarray(at + 46, at + 46 + nameLength);
  const entry = {
    name: plainPath(name.toString((flags & UTF_8_NAME) !== 0 || isUtf8(name) ? 'utf8' : 'latin1')),
    method: directory.readUInt16LE(at + 10),
    isEncrypted: (flags & ENCRYPTED) !== 0,
    crc: directory.readUInt32LE(at + 16),
    packedBytes: directory.readUInt32LE(at + 20),
    bytes: directory.readUInt32LE(at + 24),
    headerAt: directory.readUInt32LE(at + 42),
  };
  const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  readLargeSizes(extra, entry);
  return { ...entry, next: at + 46 + nameLength + extraLength + commentLength };
}

/** Sizes beyond 32 bits stand in an extra field, in this order and only those that do not fit. */
function readLargeSizes(extra: Buffer, entry: Pick<ZipEntry, 'bytes' | 'packedBytes' | 'headerAt'>): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let value = at + 4;
    for (const field of ['bytes', 'packedBytes', 'headerAt'] as const) {
      if (entry[field] !== FULL_32 || value + 8 > extra.length) continue;
      entry[field] = Number(extra.readBigUInt64LE(value));
      value += 8;
    }
  }
}

function plainPath(name: string): string {
  const isFolder = /[\\/]$/.test(name);
  const parts = name.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.map((part) => part.replace(FORBIDDEN, '_').replace(/[. ]+$/, '')).join('/') + (isFolder ? '/' : '');
}

/** Entries whose bytes overlap, or that are packed as tightly as no text is. */
function refuseBombs(entries: readonly ZipEntry[], file: string): void {
  const inOrder = [...entries].sort((a, b) => a.headerAt - b.headerAt);
  const overlaps = inOrder.some(
    (entry, i) => i > 0 && entry.headerAt < inOrder[i - 1].headerAt + inOrder[i - 1].packedBytes,
  );
  const [bytes, packed] = [
    entries.reduce((n, entry) => n + entry.bytes, 0),
    entries.reduce((n, e) => n + e.packedBytes, 0),
  ];
  const isTight = (size: number, packedSize: number) => size > LEAST_BOMB_BYTES && size > BOMB_RATIO * packedSize;
  if (overlaps || isTight(bytes, packed) || entries.some((entry) => isTight(entry.bytes, entry.packedBytes)))
    throw refusal(file, say('import.zip-bomb', { file: basename(file) }));
}

function dataStart(fd: number, file: string, entry: ZipEntry): number {
  const name = basename(file);
  if (entry.isEncrypted) throw refusal(file, say('import.zip-encrypted', { file: name, entry: entry.name }));
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw refusal(file, say('import.zip-method', { file: name, entry: entry.name, method: entry.method }));
  const header = readAt(fd, entry.headerAt, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_HEADER) throw damaged(file, `${entry.name}: header`);
  return entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}
