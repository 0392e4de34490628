import { isHeaderWord } from './heading-words.ts';
import type { ReadTable } from './table.ts';

const NAME = /^(?:姓\s*名|name|full name)[:：]?$/i;
const FEWEST_LABELS = 2;

/**
 * Whether a sheet is a form about one person, with what it asks for and the answer side by side: 姓名, 张三, 性别, 男. Its
 * first row names no columns.
 */
export function isForm({ head, rows }: Pick<ReadTable, 'head' | 'rows'>): boolean {
  const cells = head.filter((cell) => cell !== '' && !/^\([A-Z]+\)$/.test(cell));
  if (cells.length < 2 || !NAME.test(cells[0]) || isHeaderWord(cells[1])) return false;
  const below = rows.slice(0, 8).map(({ cells: row }) => row[head.indexOf(cells[0])] ?? '');
  const labels = [cells[2] ?? '', ...below].filter((cell) => isHeaderWord(cell));
  return labels.length >= FEWEST_LABELS;
}
