import { ParquetFile, type ParquetColumn, type ParquetRows } from './parquet.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { statSync } from 'node:fs';
import { basename } from 'node:path';

const PART_CHARACTERS = 1 << 20;
const SHORTEST_FILE_BYTES = 12;
/** Enough to tell what the columns are. */
const ROWS_OF_HEAD = 200;

export function isParquet(start: Buffer): boolean {
  return start.length >= SHORTEST_FILE_BYTES && /^PAR[1E]$/.test(start.toString('latin1', 0, 4));
}

/**
 * A Parquet file as tab-separated text with a header, so that every reader of named columns reads it: whole numbers to
 * the last digit, times in ISO 8601, nothing for null. Rows that hold lists (all listens of a listener) become as many
 * rows as their lists are long; vectors are left out, like nested columns.
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
  let text = `${columns.map(({ name }) => written(name)).join('\t')}\n`;
  for await (const rows of parquet.read(
    columns.map(({ name }) => name),
    (fraction) => progress(fraction * size),
    head ? ROWS_OF_HEAD : undefined,
  )) {
    for (const line of linesOf(rows, columns, file)) {
      text += line;
      if (text.length < PART_CHARACTERS) continue;
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}

/** Lists of real numbers alone are vectors; beside lists of ids they are ratings or the like. */
function tableColumns(columns: readonly ParquetColumn[]): ParquetColumn[] {
  const isHistory = columns.some(({ shape, values }) => shape === 'list' && values !== 'real numbers');
  return columns.filter(({ shape }) => shape === 'value' || (isHistory && shape === 'list'));
}

function* linesOf({ rows, columns: data }: ParquetRows, columns: readonly ParquetColumn[], file: string) {
  const hasLists = columns.some(({ shape }) => shape === 'list');
  for (let row = 0; row < rows; row++) {
    const values = data.map((column) => column[row]);
    if (!hasLists) {
      yield lineOf(values, columns);
      continue;
    }
    const lengths = columns.flatMap(({ shape }, c) => (shape === 'list' ? [lengthOf(values[c])] : []));
    if (lengths.some((length) => length !== lengths[0]))
      throw new AppError('bad-input', say('import.lists-of-unlike-length', { name: basename(file), row: row + 1 }), {
        file,
      });
    for (let i = 0; i < lengths[0]; i++)
      yield lineOf(
        values.map((value, c) => (columns[c].shape === 'list' ? (value as ArrayLike<unknown>)[i] : value)),
        columns,
      );
  }
}

function lengthOf(list: unknown): number {
  return list === null || list === undefined ? 0 : (list as ArrayLike<unknown>).length;
}

function lineOf(values: readonly unknown[], columns: readonly ParquetColumn[]): string {
  return `${values.map((value, c) => written(textOf(value, columns[c].isLocalTime))).join('\t')}\n`;
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
