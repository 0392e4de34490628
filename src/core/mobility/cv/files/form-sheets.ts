import { readWorkbook, type WorkbookSheet } from '../../../imports/workbook.ts';
import { isHeaderWord } from '../../import/table/heading-words.ts';

/** A sheet that is a form about one person, as the text that the same form in Word would be. */
export interface FormSheet {
  sheet: string;
  /** What stands beside 姓名. */
  name: string;
  text: string;
  /** How many tables with headings of their own it has: one of posts alone can be read as a table. */
  tables: number;
}

const NAME = /^(?:姓\s*名|(?:full )?name)(?:\s*[(（][^()（）]*[)）])?\s*[:：]?$/i;
/** 姓名：张三 in one cell. */
const NAME_WITHIN = /^(?:姓\s*名|(?:full )?name)\s*[:：]\s*(\S.*)$/i;
/** Titles and remarks may stand above. */
const TOP_ROWS = 8;
const FEWEST_LABELS = 2;
/** Longer sheets are tables. */
const MOST_ROWS = 200;
/** Words of forms that are the heading of no table. */
const LABELS = new RegExp(
  '^(?:教育|学习|工作|学术|个人|研修)?(?:经历|简历|背景)|^(?:education|employment|experience)\\b|' +
    '^(?:职称|职务|民族|籍贯|电话|手机|邮箱|备注|起止)',
  'i',
);

/** The forms among the sheets of a workbook that are shown, and the names of shown sheets with rows that are none. */
export async function formsIn(bytes: Buffer): Promise<{ forms: FormSheet[]; others: string[] }> {
  const sheets = (await readWorkbook(bytes)).filter(
    ({ hidden, cells }) => !hidden && cells.some((row) => row.some((cell) => cell.trim() !== '')),
  );
  const forms = sheets.flatMap((sheet) => formOf(sheet) ?? []);
  const named = new Set(forms.map(({ sheet }) => sheet));
  return { forms, others: sheets.flatMap(({ name }) => (named.has(name) ? [] : [name])) };
}

/**
 * What a form asks for and the answer stand side by side: 姓名, 张三, 性别, 男. Below the headings of a table stands no
 * further heading.
 */
export function formOf({ name: sheet, cells }: Pick<WorkbookSheet, 'name' | 'cells'>): FormSheet | null {
  if (cells.length > MOST_ROWS) return null;
  const rows = cells.map((row) => row.map((cell) => cell.trim()));
  for (const [at, row] of rows.slice(0, TOP_ROWS).entries()) {
    const filled = row.filter((cell) => cell !== '');
    const isBeside = filled.length > 1 && NAME.test(filled[0]) && !isHeaderWord(filled[1]);
    const name = isBeside ? filled[1] : NAME_WITHIN.exec(filled[0] ?? '')?.[1];
    if (name === undefined) continue;
    const below = rows.slice(at + 1).map((one) => one.find((cell) => cell !== '') ?? '');
    const labels = [...filled.slice(isBeside ? 2 : 1), ...below].filter((cell) => isLabel(cell));
    return labels.length < FEWEST_LABELS
      ? null
      : { sheet, name, text: textOf(rows), tables: rows.filter(isHeadings).length };
  }
  return null;
}

const isLabel = (cell: string) => LABELS.test(cell.replace(/\s/g, '')) || isHeaderWord(cell.split(/[:：]/)[0]);

const FEWEST_HEADINGS = 3;
const MOST_ARE_LABELS = 0.7;

function isHeadings(row: readonly string[]): boolean {
  const filled = row.filter((cell) => cell !== '');
  return filled.length >= FEWEST_HEADINGS && filled.filter(isLabel).length >= filled.length * MOST_ARE_LABELS;
}

/** A row is a line with tabs; of a cell with several lines each is one. */
function textOf(rows: readonly string[][]): string {
  return rows
    .flatMap((row) => {
      const filled = row.filter((cell) => cell !== '');
      const isLong = filled.length > 0 && filled.length < 3 && filled.some((cell) => cell.includes('\n'));
      return isLong ? filled.join('\n') : filled.map((cell) => cell.replace(/\s*\n\s*/g, ' ')).join('\t');
    })
    .join('\n')
    .trim();
}
