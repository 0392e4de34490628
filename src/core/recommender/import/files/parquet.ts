import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type DecodedArray,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { plainFile } from '../../../storage/plain-file.ts';
import { assertPages } from './parquet-pages.ts';

const PARQUET_MAGIC = 'PAR1';
/** With an encrypted footer. */
const ENCRYPTED_MAGIC = 'PARE';
const NO_GEOMETRY = { geoparquet: false };
const MOST_ROWS_A_GROUP = 50_000_000;
/** Lists take many times the memory of values. */
const ROWS_OF_LISTS = 1 << 16;

export interface ParquetColumn {
  name: string;
  /** A value a row, a record, a list of values or of records, or something that no table here has. */
  shape: 'value' | 'record' | 'list' | 'records' | 'other';
  /** Of records: their values, none of which is a list itself. */
  fields?: ParquetField[];
  /** What its values (those of its lists) are. */
  values: 'whole numbers' | 'real numbers' | 'other';
  /** Whether its times are local ones of an unnamed zone. */
  isLocalTime: boolean;
}

export interface ParquetField {
  /** Those of the records that it lies in, from outside, and its own. */
  path: string[];
  isLocalTime: boolean;
}

/** Some rows of some columns: arrays of one length. */
export type ParquetRows = { rows: number; columns: ArrayLike<unknown>[] };

/** The columns of a Parquet file and its rows, read a row group at a time. */
export class ParquetFile {
  readonly columns: ParquetColumn[];
  readonly rows: number;
  readonly #file: string;
  readonly #metadata: FileMetaData;
  /** Columns of row groups whose pages were looked at. */
  readonly #sound = new Set<object>();

  private constructor(file: string, metadata: FileMetaData) {
    this.#file = file;
    this.#metadata = metadata;
    this.columns = parquetSchema(metadata).children.map(columnOf);
    this.rows = Number(metadata.num_rows);
  }

  /** @throws bad-input for a file that is cut off, damaged or encrypted */
  static async open(file: string): Promise<ParquetFile> {
    const start = openSync(plainFile(file), 'r');
    try {
      const { size } = fstatSync(start);
      const end = Buffer.alloc(4);
      readSync(start, end, 0, 4, Math.max(0, size - 4));
      if (end.toString('latin1') === ENCRYPTED_MAGIC) throw encrypted(file);
      if (end.toString('latin1') !== PARQUET_MAGIC) throw damaged(file, 'PAR1');
      return await readable(file, async () => {
        const metadata = await parquetMetadataAsync({ byteLength: size, slice: slices(start, size) }, NO_GEOMETRY);
        assertSound(file, metadata, size);
        return new ParquetFile(file, metadata);
      });
    } finally {
      closeSync(start);
    }
  }

  /**
   * @param names of the columns to read; the arrays are in this order
   * @param progress gets the share of the rows that were read
   * @param most rows to read, from the first
   */
  async *read(
    names: readonly string[],
    progress: (fraction: number) => void,
    most = Number.POSITIVE_INFINITY,
  ): AsyncGenerator<ParquetRows> {
    const hasLists = this.columns.some(({ name, shape }) => isMany(shape) && names.includes(name));
    let groupStart = 0;
    for (const group of this.#metadata.row_groups) {
      const groupEnd = Math.min(groupStart + Number(group.num_rows), most);
      const step = hasLists ? ROWS_OF_LISTS : Number(group.num_rows);
      for (let from = groupStart; from < groupEnd; from += step) {
        const rows = Math.min(step, groupEnd - from);
        yield { rows, columns: await this.#rows(names, from, rows) };
        progress((from + rows) / Math.max(1, this.rows));
      }
      groupStart += Number(group.num_rows);
    }
  }

  async #rows(names: readonly string[], rowStart: number, rows: number): Promise<ArrayLike<unknown>[]> {
    const parts = new Map<string, { at: number; data: DecodedArray }[]>(names.map((name) => [name, []]));
    const fd = openSync(this.#file, 'r');
    const slice = slices(fd, fstatSync(fd).size);
    let isOver = false;
    try {
      await readable(this.#file, async () => {
        this.#assertPages(slice, names, rowStart, rowStart + rows);
        await parquetRead({
          file: { byteLength: fstatSync(fd).size, slice: laterSlices(slice, () => isOver) },
          metadata: this.#metadata,
          columns: [...names],
          rowStart,
          rowEnd: rowStart + rows,
          compressors,
          ...NO_GEOMETRY,
          onChunk: ({ columnName, columnData, rowStart: at }) => parts.get(columnName)?.push({ at, data: columnData }),
        });
      });
    } finally {
      isOver = true;
      closeSync(fd);
    }
    return names.map((name) => this.#joined(parts.get(name) ?? [], rowStart, rows));
  }

  /** Of the columns in the row groups that hold these rows, once. */
  #assertPages(slice: Slice, names: readonly string[], rowStart: number, rowEnd: number): void {
    let from = 0;
    for (const group of this.#metadata.row_groups) {
      const to = from + Number(group.num_rows);
      const columns = from < rowEnd && to > rowStart ? group.columns : [];
      for (const { meta_data: chunk, crypto_metadata: key } of columns) {
        if (key && names.includes(chunk?.path_in_schema[0] ?? names[0])) throw encrypted(this.#file);
        if (!chunk || this.#sound.has(chunk) || !names.includes(chunk.path_in_schema[0])) continue;
        const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
        const end = start + Number(chunk.total_compressed_size);
        assertPages(slice, { start, end, values: Number(chunk.num_values) });
        this.#sound.add(chunk);
      }
      from = to;
    }
  }

  /** Chunks begin before the first row that was asked for and end after the last. */
  #joined(parts: { at: number; data: DecodedArray }[], rowStart: number, rows: number): ArrayLike<unknown> {
    const inside = parts
      .sort((a, b) => a.at - b.at)
      .map(({ at, data }) => data.slice(Math.max(0, rowStart - at), Math.max(0, rowStart + rows - at)));
    const found = inside.reduce((sum, { length }) => sum + length, 0);
    if (found !== rows) throw damaged(this.#file, `${found} ≠ ${rows}`);
    return inside.length === 1 ? inside[0] : inside.flatMap((data) => Array.from(data as ArrayLike<unknown>));
  }
}

/** Whether a row has many of them. */
export function isMany(shape: ParquetColumn['shape']): boolean {
  return shape === 'list' || shape === 'records';
}

function columnOf(tree: SchemaTree): ParquetColumn {
  const { element, children } = tree;
  const { name } = element;
  if (children.length === 0) {
    const shape = element.repetition_type === 'REPEATED' ? 'list' : 'value';
    return { name, shape, values: kindOf(element), isLocalTime: isLocal(element) };
  }
  if (isRecord(tree)) {
    const fields = children.flatMap((child) => fieldsOf(child, []));
    return { name, shape: fields.length > 0 ? 'record' : 'other', values: 'other', fields, isLocalTime: false };
  }
  const isList = element.logical_type?.type === 'LIST' || element.converted_type === 'LIST';
  const [inner] = children;
  const leaf = inner.children.length === 1 ? inner.children[0] : inner;
  const isFlat = children.length === 1 && leaf.children.length === 0;
  const fields = leaf.children.flatMap((child) => (isPlain(child) ? fieldsOf(child, []) : []));
  if (isList && children.length === 1 && fields.length > 0 && fields.length === leaf.children.length)
    return { name, shape: 'records', values: 'other', fields, isLocalTime: false };
  const shape = isList && isFlat ? 'list' : 'other';
  return { name, shape, values: kindOf(leaf.element), isLocalTime: isLocal(leaf.element) };
}

/** The values of a record and of the records in it, but for lists. */
function fieldsOf(tree: SchemaTree, above: readonly string[]): ParquetField[] {
  const path = [...above, tree.element.name];
  if (isPlain(tree)) return [{ path, isLocalTime: isLocal(tree.element) }];
  return isRecord(tree) ? tree.children.flatMap((child) => fieldsOf(child, path)) : [];
}

/** Lists and maps are groups that say so. */
function isRecord({ element, children }: SchemaTree): boolean {
  const isNamed = element.logical_type !== undefined || element.converted_type !== undefined;
  return children.length > 0 && !isNamed && element.repetition_type !== 'REPEATED';
}

function isLocal({ logical_type: logical }: SchemaTree['element']): boolean {
  return logical?.type === 'TIMESTAMP' && !logical.isAdjustedToUTC;
}

function isPlain({ element, children }: SchemaTree): boolean {
  return children.length === 0 && element.repetition_type !== 'REPEATED';
}

function kindOf({
  type,
  logical_type: logical,
  converted_type: converted,
}: SchemaTree['element']): ParquetColumn['values'] {
  if (logical?.type === 'FLOAT16' || logical?.type === 'DECIMAL' || converted === 'DECIMAL') return 'real numbers';
  if (type === 'FLOAT' || type === 'DOUBLE') return 'real numbers';
  const isNumber = (!logical || logical.type === 'INTEGER') && (!converted || /^U?INT_\d+$/.test(converted));
  return isNumber && (type === 'INT32' || type === 'INT64') ? 'whole numbers' : 'other';
}

/** What the metadata says must fit into the file: memory is taken by it. */
function assertSound(file: string, metadata: FileMetaData, size: number): void {
  let rows = 0;
  for (const group of metadata.row_groups) {
    const own = Number(group.num_rows);
    if (!(own >= 0 && own <= MOST_ROWS_A_GROUP)) throw damaged(file, `num_rows ${own}`);
    rows += own;
    for (const { meta_data: chunk } of group.columns ?? []) {
      const end = chunk && Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
      if (end !== undefined && !(end >= 0 && end + Number(chunk?.total_compressed_size) <= size))
        throw damaged(file, `column chunk at ${end}`);
    }
  }
  if (rows !== Number(metadata.num_rows)) throw damaged(file, `${rows} ≠ ${metadata.num_rows}`);
}

type Slice = (start: number, end?: number) => ArrayBuffer;

function slices(fd: number, byteLength: number): Slice {
  return (start, end = byteLength) => {
    const length = Math.max(0, Math.min(end, byteLength) - start);
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const read = readSync(fd, bytes, at, length - at, start + at);
      if (read === 0) throw new RangeError('unexpected end');
      at += read;
    }
    return bytes.buffer;
  };
}

/**
 * Slices that are read a turn later. Where the reader fails while it still plans, it drops the columns that it has
 * asked for, and an error in one of those would be nobody's; so a read that is over gets no more bytes.
 */
function laterSlices(slice: Slice, isOver: () => boolean) {
  return async (start: number, end?: number): Promise<ArrayBuffer> => {
    await nextTurn();
    return isOver() ? new Promise(() => {}) : slice(start, end);
  };
}

/** The reader throws errors of every kind for damaged data; only those of the system mean something else. */
async function readable<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError || Object.hasOwn(error as Error, 'syscall')) throw error;
    throw damaged(file, (error as Error).message);
  }
}

function encrypted(file: string): AppError {
  return new AppError('bad-input', say('import.encrypted-parquet', { name: basename(file) }), { file });
}

function damaged(file: string, reason: string): AppError {
  return new AppError('bad-input', say('import.damaged-parquet', { name: basename(file), reason }), { file });
}
