import { readFileSync, writeFileSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { readWorkbook } from '../../../imports/workbook.ts';
import { quotedRow } from '../text/quoted-lines.ts';
import type { Member } from './member.ts';
import { type FileHead, headOf, SNIFFED_BYTES } from './source.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const LARGEST_WORKBOOK_BYTES = 200e6;

/** The sheets of a workbook as tab-separated text: without the rows above the table, times as Excel shows them. */
export async function sheetsOf(file: string, head: Pick<FileHead, 'name' | 'bytes'>): Promise<Member[]> {
  if (head.bytes > LARGEST_WORKBOOK_BYTES)
    throw new AppError('bad-input', say('import.bad-workbook', { file: head.name, reason: '> 200 MB' }), { file });
  const sheets = await readWorkbook(readFileSync(plainFile(file)), dateText).catch((error: Error) => {
    throw new AppError('bad-input', say('import.bad-workbook', { file: head.name, reason: error.message }), { file });
  });
  const tables = sheets.filter(({ hidden, cells }) => !hidden && cells.some((row) => filled(row) > 1));
  if (tables.length === 0)
    throw new AppError(
      'bad-input',
      say('import.workbook-without', { file: head.name, names: sheets.map(({ name }) => name) }),
      { file },
    );
  return tables.map(({ name, cells }) => {
    const text = Buffer.from(cells.map((row) => `${quotedRow(row)}\n`).join(''));
    return {
      name,
      head: headOf(name, text.length, text.subarray(0, SNIFFED_BYTES)),
      digest: () => text.toString('utf8'),
      unpack: async (to) => writeFileSync(to, text),
    };
  });
}

function dateText(date: Date): string {
  const iso = date.toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
}

function filled(row: readonly string[]): number {
  return row.filter((cell) => cell !== '').length;
}
