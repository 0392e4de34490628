import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const MOST_VALUES = 2 ** 31;
const PREFIX_BYTES = 12;

interface NpyHeader {
  rows: number;
  width: number;
  isFortran: boolean;
  /** As numpy names it, such as `<f4`. */
  dtype: string;
  bytesAValue: number;
  read: (view: DataView, at: number) => number;
  /** Where the values begin. */
  offset: number;
}

/**
 * The rows of a numpy file of two dimensions and numbers of any real or whole kind, one at a time (an array in Fortran
 * order is held in memory whole).
 *
 * @throws bad-input for other shapes and kinds of values, and for a file that is not as long as its header says
 */
export class NpyRows {
  readonly header: NpyHeader;
  readonly #parts: AsyncIterator<Buffer>;
  readonly #file: string;
  #held: Buffer;

  private constructor(file: string, parts: AsyncIterator<Buffer>, held: Buffer, header: NpyHeader) {
    this.#file = file;
    this.#parts = parts;
    this.#held = held;
    this.header = header;
  }

  /** Has to be closed. @param isOne an array of one dimension is a single row */
  static async open(file: string, source: AsyncIterable<Buffer>, isOne = false): Promise<NpyRows> {
    const parts = source[Symbol.asyncIterator]();
    try {
      return await NpyRows.#begin(file, parts, isOne);
    } catch (error) {
      await parts.return?.();
      throw error;
    }
  }

  static async #begin(file: string, parts: AsyncIterator<Buffer>, isOne: boolean): Promise<NpyRows> {
    let held: Buffer = Buffer.alloc(0);
    const need = async (bytes: number) => {
      while (held.length < bytes) {
        const { value, done } = await parts.next();
        if (done) throw refused(file, say('vectors.npy-cut-off'));
        held = Buffer.concat([held, value]);
      }
    };
    await need(PREFIX_BYTES);
    const isLong = held[6] > 1;
    const length = isLong ? held.readUInt32LE(8) : held.readUInt16LE(8);
    const offset = (isLong ? 12 : 10) + length;
    if (length > 1 << 20) throw refused(file, say('vectors.npy-cut-off'));
    await need(offset);
    const header = headerOf(file, held.toString('latin1', isLong ? 12 : 10, offset), offset, isOne);
    return new NpyRows(file, parts, held.subarray(offset), header);
  }

  /** Lets go of the file, read to its end or not. */
  async close(): Promise<void> {
    await this.#parts.return?.();
  }

  async *rows(): AsyncGenerator<Float64Array> {
    const { rows, width, bytesAValue, isFortran, read } = this.header;
    if (isFortran) {
      const all = await this.#take(rows * width * bytesAValue);
      const view = viewOf(all);
      for (let row = 0; row < rows; row++)
        yield Float64Array.from({ length: width }, (_, v) => read(view, (v * rows + row) * bytesAValue));
    } else {
      for (let row = 0; row < rows; row++) {
        const view = viewOf(await this.#take(width * bytesAValue));
        yield Float64Array.from({ length: width }, (_, v) => read(view, v * bytesAValue));
      }
    }
    if (this.#held.length > 0 || !(await this.#parts.next()).done)
      throw refused(this.#file, say('vectors.npy-too-long', { rows, width }));
  }

  async #take(bytes: number): Promise<Buffer> {
    const more: Buffer[] = [this.#held];
    let length = this.#held.length;
    while (length < bytes) {
      const { value, done } = await this.#parts.next();
      if (done) throw refused(this.#file, say('vectors.npy-cut-off'));
      more.push(value);
      length += value.length;
    }
    const all = more.length === 1 ? more[0] : Buffer.concat(more);
    this.#held = all.subarray(bytes);
    return all.subarray(0, bytes);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The header is the text of a Python dictionary with three entries. */
function headerOf(file: string, text: string, offset: number, isOne: boolean): NpyHeader {
  const dtype = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  if (shape === undefined || order === undefined) throw refused(file, say('vectors.npy-cut-off'));
  const kind = dtype === undefined ? null : readerOf(dtype);
  if (!kind) throw refused(file, say('vectors.npy-dtype', { dtype: dtype ?? text.slice(0, 80) }));
  const sizes = shape
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
  if (isOne && sizes.length === 1) sizes.unshift(1);
  if (sizes.length !== 2) throw refused(file, say('vectors.npy-shape', { shape: `(${shape})` }));
  const [rows, width] = sizes;
  if (rows * width > MOST_VALUES) throw refused(file, say('vectors.npy-shape', { shape: `(${shape})` }));
  return { rows, width, isFortran: order === 'True', dtype: dtype as string, offset, ...kind };
}

function readerOf(dtype: string): Pick<NpyHeader, 'bytesAValue' | 'read'> | null {
  const [, order, kind, size] = /^([<>|=]?)([fiu])(\d)$/.exec(dtype) ?? [];
  const little = order !== '>';
  const bytesAValue = Number(size);
  const read = {
    f2: (view: DataView, at: number) => half(view.getUint16(at, little)),
    f4: (view: DataView, at: number) => view.getFloat32(at, little),
    f8: (view: DataView, at: number) => view.getFloat64(at, little),
    i1: (view: DataView, at: number) => view.getInt8(at),
    i2: (view: DataView, at: number) => view.getInt16(at, little),
    i4: (view: DataView, at: number) => view.getInt32(at, little),
    i8: (view: DataView, at: number) => Number(view.getBigInt64(at, little)),
    u1: (view: DataView, at: number) => view.getUint8(at),
    u2: (view: DataView, at: number) => view.getUint16(at, little),
    u4: (view: DataView, at: number) => view.getUint32(at, little),
    u8: (view: DataView, at: number) => Number(view.getBigUint64(at, little)),
  }[`${kind}${size}`];
  return read ? { bytesAValue, read } : null;
}

/**
 * A numpy array of one dimension as texts: of whole numbers, or of texts of fixed length (`<U18`, `|S18`).
 *
 * @throws bad-input for other kinds, as the pickled objects of pandas, and for a file that is cut off
 */
export function npyTexts(file: string): string[] {
  const bytes = readFileSync(plainFile(file));
  const isLong = bytes[6] > 1;
  const start = isLong ? 12 : 10;
  if (bytes.length < start) throw refused(file, say('vectors.npy-cut-off'));
  const offset = start + (isLong ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const text = bytes.toString('latin1', start, offset);
  const shape = /'shape':\s*\((\d+),(?:\s*1)?\s*\)/.exec(text)?.[1];
  const [, order, kind, size] = /'descr':\s*'([<>|=]?)([USiu])(\d+)'/.exec(text) ?? [];
  if (shape === undefined || size === undefined) throw refused(file, say('vectors.npy-no-ids'));
  const [count, length] = [Number(shape), Number(size) * (kind === 'U' ? 4 : 1)];
  const number = readerOf(`${order}${kind}${size}`)?.read;
  // Of texts without a character any number would fit into the file.
  if (length === 0 || (!number && 'iu'.includes(kind))) throw refused(file, say('vectors.npy-no-ids'));
  const values = bytes.subarray(offset);
  if (values.length !== count * length) throw refused(file, say('vectors.npy-cut-off'));
  const view = viewOf(values);
  const at = (i: number) => values.subarray(i * length, (i + 1) * length);
  return Array.from({ length: count }, (_, i) => {
    if (number) return String(number(view, i * length));
    if (kind === 'S') return at(i).toString('utf8').replace(/\0+$/, '');
    return points(at(i), order !== '>');
  });
}

/** Characters of four bytes each, as numpy keeps texts, up to the zeros that fill them up. */
function points(bytes: Buffer, little: boolean): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4) {
    const point = little ? bytes.readUInt32LE(i) : bytes.readUInt32BE(i);
    if (point === 0 || point > 0x10ffff) break;
    text += String.fromCodePoint(point);
  }
  return text;
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function refused(file: string, what: ReturnType<typeof say>): AppError {
  return new AppError('bad-input', say('vectors.npy-refused', { name: basename(file), what }), { file });
}
