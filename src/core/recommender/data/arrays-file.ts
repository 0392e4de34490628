import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { moveFile } from '../../storage/moves.ts';

export type NumberArray = Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;
export type Arrays = Record<string, NumberArray>;

const MAGIC = 'QDRARR01';
const TYPES = {
  f64: Float64Array,
  f32: Float32Array,
  u32: Uint32Array,
  i32: Int32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;
type TypeName = keyof typeof TYPES;

interface Header {
  meta: unknown;
  arrays: { name: string; type: TypeName; length: number; offset: number }[];
}

/**
 * Writes named arrays and a JSON part as one file: temporary name, fsync, rename. Little-endian, arrays aligned to 8
 * bytes.
 */
export function writeArrays(file: string, meta: unknown, arrays: Arrays): void {
  let offset = 0;
  const header: Header = { meta, arrays: [] };
  for (const [name, array] of Object.entries(arrays)) {
    header.arrays.push({ name, type: typeOf(array), length: array.length, offset });
    offset += Math.ceil(array.byteLength / 8) * 8;
  }
  const text = Buffer.from(JSON.stringify(header));
  const preamble = Buffer.alloc(Math.ceil((16 + text.length) / 8) * 8);
  preamble.write(MAGIC, 'latin1');
  preamble.writeUInt32LE(text.length, 8);
  text.copy(preamble, 16);
  const temporary = `${file}.tmp`;
  const fd = openSync(temporary, 'w');
  try {
    writeAll(fd, preamble);
    for (const array of Object.values(arrays)) {
      writeAll(fd, new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
      const padding = (8 - (array.byteLength % 8)) % 8;
      if (padding > 0) writeAll(fd, new Uint8Array(padding));
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  moveFile(temporary, file);
}

/** Reads a file of `writeArrays`. Other or truncated files are rejected. */
export function readArrays<Meta>(file: string): { meta: Meta; arrays: Arrays } {
  const fd = openSync(file, 'r');
  try {
    const start = Buffer.alloc(16);
    if (readSync(fd, start) < 16 || start.toString('latin1', 0, 8) !== MAGIC) throw damaged(file);
    const { size } = fstatSync(fd);
    const textLength = start.readUInt32LE(8);
    if (16 + textLength > size) throw damaged(file);
    const text = Buffer.alloc(textLength);
    if (readSync(fd, text, 0, textLength, 16) < textLength) throw damaged(file);
    const header = headerOf(text.toString('utf8'), size);
    if (!header) throw damaged(file);
    const base = Math.ceil((16 + textLength) / 8) * 8;
    const arrays: Arrays = {};
    for (const { name, type, length, offset } of header.arrays) {
      const array = new TYPES[type](length);
      const bytes = new Uint8Array(array.buffer);
      for (let at = 0; at < bytes.length; ) {
        const n = readSync(fd, bytes, at, Math.min(bytes.length - at, 1 << 28), base + offset + at);
        if (n === 0) throw damaged(file);
        at += n;
      }
      arrays[name] = array;
    }
    return { meta: header.meta as Meta, arrays };
  } finally {
    closeSync(fd);
  }
}

/** Null if the text is not ours, or describes more than the file can contain. */
function headerOf(text: string, size: number): Header | null {
  try {
    const header = JSON.parse(text) as Header;
    const sound = header.arrays.every(({ name, type, length, offset }) => {
      const whole = Number.isSafeInteger(length) && Number.isSafeInteger(offset) && length >= 0 && offset >= 0;
      return (
        typeof name === 'string' &&
        Object.hasOwn(TYPES, type) &&
        whole &&
        offset + length * TYPES[type].BYTES_PER_ELEMENT <= size
      );
    });
    return sound ? header : null;
  } catch {
    return null;
  }
}

function typeOf(array: NumberArray): TypeName {
  const found = (Object.keys(TYPES) as TypeName[]).find((name) => array instanceof TYPES[name]);
  if (!found) throw new TypeError('not a number array');
  return found;
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, Math.min(bytes.length - at, 1 << 28));
}

export function damaged(file: string): AppError {
  return new AppError('bad-input', say('evaluation.arrays-unreadable', { file: basename(file) }));
}
