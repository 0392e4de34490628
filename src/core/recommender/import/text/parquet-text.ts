import { isMany, type ParquetColumn, ParquetFile, type ParquetRows } from '../files/parquet.ts';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { statSync } from 'node:fs';
import { basename } from 'node:path';

const PART_CHARACTERS = 1 << 20;
const SHORTEST_FILE_BYTES = 12;
/** Enough to tell what the columns are. */
const ROWS_OF_HEAD = 200;
/** A list of ids or times is called `item_ids` or `timestamps`, each row of the text has one of them. */
const PLURAL = /(?<=(^|_)(id|timestamp|time|date|rating|track|song|item))s$/i;

export function isParquet(start: Buffer): boolean {
  return start.length >= SHORTEST_FILE_BYTES && /^PAR[1E]$/.test(start.toString('latin1', 0, 4));
}

/**
 * A Parquet file as tab-separated text with a header, so that every reader of named columns reads it: whole numbers to
 * the last digit, times in ISO 8601, nothing for null. Rows that hold lists (all listens of a listener) become as many
 * rows as their lists are long; values in a record stand under both names, as `user.id`. Vectors and maps are left out.
 *
 * @param head only so much as tells what the table is
 */
export async function* parquetText(
  file: string,
  progress: (bytesRead: number) => void,
  head = false,
): AsyncGenerator<Buffer> {
  const parquet = await ParquetFile.open(file);
  const columns = tableColumns(parquet.columns);
  if (columns.length === 0)
    throw new AppError('bad-input', say('import.parquet-without-table', { name: basename(file) }), { file });
  const { size } = statSync(file);
  const named = textColumns(columns);
  let text = `${named.map(({ name }) => written(name)).join('\t')}\n`;
  for await (const rows of parquet.read(
    columns.map(({ name }) => name),
    (fraction) => progress(fraction * size),
    head ? ROWS_OF_HEAD : undefined,
  )) {
    for (const line of linesOf(rows, named, file)) {
      text += line;
      if (text.length < PART_CHARACTERS) continue;
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}

/** Lists of real numbers alone are vectors; beside lists of ids or records they are ratings or the like. */
function tableColumns(columns: readonly ParquetColumn[]): ParquetColumn[] {
  const isHistory = columns.some(({ shape, values }) => isMany(shape) && values !== 'real numbers');
  return columns.filter(({ shape }) => shape === 'value' || shape === 'record' || (isHistory && isMany(shape)));
}

/** A column of the text, and where its value is in that of the file. */
interface TextColumn {
  name: string;
  isLocalTime: boolean;
  of: number;
  isMany: boolean;
  /** Within a record. */
  path: readonly string[];
}

/** Fields of records stand under their own names; under that of the list too where a name is there already. */
function textColumns(columns: readonly ParquetColumn[]): TextColumn[] {
  const taken = new Set(columns.filter(({ fields }) => !fields).map(({ name }) => name));
  return columns.flatMap((column, of) => {
    const { name: own, shape, isLocalTime, fields } = column;
    if (!fields) {
      const one = isMany(shape) ? own.replace(PLURAL, '') : own;
      return { name: taken.has(one) ? own : one, isLocalTime, of, isMany: isMany(shape), path: [] };
    }
    return fields.map((field) => {
      const name = nameOfField(column, field.path, taken);
      taken.add(name);
      return { name, isLocalTime: field.isLocalTime, of, isMany: isMany(shape), path: field.path };
    });
  });
}

function nameOfField({ name, shape }: ParquetColumn, path: readonly string[], taken: ReadonlySet<string>): string {
  const field = path.join('.');
  if (shape === 'record') return `${name}.${field}`;
  return taken.has(field) ? `${name.replace(/(?<=[^s])s$/i, '')}.${field}` : field;
}

function* linesOf({ rows, columns: data }: ParquetRows, columns: readonly TextColumn[], file: string) {
  const many = [...new Set(columns.filter((column) => column.isMany).map(({ of }) => of))];
  for (let row = 0; row < rows; row++) {
    if (many.length === 0) {
      yield lineOf(columns, (column) => valueIn(data[column.of][row], column, 0));
      continue;
    }
    const lengths = many.map((of) => lengthOf(data[of][row]));
    if (lengths.some((length) => length !== lengths[0]))
      throw new AppError('bad-input', say('import.lists-of-unlike-length', { name: basename(file), row: row + 1 }), {
        file,
      });
    for (let i = 0; i < lengths[0]; i++) yield lineOf(columns, (column) => valueIn(data[column.of][row], column, i));
  }
}

function valueIn(value: unknown, { isMany: hasMany, path }: TextColumn, i: number): unknown {
  let found = hasMany ? (value as ArrayLike<unknown>)[i] : value;
  for (const name of path) found = (found as Record<string, unknown> | null | undefined)?.[name];
  return found;
}

function lengthOf(list: unknown): number {
  return list === null || list === undefined ? 0 : (list as ArrayLike<unknown>).length;
}

function lineOf(columns: readonly TextColumn[], of: (column: TextColumn) => unknown): string {
  return `${columns.map((column) => written(textOf(of(column), column.isLocalTime))).join('\t')}\n`;
}

function textOf(value: unknown, isLocalTime: boolean): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return '';
    const iso = value.toISOString();
    return isLocalTime ? iso.slice(0, -1) : iso;
  }
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return JSON.stringify(value);
}

function written(text: string): string {
  return /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
