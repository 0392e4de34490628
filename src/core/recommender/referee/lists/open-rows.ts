import type { FileHead } from '../../import/files/source.ts';
import { openTable } from '../table.ts';
import type { ListsReading } from './entries.ts';
import { openJson } from './json.ts';
import type { Value } from './literal.ts';
import type { ListRows } from './rows.ts';

const SAMPLE_ROWS = 50;

/** @throws bad-input, naming the file and line */
export async function openRows(file: string, found: FileHead, isJson: boolean, reading: ListsReading) {
  const rows = isJson ? await openJson(file, found, reading) : await openText(file, reading);
  const sample: Value[][] = [];
  for await (const { fields } of rows.rows()) {
    sample.push(fields);
    if (sample.length >= SAMPLE_ROWS) break;
  }
  return { ...rows, sample } satisfies ListRows;
}

async function openText(file: string, reading: ListsReading): Promise<Omit<ListRows, 'sample'>> {
  const { listeners, songs } = reading.known;
  return openTable(file, reading, { isData: (field) => listeners.has(field) || songs.has(field), isRagged: true });
}
