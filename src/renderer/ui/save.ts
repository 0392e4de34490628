import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { toLatex } from '../../shared/latex.ts';
import { type Table, toCsv, toTsv } from '../../shared/table.ts';
import { bytesOfDataUrl } from '../../shared/figures/png-density.ts';
import { htmlTable } from './html-table.ts';
import { sheetsOf } from '../../shared/workbook.ts';

/** Saves a file through the browser's download. */
export function saveFile(name: string, content: Blob | string, type = 'text/plain;charset=utf-8'): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  saveUrl(name, url);
  URL.revokeObjectURL(url);
}

export function saveUrl(name: string, url: string): void {
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
}

export function fileName(title: string): string {
  return title
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
    .slice(0, 60);
}

export const TABLE_FORMATS = ['csv', 'xlsx', 'docx', 'latex'] as const;

export async function saveTable(table: Table, format: (typeof TABLE_FORMATS)[number]): Promise<void> {
  const name = fileName(table.title || table.name);
  if (format === 'csv') return saveFile(`${name}.csv`, toCsv(table), 'text/csv;charset=utf-8');
  if (format === 'latex') return saveFile(`${name}.tex`, toLatex(table, i18next.language));
  if (format === 'docx') return saveTables(name, [table]);
  const { default: writeExcelFile } = await import('write-excel-file/browser');
  saveFile(`${name}.xlsx`, await writeExcelFile(sheetsOf([table]) as never).toBlob());
}

let lastCopied: string | undefined;

/** The clipboard holds one thing, so only the last copy is told of. */
function tellCopied(message: string): void {
  if (lastCopied !== undefined) notifications.hide(lastCopied);
  lastCopied = notifications.show({ message });
}

export async function copyTable(table: Pick<Table, 'head' | 'rows'>): Promise<void> {
  // Spreadsheets read the text, Word takes the table with its rules.
  const types = { 'text/plain': toTsv(table), 'text/html': htmlTable(table, i18next.language) };
  const blobs = Object.entries(types).map(([type, text]) => [type, new Blob([text], { type })]);
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  tellCopied(i18next.t('table.copied'));
}

export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  tellCopied(i18next.t('table.copiedText'));
}

/** All in one Word document, below each other. */
export async function saveTables(title: string, tables: readonly Table[]): Promise<void> {
  const { wordFile } = await import('./word.ts');
  saveFile(`${fileName(title)}.docx`, await wordFile(tables, i18next.language));
}

/** Rows without a header, for appending to an existing spreadsheet. */
export async function copyRows(rows: Table['rows']): Promise<void> {
  if (rows.length === 0) return;
  await navigator.clipboard.writeText(toTsv({ rows }));
  tellCopied(i18next.t('table.copiedRows', { count: rows.length }));
}

export async function copyPicture(url: string): Promise<void> {
  const blob = new Blob([bytesOfDataUrl(url)], { type: 'image/png' });
  await navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })]);
  tellCopied(i18next.t('chart.copied'));
}
