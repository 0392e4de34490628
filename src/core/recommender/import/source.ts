import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';

const HEAD_BYTES = 1 << 16;
const CHUNK_BYTES = 1 << 22;
export const LONGEST_LINE_BYTES = 1 << 20;
const NEWLINE = 10;
const HDF5_SIGNATURE = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface FileHead {
  name: string;
  bytes: number;
  kind: 'folder' | 'sqlite' | 'hdf5' | 'zip' | 'text';
  gzip: boolean;
  /** The first 64 KB, decompressed. */
  head: Buffer;
}

/** Checks a file's first bytes and rejects what no importer can read, saying what to do instead. */
export function inspect(file: string): FileHead {
  const name = basename(file);
  const stat = statOrThrow(file);
  if (stat.isDirectory()) return { name, bytes: 0, kind: 'folder', gzip: false, head: Buffer.alloc(0) };
  if (stat.size === 0) throw new AppError('bad-input', say('import.empty-file', { name }), { file });
  const raw = readHead(file, HEAD_BYTES);
  const gzip = raw[0] === 0x1f && raw[1] === 0x8b;
  const head = gzip ? unzipHead(raw) : raw;
  if (head.length === 0) throw new AppError('bad-input', say('import.empty-gzip', { name }), { file });
  if (head.toString('latin1', 0, 15) === 'SQLite format 3')
    return { name, bytes: stat.size, kind: 'sqlite', gzip, head };
  if (raw.subarray(0, 8).equals(HDF5_SIGNATURE)) return { name, bytes: stat.size, kind: 'hdf5', gzip: false, head };
  if (raw.toString('latin1', 0, 4) === 'PK\u0003\u0004')
    return { name, bytes: stat.size, kind: 'zip', gzip: false, head };
  refuseUnreadable(name, head, file);
  return { name, bytes: stat.size, kind: 'text', gzip, head };
}

function statOrThrow(file: string) {
  try {
    return statSync(file);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT')
      throw new AppError('not-found', say('import.no-such-file', { file }), { file });
    throw error;
  }
}

function readHead(file: string, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  const fd = openSync(file, 'r');
  try {
    return buffer.subarray(0, readSync(fd, buffer, 0, bytes, 0));
  } finally {
    closeSync(fd);
  }
}

function unzipHead(raw: Buffer): Buffer {
  try {
    return gunzipSync(raw, { finishFlush: 2 /* Z_SYNC_FLUSH: the head alone is cut off by design */ }).subarray(
      0,
      HEAD_BYTES,
    );
  } catch {
    return Buffer.alloc(0);
  }
}

function refuseUnreadable(name: string, head: Buffer, file: string): void {
  if (head.toString('latin1', 0, 30).startsWith('version https://git-lfs')) {
    throw new AppError('bad-input', say('import.git-lfs-pointer', { name }), { file });
  }
  const bom = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (bom) throw new AppError('bad-input', say('import.is-utf-16', { name }), { file });
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
  gzip: boolean,
  progress: (bytesRead: number) => void,
): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const name = basename(file);
  const stream = gzip ? raw.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : raw;
  raw.on('error', (error) => stream.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      progress(raw.bytesRead);
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
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') {
      throw new AppError('bad-input', say('import.damaged-gzip', { name, reason: (error as Error).message }), { file });
    }
    throw error;
  }
  if (rest.length > 0) yield rest;
}

/** The same as decoded lines, for the smaller text files. Splits on `\n` only; one trailing `\r` is dropped. */
export async function* textLines(
  file: string,
  gzip: boolean,
  progress: (bytesRead: number) => void,
): AsyncGenerator<{ line: number; text: string }> {
  let line = 0;
  for await (const chunk of lineChunks(file, gzip, progress)) {
    const lines = chunk.toString('utf8').split('\n');
    if (lines[lines.length - 1] === '') lines.pop();
    for (const text of lines)
      yield { line: ++line, text: (line === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/\r$/, '') };
  }
}
