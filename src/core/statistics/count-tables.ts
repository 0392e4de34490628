import type { Message } from '../../shared/messages/message.ts';
import { z } from 'zod';
import { say } from '../../shared/messages/say.ts';
import { sum } from './descriptive.ts';
import { unusable } from './result.ts';
import { count } from './statistic.ts';

/** Rows of a table of counts. */
export type Counts = number[][];

export const countTable = z.object({ table: z.array(z.array(count).min(1)).min(1) });

/** Rows and columns without observations carry no information; they are dropped and named. */
export function withoutEmpty(table: Counts): { table: Counts; notes: Message[]; rows: number[]; columns: number[] } {
  const ragged = table.findIndex((row) => row.length !== table[0].length);
  if (ragged >= 0)
    throw unusable(
      say('statistics.ragged-table', { row: ragged + 1, cells: table[ragged].length, first: table[0].length }),
    );
  const rows = table.flatMap((row, i) => (sum(row) > 0 ? [i] : []));
  const columns = (table[0] ?? []).flatMap((_, j) => (table.some((row) => row[j] > 0) ? [j] : []));
  const notes = [
    ...table.flatMap((_, i) => (rows.includes(i) ? [] : [say('statistics.row-empty', { i: i + 1 })])),
    ...(table[0] ?? []).flatMap((_, j) => (columns.includes(j) ? [] : [say('statistics.column-empty', { j: j + 1 })])),
  ];
  return { table: rows.map((i) => columns.map((j) => table[i][j])), notes, rows, columns };
}

export function assertSquare(table: Counts): void {
  const wrong = table.findIndex((row) => row.length !== table.length);
  if (wrong >= 0)
    throw unusable(say('statistics.not-square', { row: wrong + 1, cells: table[wrong].length, classes: table.length }));
}

/** The classes of a square table that anything was counted in, in a row or in a column; the others are named. */
export function usedClasses(given: Counts): { table: Counts; used: number[]; notes: Message[] } {
  const used = given.flatMap((row, i) => (sum(row) > 0 || given.some((other) => other[i] > 0) ? [i] : []));
  return {
    table: used.map((i) => used.map((j) => given[i][j])),
    used,
    notes: given.flatMap((_, i) => (used.includes(i) ? [] : [say('statistics.class-unused', { i: i + 1 })])),
  };
}

export function margins(table: Counts): { rows: number[]; columns: number[]; n: number } {
  const rows = table.map(sum);
  return { rows, columns: table[0].map((_, j) => sum(table.map((row) => row[j]))), n: sum(rows) };
}

/** @throws where nothing was counted at all */
export function assertCounted(table: Counts): void {
  if (table.every((row) => sum(row) === 0)) throw unusable(say('statistics.nothing-counted'));
}

/** How many rows and columns have observations. */
export function usedOf(table: Counts): { rows: number; columns: number } {
  const counted = (line: readonly number[]) => line.some((count) => count > 0);
  return {
    rows: table.filter(counted).length,
    columns: (table[0] ?? []).filter((_, j) => counted(table.map((row) => row[j]))).length,
  };
}
