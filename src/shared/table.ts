import { type Label, labelIn, type Message, type Reader } from './messages/message.ts';
import { type NumberStyle, writeColumn } from './number-format.ts';

export type Value = string | number | null;

/** A table as it is exported: the same rows, whatever the format. */
export interface Table {
  /** File name without extension. */
  name: string;
  title: string;
  head: string[];
  rows: Value[][];
  /** Number format of each column; `result` by default. */
  numbers?: readonly (NumberStyle | undefined)[];
  /** In a few words: the name of a sheet. */
  sheet?: string;
}

/** A stable name for scripts, with the label that people read. */
export interface Term {
  key: string;
  label: Label;
}

export interface Column extends Term {
  numbers?: NumberStyle;
}

/** A cell whose value is one of a fixed set with translations. */
export interface Word {
  key: Value;
  label: Label;
}

/** A table in every language at once: keys for machines, labels for people. */
export interface KeyedTable {
  name: string;
  title: Message;
  sheet: Label;
  columns: readonly Column[];
  rows: readonly (readonly (Value | Word)[])[];
}

/** As scripts read it: keys, which stay the same in every language and version. */
export function keysOf({ name, title, columns, rows }: KeyedTable): Table {
  return {
    name,
    title: title.text,
    head: columns.map(({ key }) => key),
    rows: rows.map((row) => row.map((cell) => (isWord(cell) ? cell.key : cell))),
  };
}

/** As people read it, in their language. */
export function wordsOf({ name, title, sheet, columns, rows }: KeyedTable, reader: Reader): Table {
  return {
    name,
    title: reader.said(title),
    sheet: labelIn(sheet, reader),
    head: columns.map(({ label }) => labelIn(label, reader)),
    rows: rows.map((row) => row.map((cell) => (isWord(cell) ? labelIn(cell.label, reader) : cell))),
    numbers: columns.map(({ numbers }) => numbers),
  };
}

function isWord(cell: Value | Word): cell is Word {
  return cell !== null && typeof cell === 'object';
}

/** Which columns hold numbers, plain or written with their intervals. */
export function numericColumns({ head, rows, numbers }: Pick<Table, 'head' | 'rows' | 'numbers'>): boolean[] {
  return head.map(
    (_, column) => numbers?.[column] !== undefined || rows.some((row) => typeof row[column] === 'number'),
  );
}

/** Every cell as text, numbers as people write them; what is missing is empty in a column of texts. */
export function writtenRows(
  { head, rows, numbers }: Pick<Table, 'head' | 'rows' | 'numbers'>,
  locale: string,
): string[][] {
  const numeric = numericColumns({ head, rows, numbers });
  const columns = head.map((_, column) => {
    const values = rows.map((row) => row[column] ?? null);
    if (!numeric[column]) return values.map((value) => String(value ?? ''));
    const written = writeColumn(
      values.map((value) => (typeof value === 'number' ? value : null)),
      numbers?.[column] ?? 'result',
      locale,
    );
    return values.map((value, row) => (typeof value === 'string' ? value : written[row]));
  });
  return rows.map((_, row) => columns.map((column) => column[row]));
}

/** A leading = + - @ would be run as a formula. */
export function safeCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read Chinese; numbers in full, missing values empty. */
export function toCsv({ head, rows }: Pick<Table, 'head' | 'rows'>): string {
  const cell = (value: Value) => {
    const text = value === null ? '' : String(value);
    const safe = typeof value === 'string' ? safeCell(text) : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function toTsv({ head, rows }: { head?: string[]; rows: Table['rows'] }): string {
  return [...(head ? [head] : []), ...rows]
    .map((row) => row.map((value) => String(value ?? '').replaceAll(/[\t\n\r]/g, ' ')).join('\t'))
    .join('\n');
}

const LATEX: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '—': '---',
  '–': '--',
  '−': '$-$',
  '×': '$\\times$',
  '±': '$\\pm$',
  '<': '$<$',
  '>': '$>$',
  '→': '$\\to$',
  '²': '$^2$',
  α: '$\\alpha$',
  ε: '$\\varepsilon$',
  κ: '$\\kappa$',
  χ: '$\\chi$',
};
const RAISED = '⁻⁰¹²³⁴⁵⁶⁷⁸⁹';
const CHINESE = /\p{Script=Han}/u;

/** A booktabs table, as people read it: numbers right-aligned, with the digits that pages show. */
export function toLatex(table: Table, locale = 'en'): string {
  const { name, title, head } = table;
  const escaped = (text: string) =>
    text.replaceAll(/× 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[\\{}$&#%_~^—–−×±<>→²αεκχ]/g, (whole, power?: string) =>
      power ? `$\\times 10^{${unraised(power)}}$` : LATEX[whole],
    );
  const numeric = numericColumns(table);
  const chinese = CHINESE.test([title, ...head, ...table.rows.flat()].join(' '));
  return [
    `% needs \\usepackage{booktabs}${chinese ? ' and \\usepackage{ctex}' : ''}`,
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escaped(title)}}`,
    `  \\label{tab:${name}}`,
    `  \\begin{tabular}{${numeric.map((right) => (right ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    `    ${head.map(escaped).join(' & ')} \\\\`,
    '    \\midrule',
    ...writtenRows(table, locale).map((row) => `    ${row.map(escaped).join(' & ')} \\\\`),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

function unraised(power: string): string {
  return [...power].map((digit) => '-0123456789'[RAISED.indexOf(digit)]).join('');
}
