import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { moveDurably } from '../../storage/durable.ts';
import { plainFile } from '../../storage/plain-file.ts';

export type NumberArray = Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

export const ARRAY_TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  U32: Uint32Array,
  I32: Int32Array,
  U16: Uint16Array,
  U8: Uint8Array,
} as const;
type TypeName = keyof typeof ARRAY_TYPES;

/** An array and its shape. */
export interface Tensor {
  shape: number[];
  values: NumberArray;
}

const LARGEST_WRITE_BYTES = 1 << 28;
const count = z.number().int().min(0);
const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.enum(Object.keys(ARRAY_TYPES) as [TypeName, ...TypeName[]]),
    shape: z.array(count),
    data_offsets: z.tuple([count, count]),
  }),
);

/**
 * Writes a file in the safetensors format: eight bytes with the length of a JSON header, the header, the data without
 * gaps, the widest numbers first so that all are aligned. Temporary name, fsync, rename.
 */
export function writeSafetensors(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Record<string, string> = {},
): void {
  const sorted = [...tensors].sort((a, b) => b[1].values.BYTES_PER_ELEMENT - a[1].values.BYTES_PER_ELEMENT);
  const header: Record<string, unknown> = { __metadata__: metadata };
  let at = 0;
  for (const [name, { shape, values }] of sorted) {
    header[name] = { dtype: typeOf(values), shape, data_offsets: [at, at + values.byteLength] };
    at += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(8 + Math.ceil(text.length / 8) * 8, ' ');
  start.writeBigUInt64LE(BigInt(start.length - 8));
  text.copy(start, 8);
  const temporary = `${file}.tmp`;
  const fd = openSync(temporary, 'w');
  try {
    writeAll(fd, start);
    for (const [, { values }] of sorted)
      writeAll(fd, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  moveDurably(temporary, file);
}

/** @throws bad-input that names the file if it is not one, is cut off, or holds other types than ours */
export function readSafetensors(file: string): { tensors: Map<string, Tensor>; metadata: Record<string, string> } {
  const broken = () => new AppError('bad-input', say('file.not-safetensors', { name: basename(file) }), { file });
  const fd = openSync(plainFile(file), 'r');
  try {
    const { size } = fstatSync(fd);
    const first = Buffer.alloc(8);
    const length = readSync(fd, first, 0, 8, 0) < 8 ? -1 : Number(first.readBigUInt64LE());
    if (length < 2 || 8 + length > size) throw broken();
    const text = Buffer.alloc(length);
    readSync(fd, text, 0, length, 8);
    const header = headerOf(text.toString('utf8'));
    if (header === null) throw broken();
    const tensors = new Map<string, Tensor>();
    for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header.arrays)) {
      const [from, to] = offsets;
      const elements = shape.reduce((product, one) => product * one, 1);
      if (to - from !== elements * ARRAY_TYPES[dtype].BYTES_PER_ELEMENT || 8 + length + to > size) throw broken();
      const values = new ARRAY_TYPES[dtype](elements);
      if (!readInto(fd, new Uint8Array(values.buffer), 8 + length + from)) throw broken();
      tensors.set(name, { shape, values });
    }
    return { tensors, metadata: header.metadata };
  } finally {
    closeSync(fd);
  }
}

/** What a header lists, or null where it is not one. */
function headerOf(text: string): { arrays: z.infer<typeof headerSchema>; metadata: Record<string, string> } | null {
  try {
    const { __metadata__: metadata = {}, ...arrays } = JSON.parse(text);
    return { arrays: headerSchema.parse(arrays), metadata: z.record(z.string(), z.string()).parse(metadata) };
  } catch {
    return null;
  }
}

function typeOf(array: NumberArray): TypeName {
  const found = (Object.keys(ARRAY_TYPES) as TypeName[]).find((name) => array instanceof ARRAY_TYPES[name]);
  if (!found) throw new TypeError('not a number array');
  return found;
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; )
    at += writeSync(fd, bytes, at, Math.min(bytes.length - at, LARGEST_WRITE_BYTES));
}

/** False if the file ends before. */
export function readInto(fd: number, bytes: Uint8Array, position: number): boolean {
  for (let at = 0; at < bytes.length; ) {
    const n = readSync(fd, bytes, at, Math.min(bytes.length - at, LARGEST_WRITE_BYTES), position + at);
    if (n === 0) return false;
    at += n;
  }
  return true;
}
