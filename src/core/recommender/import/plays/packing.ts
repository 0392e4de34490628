import { isAscii } from 'node:buffer';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Duplex } from 'node:stream';
import { constants, createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { type JudgedEncoding, judgeEncoding } from '../../../imports/text-encoding.ts';
import { JUDGED_BYTES } from '../../../imports/wide-text.ts';
import { bzip2Blocks } from '../files/bzip2.ts';
import { isParquet, parquetText } from '../text/parquet-text.ts';
import { zstdFrames } from '../files/zstd-frames.ts';
import { plainFile } from '../../../storage/plain-file.ts';

/** How text lies in its file. A table of Parquet is read as tab-separated text with a header. */
type Packing = 'none' | 'gzip' | 'bzip2' | 'zstd' | 'parquet';

export const CHUNK_BYTES = 1 << 22;
const HEAD_BYTES = 1 << 16;
/** Of unpacked bytes to packed ones in texts; more come in further chunks. */
const EXPECTED_RATIO = 8;
const UTF_8 = 'utf-8';
const NEWLINE = 10;
const CR = 13;
const FIRST_BEYOND_ASCII = 0x80;
const UTF_8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** The first block of a bzip2 file, or its end if it holds nothing. */
const BZIP2_BLOCKS = ['314159265359', '177245385090'];
/** Nothing of a block of zstd can be read before its end. */
const LONGEST_BLOCK_BYTES = 1 << 20;

export function packingOf(start: Buffer): Packing {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (/^BZh[1-9]$/.test(start.toString('latin1', 0, 4)) && BZIP2_BLOCKS.includes(start.toString('hex', 4, 10)))
    return 'bzip2';
  if (start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  return isParquet(start) ? 'parquet' : 'none';
}

/** How many bytes of a file its head needs; blocks of bzip2 and tables of Parquet are read from the file itself. */
export function headBytes(packing: Packing): number {
  return packing === 'zstd' ? LONGEST_BLOCK_BYTES : HEAD_BYTES;
}

/** The first 64 KB of the text; empty if nothing can be unpacked. */
export async function unpackedHead(file: string, packing: Packing, raw: Buffer): Promise<Buffer> {
  if (packing === 'none') return raw.subarray(0, HEAD_BYTES);
  if (packing === 'parquet') return firstOf(parquetText(file, () => {}, true));
  try {
    return packing === 'bzip2' ? await firstOf(bzip2Blocks(file, () => {})) : unpackedStart(packing, raw);
  } catch {
    return Buffer.alloc(0);
  }
}

/** The same of the first bytes alone; empty for what is only unpacked from a file. */
export function unpackedStart(packing: Packing, raw: Buffer): Buffer {
  if (packing === 'none') return raw.subarray(0, HEAD_BYTES);
  if (packing !== 'gzip' && packing !== 'zstd') return Buffer.alloc(0);
  // The head is cut off by design.
  const whole =
    packing === 'gzip'
      ? gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH })
      : zstdDecompressSync(raw, { finishFlush: constants.ZSTD_e_flush });
  return whole.subarray(0, HEAD_BYTES);
}

async function firstOf(parts: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Buffer> {
  for await (const part of parts) return part.subarray(0, HEAD_BYTES);
  return Buffer.alloc(0);
}

/**
 * The text of a file, unpacked, in parts of any length.
 *
 * @param progress gets the number of bytes read from disk
 * @throws bad-input that says how the file is damaged
 */
export async function* unpackedParts(
  file: string,
  packing: Packing,
  progress: (bytesRead: number) => void,
): AsyncGenerator<Buffer> {
  if (packing === 'parquet') {
    yield* parquetText(file, progress);
    return;
  }
  try {
    const chunkSize = chunkOf(EXPECTED_RATIO * statSync(file).size);
    if (packing === 'bzip2') yield* bzip2Blocks(file, progress);
    else if (packing === 'zstd')
      for (const { start, end } of zstdFrames(file))
        yield* streamed(file, createZstdDecompress({ chunkSize }), progress, start, end);
    else yield* streamed(file, packing === 'gzip' ? createGunzip({ chunkSize }) : null, progress);
  } catch (error) {
    throw readable(error, file, packing);
  }
}

/** Room for what is expected, so that a small file does not take the room of a large one. */
function chunkOf(bytes: number): number {
  return Math.min(CHUNK_BYTES, Math.max(HEAD_BYTES, bytes));
}

async function* streamed(
  file: string,
  unpacker: Duplex | null,
  progress: (bytesRead: number) => void,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  const highWaterMark = chunkOf(statSync(file).size);
  const raw = createReadStream(plainFile(file), { highWaterMark, start, end: end - 1 });
  const stream = unpacker ? raw.pipe(unpacker) : raw;
  raw.on('error', (error) => stream.destroy(error));
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      progress(start + raw.bytesRead);
      yield part;
    }
  } finally {
    raw.destroy();
  }
}

/** How a text lies in its file. */
export interface TextSource {
  packing: Packing;
  /** How its characters are written; by default told by its beginning. */
  encoding?: string;
  /** Lines end with CR alone, as on old Macs; they are read as if they ended with LF. */
  endsWithCr?: boolean;
  /** Tells the same where the first character beyond ASCII comes late. */
  lateEncoding?: (from: Buffer) => string;
}

/** The text of a file in UTF-8, whatever it is written in, in parts of any length. */
export async function* textParts(
  file: string,
  source: TextSource,
  progress: (bytesRead: number) => void,
): AsyncGenerator<Buffer> {
  const decoding = new Decoding(source);
  for await (const part of unpackedParts(file, source.packing, progress)) {
    const text = decoding.take(part);
    if (text.length > 0) yield source.endsWithCr ? withLf(text) : text;
  }
  const rest = decoding.end();
  if (rest.length > 0) yield source.endsWithCr ? withLf(rest) : rest;
}

/** Whether the lines of a text that begins so end with CR alone. */
export function endsWithCr(text: Buffer): boolean {
  const first = text.indexOf(CR);
  return first >= 0 && (first < text.length - 1 || text.length < HEAD_BYTES) && !text.includes(NEWLINE);
}

export function withLf(text: Buffer): Buffer {
  return Buffer.from(text.map((byte) => (byte === CR ? NEWLINE : byte)));
}

/** Turns the bytes of a text into UTF-8. Its encoding is told by its beginning, or where ASCII ends. */
class Decoding {
  readonly #source: TextSource;
  #decoder: TextDecoder | null = null;
  #isSettled = false;
  #isBegun = false;
  /** From the line with the first character beyond ASCII on, until there is enough to tell. */
  #held: Buffer = Buffer.alloc(0);

  constructor(source: TextSource) {
    this.#source = source;
  }

  take(part: Buffer): Buffer {
    if (this.#isSettled) return this.#decoded(part);
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, part]) : part;
    if (!this.#isBegun) return this.#begin(bytes);
    if (isAscii(bytes)) return bytes;
    const line = bytes.lastIndexOf(NEWLINE, firstBeyondAscii(bytes)) + 1;
    this.#held = bytes.subarray(line);
    if (this.#held.length < JUDGED_BYTES) return bytes.subarray(0, line);
    return Buffer.concat([bytes.subarray(0, line), this.end()]);
  }

  end(): Buffer {
    const held = this.#held;
    if (held.length > 0) {
      const tell = this.#source.lateEncoding ?? ((from) => judgeEncoding(from).encoding);
      this.#settle(tell(held));
      this.#held = Buffer.alloc(0);
      return this.#decoded(held);
    }
    return Buffer.from(this.#decoder?.decode() ?? '');
  }

  #begin(bytes: Buffer): Buffer {
    this.#isBegun = true;
    const head = bytes.subarray(0, HEAD_BYTES);
    const encoding = this.#source.encoding ?? judgeEncoding(head).encoding;
    if (encoding === UTF_8 && isAscii(head)) return this.take(bytes);
    this.#settle(encoding);
    return this.#decoded(encoding === UTF_8 ? withoutMark(bytes) : bytes);
  }

  #settle(encoding: string): void {
    this.#isSettled = true;
    if (encoding !== UTF_8) this.#decoder = new TextDecoder(encoding);
  }

  #decoded(bytes: Buffer): Buffer {
    return this.#decoder === null ? bytes : Buffer.from(this.#decoder.decode(bytes, { stream: true }));
  }
}

function firstBeyondAscii(bytes: Buffer): number {
  return bytes.findIndex((byte) => byte >= FIRST_BEYOND_ASCII);
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, UTF_8_MARK.length).equals(UTF_8_MARK) ? bytes.subarray(UTF_8_MARK.length) : bytes;
}

/** The beginning of a text in UTF-8 without a byte order mark, and what it was written in unless that is given. */
export function asUtf8(start: Buffer, given?: string): { text: Buffer; judged: JudgedEncoding } {
  const judged = given ? { encoding: given, readings: [], words: [] } : judgeEncoding(start.subarray(0, HEAD_BYTES));
  const { encoding } = judged;
  if (encoding === UTF_8) return { text: withoutMark(start), judged };
  return { text: Buffer.from(new TextDecoder(encoding).decode(start, { stream: true })), judged };
}

/** The text of a file that was read whole. */
export function textOfBytes(bytes: Buffer): string {
  return asUtf8(bytes).text.toString('utf8');
}

/** A whole text file at once, for formats that cannot be read by lines. */
export async function unpackedText(file: string, source: TextSource): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of textParts(file, source, () => {})) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function readable(error: unknown, file: string, packing: Packing): unknown {
  const { code, message } = error as { code?: string; message: string };
  const name = basename(file);
  if (packing === 'bzip2' && (error instanceof TypeError || error instanceof RangeError))
    return new AppError('bad-input', say('import.damaged-bzip2', { name, reason: message }), { file });
  if (packing === 'zstd' && (code?.startsWith('ZSTD_') || code === 'Z_BUF_ERROR'))
    return new AppError('bad-input', say('import.damaged-zstd', { name, reason: message }), { file });
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR')
    return new AppError('bad-input', say('import.damaged-gzip', { name, reason: message }), { file });
  return error;
}
