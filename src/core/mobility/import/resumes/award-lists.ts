import { say } from '../../../../shared/messages/say.ts';
import { guessedColumns } from '../cells/fields.ts';
import { headingLike } from '../table/heading-words.ts';
import type { ReadTable } from '../table/table.ts';
import { yearsInName } from '../cells/table-year.ts';

/** The columns of a list of people who were elected or given an award, a row a person. */
export interface AwardList {
  year: string | null;
  /** The institution that put the person forward. */
  recommending: string | null;
  /** The institution where the person worked. */
  employing: string | null;
}

const YEAR = new RegExp(
  '^(?:入选|当选|增选|获评|获批|批准|资助|立项|聘任|受聘|授予|获奖|评选)(?:年份?|年度|时间|年月)$|' +
    '^year (?:of )?(?:elected|election|award(?:ed)?|induction)$|' +
    '^(?:election|award|elected|awarded|induction) (?:year|date)$|^(?:elected|awarded)(?: in)?$',
);
const RECOMMENDING =
  /^(?:推荐|申报|设岗|聘任|受聘|聘请)(?:单位|学校|高校|院校)$|^(?:nominating|recommending) (?:institution|university)$/;
const EMPLOYING = new RegExp(
  '^(?:现?工作|现?任职|所在|依托|[当入]选时(?:所在|工作)?)?(?:单位|高校|学校|院校)$|' +
    '^(?:affiliation|institution|employer|university|organi[sz]ation(?: name)?)' +
    '(?: (?:at|when) (?:election|elected|award|awarded))?$',
);

const PRIZE = /^(?:prize|award|prize name|award name|奖项|奖项名称|获奖名称|荣誉称号|人才称号)$/;

/** The list that headings tell; null for other tables. */
export function awardList(head: readonly string[]): AwardList | null {
  const [dated, recommending, employing] = [YEAR, RECOMMENDING, EMPLOYING].map((one) => headingLike(head, one));
  // A year beside the name of a prize is that of the prize.
  const year = dated ?? (headingLike(head, PRIZE) === null ? null : headingLike(head, /^(?:year|年份|年度)$/));
  return year === null && recommending === null ? null : { year, recommending, employing };
}

const PLAIN_YEAR = /^(?:year|class(?: of)?|年份|年度|年|届次?)$/;
const OTHER_FIELDS = ['role', 'title', 'start', 'end', 'period', 'stage', 'rank', 'grade', 'tier', 'reason'];
/** Words of honours in the name of a file or above a table: “elected” is one, “selected” none. */
const HONOUR = new RegExp(
  '(?<![a-z])(?:fellow(?:s|ships?)?|awards?|awardees?|prizes?|laureates?|elected|guggenheim|medals?|medall?ists?|' +
    'hono[u]?rs?|hono[u]?rees?|recipients?|academicians?|academy)(?![a-z])|' +
    '长江|杰青|优青|万人计划|院士|入选|当选|获奖|获得者|得主|奖',
  'i',
);
/** Words of lists of graduates and of staff, whose years are those of a degree or of the data. */
const NO_HONOUR = new RegExp(
  '(?<![a-z])(?:staff|faculty|ph[. _-]?ds?|doctora(?:l|tes?)|degrees?|graduat(?:es?|ed|ion)|alumni)(?![a-z])|' +
    '毕业|博士|硕士|教师|教职|校友',
  'i',
);

/** The columns of a list of names with a year each, and what these years are of. */
export interface NamesWithYears {
  year: string;
  institution: string | null;
}

/**
 * A table with a row a person that has a year beside the name and perhaps an institution, and nothing that says what
 * of: 年份, 姓名, 单位, 学科. Null for other tables.
 */
export function namesWithYears(head: readonly string[]): NamesWithYears | null {
  const columns = guessedColumns(head, ['name']);
  const year = headingLike(head, PLAIN_YEAR);
  const others = guessedColumns(head, OTHER_FIELDS);
  if (!columns.has('name') || year === null || awardList(head) !== null) return null;
  if (OTHER_FIELDS.some((field) => others.has(field))) return null;
  return { year, institution: headingLike(head, EMPLOYING) };
}

type Called = Pick<ReadTable, 'file' | 'sheet' | 'title'> & { head: readonly string[] };

/** Whether the names of a table, or a heading of it, say that its people have an honour. */
export function saysHonour({ file, sheet, title, head }: Called): boolean {
  // AwardRecipients.csv
  const inWords = (text: string) => text.normalize('NFKC').replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
  const names = [file, sheet ?? '', title].map(inWords);
  if (names.some((text) => NO_HONOUR.test(text))) return false;
  return [...names, ...head.map(inWords)].some((text) => HONOUR.test(text));
}

/** The heading of the year that a list of awards says above its headings, or in its name. */
const AWARD_YEAR = 'year elected';

/** A list of awards without a column of years, with the one year that its title or its name says in each row. */
export function withYearOfAward(table: ReadTable): ReadTable {
  const list = awardList(table.head);
  if (list === null || list.year !== null) return table;
  const said = [table.title, table.sheet ?? '', table.file].find((text) => yearsInName(text).length === 1);
  if (said === undefined) return table;
  const [year] = yearsInName(said);
  const width = table.head.length;
  const filled = (cells: readonly string[]) => Array.from({ length: width }, (_, i) => cells[i] ?? '');
  return {
    ...table,
    head: [...table.head, AWARD_YEAR],
    rows: table.rows.map(({ line, cells }) => ({ line, cells: [...filled(cells), String(year)] })),
    notes: [...table.notes, say('study-import.year-from-title', { year, text: said })],
  };
}
