import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';

const count = z.number().int().min(0);
const headerSchema = z.record(
  z.string(),
  z.object({ dtype: z.literal('F32'), shape: z.array(count), data_offsets: z.tuple([count, count]) }),
);

/** An array of single precision and its shape. */
export interface Weights {
  shape: number[];
  values: Float32Array;
}

/**
 * Reads a file in the safetensors format: eight bytes with the length of a JSON header, the header, the data. Only
 * arrays of single precision are read.
 *
 * @throws bad-input that names the file if it is not one, or is cut off
 */
export function readSafetensors(file: string): Map<string, Weights> {
  const bytes = readFileSync(file);
  const broken = () => new AppError('bad-input', say('file.not-safetensors', { name: basename(file) }), { file });
  const length = bytes.length < 8 ? -1 : Number(bytes.readBigUInt64LE(0));
  if (length < 2 || 8 + length > bytes.length) throw broken();
  const header = headerOf(bytes.toString('utf8', 8, 8 + length));
  if (header === null) throw broken();
  const found = new Map<string, Weights>();
  for (const [name, { shape, data_offsets: offsets }] of Object.entries(header)) {
    const [from, to] = offsets;
    const size = 4 * shape.reduce((product, one) => product * one, 1);
    if (to - from !== size || 8 + length + to > bytes.length) throw broken();
    const values = new Float32Array(size / 4);
    Buffer.from(values.buffer).set(bytes.subarray(8 + length + from, 8 + length + to));
    found.set(name, { shape, values });
  }
  return found;
}

/** The arrays that a header lists, or null where it is not one. */
function headerOf(text: string): z.infer<typeof headerSchema> | null {
  try {
    const { __metadata__: _, ...arrays } = JSON.parse(text);
    return headerSchema.parse(arrays);
  } catch {
    return null;
  }
}
