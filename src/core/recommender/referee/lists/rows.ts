import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Value } from './literal.ts';

/** A table of which fields may be lists, from delimited text, Parquet or JSON. */
export interface ListRows {
  /** Names of the columns; null if none are given. */
  header: readonly string[] | null;
  /** Between fields; empty for JSON. */
  separator: string;
  sample: Value[][];
  rows(): AsyncIterable<{ line: number; fields: Value[] }>;
}

/** Fields of the longest row. Lists may have more rows than a call has room for arguments. */
export function widthOf(rows: readonly (readonly Value[])[]): number {
  return rows.reduce((most, { length }) => Math.max(most, length), 0);
}

export function nameOf({ header }: Pick<ListRows, 'header'>, column: number): string | Message {
  return header?.[column]?.trim() || say('import.nth-column', { place: column + 1 });
}

export function badEntry(file: string, line: number): AppError {
  return new AppError('bad-input', say('referee.bad-entry', { file: basename(file), line }), { file, line });
}
