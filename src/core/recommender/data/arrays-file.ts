import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { ARRAY_TYPES, type NumberArray, readInto, readSafetensors, writeSafetensors } from './safetensors.ts';

export type Arrays = Record<string, NumberArray>;

/** Where the JSON part stands in a safetensors file. */
const META = 'quadrille';
/** What files began with before they were safetensors; they are still read. */
const OLD_MAGIC = 'QDRARR01';
const OLD_TYPES = { f64: 'F64', f32: 'F32', u32: 'U32', i32: 'I32', u16: 'U16', u8: 'U8' } as const;

interface OldHeader {
  meta: unknown;
  arrays: { name: string; type: keyof typeof OLD_TYPES; length: number; offset: number }[];
}

/**
 * Writes named arrays and a JSON part as one safetensors file.
 *
 * @param shapes of those that are more than one row
 */
export function writeArrays(
  file: string,
  meta: unknown,
  arrays: Arrays,
  shapes: Readonly<Record<string, number[]>> = {},
): void {
  const tensors = new Map(
    Object.entries(arrays).map(([name, values]) => [name, { shape: shapes[name] ?? [values.length], values }]),
  );
  writeSafetensors(file, tensors, { format: 'quadrille', [META]: JSON.stringify(meta) });
}

/** Reads a file of `writeArrays`, of this version or from before safetensors. Other or truncated files are rejected. */
export function readArrays<Meta>(file: string): { meta: Meta; arrays: Arrays } {
  if (beginsAsOld(file)) return readOldArrays(file);
  try {
    const { tensors, metadata } = readSafetensors(file);
    return {
      meta: JSON.parse(metadata[META]) as Meta,
      arrays: Object.fromEntries(Array.from(tensors, ([name, { values }]) => [name, values])),
    };
  } catch (error) {
    throw error instanceof AppError || error instanceof SyntaxError ? damaged(file) : error;
  }
}

function beginsAsOld(file: string): boolean {
  const fd = openSync(file, 'r');
  try {
    const start = Buffer.alloc(OLD_MAGIC.length);
    return readSync(fd, start) === start.length && start.toString('latin1') === OLD_MAGIC;
  } finally {
    closeSync(fd);
  }
}

function readOldArrays<Meta>(file: string): { meta: Meta; arrays: Arrays } {
  const fd = openSync(file, 'r');
  try {
    const start = Buffer.alloc(16);
    const { size } = fstatSync(fd);
    if (!readInto(fd, start, 0)) throw damaged(file);
    const textLength = start.readUInt32LE(8);
    if (16 + textLength > size) throw damaged(file);
    const text = Buffer.alloc(textLength);
    if (!readInto(fd, text, 16)) throw damaged(file);
    const header = oldHeaderOf(text.toString('utf8'), size);
    if (!header) throw damaged(file);
    const base = Math.ceil((16 + textLength) / 8) * 8;
    const arrays: Arrays = {};
    for (const { name, type, length, offset } of header.arrays) {
      const array = new ARRAY_TYPES[OLD_TYPES[type]](length);
      if (!readInto(fd, new Uint8Array(array.buffer), base + offset)) throw damaged(file);
      arrays[name] = array;
    }
    return { meta: header.meta as Meta, arrays };
  } finally {
    closeSync(fd);
  }
}

/** Null if the text is not ours, or describes more than the file can contain. */
function oldHeaderOf(text: string, size: number): OldHeader | null {
  try {
    const header = JSON.parse(text) as OldHeader;
    const sound = header.arrays.every(({ name, type, length, offset }) => {
      const whole = Number.isSafeInteger(length) && Number.isSafeInteger(offset) && length >= 0 && offset >= 0;
      return (
        typeof name === 'string' &&
        Object.hasOwn(OLD_TYPES, type) &&
        whole &&
        offset + length * ARRAY_TYPES[OLD_TYPES[type]].BYTES_PER_ELEMENT <= size
      );
    });
    return sound ? header : null;
  } catch {
    return null;
  }
}

export function damaged(file: string): AppError {
  return new AppError('bad-input', say('evaluation.arrays-unreadable', { file: basename(file) }));
}
