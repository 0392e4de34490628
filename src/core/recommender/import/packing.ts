import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Duplex } from 'node:stream';
import { constants, createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { eastAsianEncoding } from '../../imports/east-asian-text.ts';
import { wideTextEncoding } from '../../imports/wide-text.ts';
import { bzip2Blocks } from './bzip2.ts';
import { isParquet, parquetText } from './parquet-text.ts';
import { zstdFrames } from './zstd-frames.ts';

/** How text lies in its file. A table of Parquet is read as tab-separated text with a header. */
export type Packing = 'none' | 'gzip' | 'bzip2' | 'zstd' | 'parquet';

export const CHUNK_BYTES = 1 << 22;
const HEAD_BYTES = 1 << 16;
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
    if (packing === 'bzip2') return await firstOf(bzip2Blocks(file, () => {}));
    // The head is cut off by design.
    const whole =
      packing === 'gzip'
        ? gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH })
        : zstdDecompressSync(raw, { finishFlush: constants.ZSTD_e_flush });
    return whole.subarray(0, HEAD_BYTES);
  } catch {
    return Buffer.alloc(0);
  }
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
    if (packing === 'bzip2') yield* bzip2Blocks(file, progress);
    else if (packing === 'zstd')
      for (const { start, end } of zstdFrames(file))
        yield* streamed(file, createZstdDecompress({ chunkSize: CHUNK_BYTES }), progress, start, end);
    else yield* streamed(file, packing === 'gzip' ? createGunzip({ chunkSize: CHUNK_BYTES }) : null, progress);
  } catch (error) {
    throw readable(error, file, packing);
  }
}

async function* streamed(
  file: string,
  unpacker: Duplex | null,
  progress: (bytesRead: number) => void,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: CHUNK_BYTES, start, end: end - 1 });
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

/** The text of a file in UTF-8, whatever it is written in, in parts of any length. */
export async function* textParts(
  file: string,
  packing: Packing,
  progress: (bytesRead: number) => void,
): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  for await (const part of unpackedParts(file, packing, progress)) {
    const { text, encoding } = isFirst ? asUtf8(part) : { text: part, encoding: null };
    if (encoding !== null && encoding !== 'utf-8') decoder = new TextDecoder(encoding);
    isFirst = false;
    if (decoder === null) yield text;
    else yield Buffer.from(decoder.decode(part, { stream: true }));
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield Buffer.from(rest);
}

/** The beginning of a text in UTF-8 without a byte order mark, and what it was written in. */
export function asUtf8(start: Buffer): { text: Buffer; encoding: string } {
  const head = start.subarray(0, HEAD_BYTES);
  const encoding = wideTextEncoding(head) ?? eastAsianEncoding(head);
  if (encoding) return { text: Buffer.from(new TextDecoder(encoding).decode(start, { stream: true })), encoding };
  return { text: start.subarray(0, 3).equals(UTF_8_MARK) ? start.subarray(3) : start, encoding: 'utf-8' };
}

/** The text of a file that was read whole. */
export function textOfBytes(bytes: Buffer): string {
  return asUtf8(bytes).text.toString('utf8');
}

/** A whole text file at once, for formats that cannot be read by lines. */
export async function unpackedText(file: string, packing: Packing): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of textParts(file, packing, () => {})) parts.push(part);
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
