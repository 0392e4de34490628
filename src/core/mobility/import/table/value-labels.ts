import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { nameKey } from '../../names/name-key.ts';
import { headingKeys } from './heading-words.ts';

/** Code → what it stands for. */
type Labels = Map<string, string>;

/** What the codes of columns stand for, by the key of the column's name, and which sheet says so. */
export interface ValueLabels {
  of: Map<string, Labels>;
  sheets: string[];
}

const keys = (words: string) => new Set(words.split(' ').map((word) => nameKey(word.replaceAll('_', ' '))));
const VARIABLE = keys(
  'variable variable_name var varname column field name 变量 变量名 变量名称 字段 字段名 列名 指标',
);
const VALUE = keys('value values code codes coding level 取值 值 代码 编码 数值 选项 变量值 编码值');
const LABEL = keys(
  'label labels value_label value_labels meaning description category 标签 值标签 标签值 取值标签 含义 说明 编码含义 取值含义 解释 选项内容',
);
/** Columns whose numbers are numbers, whatever a sheet says of their names. */
const NO_CODES = keys(
  'id no number ranking year date name 编号 序号 学号 工号 排名 名次 位次 年 年份 年度 日期 姓名 名字',
);

/** 1=男, 2 = female, [1] Male, 3：硕士; between brackets of a heading also 1男2女. */
const CODED = /\[?(?<![\d.])(-?\d{1,4})\s*(?:\]|[=＝:：])\s*([^\d;；,，、|/\n()（）[\]=＝:：]+)/gu;
const CODED_IN_HEADING = /(?<![\d.])(\d)\s*([\p{Script=Han}]+)/gu;
const BRACKETS = /[(（[【]([^)）\]】]+)[)）\]】]/u;
const HEAD_ROWS = 6;

/** What a text says that codes stand for; null unless it tells of several that differ. */
function codesIn(text: string, pattern = CODED): Labels | null {
  const found = [...text.matchAll(pattern)].map(([, code, label]) => [plainCode(code), label.trim()] as const);
  const labels = new Map(found.filter(([, label]) => label !== ''));
  return labels.size === found.length && new Set(labels.values()).size > 1 ? labels : null;
}

/** Spreadsheets write whole numbers as 1.0 too. */
function plainCode(text: string): string {
  return text.trim().replace(/^(-?\d+)\.0+$/, '$1');
}

/**
 * What the sheets of a codebook say of codes: a row for each code (variable, value, label, as SPSS and haven print
 * them), or a row for each variable with all its codes in a cell (1 = male; 2 = female).
 */
export function labelsOfSheets(sheets: readonly { name: string; cells: readonly string[][] }[]): ValueLabels {
  const all: ValueLabels = { of: new Map(), sheets: [] };
  for (const { name, cells } of sheets) {
    const before = all.of.size;
    readSheet(cells, all.of);
    if (all.of.size > before) all.sheets.push(name);
  }
  return all;
}

interface Places {
  row: number;
  variable: number;
  value: number;
  label: number;
}

function placesOf(cells: readonly string[][]): Places | null {
  for (const [row, heads] of cells.slice(0, HEAD_ROWS).entries()) {
    const at = (words: ReadonlySet<string>) => heads.findIndex((head) => words.has(nameKey(head)));
    const [variable, value, label] = [at(VARIABLE), at(VALUE), at(LABEL)];
    // SPSS sets “Value” above the columns of the variables and of their values.
    if (variable < 0 && value >= 0 && label === value + 2) return { row, variable: value, value: value + 1, label };
    if (variable >= 0 && (value >= 0 || label >= 0)) return { row, variable, value, label };
  }
  return null;
}

function readSheet(cells: readonly string[][], into: ValueLabels['of']): void {
  const places = placesOf(cells);
  if (places === null) return;
  let variable = '';
  for (const row of cells.slice(places.row + 1)) {
    variable = (row[places.variable] ?? '').trim() || variable;
    if (variable === '') continue;
    const code = plainCode(row[places.value] ?? '');
    const label = (row[places.label] ?? '').trim();
    const inCell = row.map((cell) => codesIn(cell)).find((labels) => labels !== null);
    const told = inCell ?? (/^-?\d{1,4}$|^[a-z]$/i.test(code) && label !== '' ? new Map([[code, label]]) : null);
    if (told !== null) into.set(nameKey(variable), new Map([...(into.get(nameKey(variable)) ?? []), ...told]));
  }
}

/** What a heading says itself: 性别（1=男，2=女）, gender [0=male;1=female]. */
function labelsOfHeading(head: string): Labels | null {
  const [, inside] = BRACKETS.exec(head) ?? [];
  return inside === undefined ? null : (codesIn(inside) ?? codesIn(inside, CODED_IN_HEADING));
}

/** Only the ends of 1 to 5 are explained, and the numbers between are there: grades, which words would tear apart. */
function isScale(codes: readonly string[], labels: Labels): boolean {
  const told = [...labels.keys()].map(Number).filter(Number.isFinite);
  if (told.some((code) => told.includes(code + 1))) return false;
  const isBetween = (code: string) =>
    code !== '' && Number(code) > Math.min(...told) && Number(code) < Math.max(...told);
  return codes.some((code) => !labels.has(code) && isBetween(code));
}

/** Puts what codes stand for into the cells, so that they are words everywhere; the file itself is never written. */
export function writeOutLabels(
  head: readonly string[],
  rows: readonly { cells: string[] }[],
  { of, sheets }: ValueLabels,
): Message[] {
  return head.flatMap((heading, at) => {
    const own = labelsOfHeading(heading);
    const labels = own ?? headingKeys(heading).flatMap((key) => of.get(key) ?? [])[0];
    if (labels === undefined || headingKeys(heading).some((key) => NO_CODES.has(key))) return [];
    const codes = rows.map(({ cells }) => plainCode(cells[at] ?? ''));
    if (isScale(codes, labels)) return [];
    const used = new Set<string>();
    const without = new Set<string>();
    for (const { cells } of rows) {
      const code = plainCode(cells[at] ?? '');
      const label = labels.get(code);
      if (label !== undefined) {
        used.add(`${code} = ${label}`);
        cells[at] = label;
      } else if (/^-?\d+$/.test(code)) without.add(code);
    }
    if (used.size === 0) return [];
    return [
      say('study-import.value-labels', {
        column: heading,
        labels: [...used].sort(),
        sheets: own ? [] : sheets,
        hasSheets: own ? 'no' : 'yes',
        without: [...without].sort(),
        n: without.size,
      }),
    ];
  });
}
