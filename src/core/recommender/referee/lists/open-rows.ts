import type { FileHead } from '../../import/files/source.ts';
import { openTable } from '../table.ts';
import { areListeners } from './by-column.ts';
import type { ListsReading } from './entries.ts';
import { openJson } from './json.ts';
import type { Value } from './literal.ts';
import type { ListRows } from './rows.ts';

const SAMPLE_ROWS = 50;

/** @throws bad-input, naming the file and line */
export async function openRows(file: string, found: FileHead, isJson: boolean, reading: ListsReading) {
  return withSample(isJson ? await openJson(file, found, reading) : await openText(file, reading));
}

/** A table with its first rows, by which its shape is told. */
export async function withSample(table: Omit<ListRows, 'sample'>): Promise<ListRows> {
  const sample: Value[][] = [];
  for await (const { fields } of table.rows()) if (sample.push(fields) >= SAMPLE_ROWS) break;
  return { ...table, sample };
}

async function openText(file: string, reading: ListsReading): Promise<Omit<ListRows, 'sample'>> {
  const { known } = reading;
  return openTable(file, reading, {
    isData: (field) => known.listeners.has(field) || known.songs.has(field),
    isHeader: (first, rest) => areListeners(first, rest, known),
    isRagged: true,
  });
}
