import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Mapping, Problem } from '../../../shared/mobility/imports.ts';
import { nameKey } from '../names/name-key.ts';
import { simplified } from '../names/simplified.ts';
import type { ReadTable, TableRow } from './table.ts';

const PRESENT = /^(至今|现在|今|目前|在职|present|now|current|today|to date|ongoing)$/i;
const YEAR = /^(1[89]\d\d|20\d\d|21\d\d)(?:$|[年./\- ].*)/;

export type YearRead = { year: number | null; current: boolean } | { problem: Message; fix: Message };

/** A year as written in résumés: 2003, 2003.9, 2003-09, 2003年9月, 至今. */
export function readYear(text: string, missing: readonly string[]): YearRead {
  const value = text.trim();
  if (missing.includes(value)) return { year: null, current: false };
  if (PRESENT.test(simplified(value))) return { year: null, current: true };
  const found = YEAR.exec(value.normalize('NFKC'));
  if (found) return { year: Number(found[1]), current: false };
  const mended = value.replaceAll(/[oOО〇]/g, '0').replaceAll(/[lI|]/g, '1');
  const hint = YEAR.exec(mended);
  if (hint)
    return {
      problem: say('study-import.letter-in-year', { given: value }),
      fix: say('study-import.write-value', { value: hint[1] }),
    };
  return {
    problem: say('study-import.not-a-year', { given: value }),
    fix: say('study-import.write-four-digits'),
  };
}

/** The year of a table's row, from its cell or that of the whole table; what has none is rejected. */
export function rowYear(
  row: TableRow,
  columns: Columns,
  tableYear: number | undefined,
  rejections: Problem[],
): number | null {
  const cell = columns.get(row, 'year');
  const read = columns.has('year') ? readYear(cell, []) : { year: tableYear ?? null };
  if ('year' in read && read.year !== null) return read.year;
  const { problem: what, fix } =
    'problem' in read ? read : { problem: say('study-import.no-year'), fix: say('study-import.give-year-in-mapping') };
  rejections.push(problem(row.line, 'year', cell, what, fix));
  return null;
}

export const YES = /^(1|是|y|yes|true|x|√|主|主要|primary|main)$/i;

/** Field → possible header names, compared without case, accents and punctuation. */
export const HEADER_WORDS: Record<string, string[]> = {
  scholar: ['scholar', 'scholar id', 'id', 'key', 'code', '编号', '学者编号', '学者', '序号', '工号'],
  name: ['name', 'full name', 'scholar name', '姓名', '学者姓名'],
  institution: [
    'institution',
    'institution name',
    'organization',
    'organization name',
    'organisation',
    'employer',
    'university',
    'affiliation',
    '单位',
    '机构',
    '院校',
    '学校',
    '工作单位',
    '任职单位',
    '单位名称',
    '学校名称',
  ],
  city: ['city', 'town', '城市', '所在城市', '所在地'],
  country: ['country code', 'country iso code', 'country', '国家', '国家地区', '国别'],
  role: ['role', 'type', 'position type', '类型', '类别', '经历类型', '性质'],
  title: [
    'title',
    'position',
    'job title',
    'degree',
    '职务',
    '职称',
    '职位',
    '学位',
    '头衔',
    '学位/职务',
    '学位职务',
    '职务/学位',
  ],
  start: [
    'start',
    'start year',
    'start date',
    'from',
    'from year',
    'begin',
    '起始年',
    '开始年份',
    '起',
    '起始',
    '开始',
    '开始时间',
    '起始时间',
    '入职年份',
  ],
  end: [
    'end',
    'end year',
    'end date',
    'to',
    'to year',
    'until',
    '结束年',
    '结束年份',
    '止',
    '终止',
    '结束',
    '结束时间',
    '终止时间',
    '离职年份',
  ],
  period: [
    'period',
    'dates',
    'time period',
    '起止时间',
    '起止年月',
    '起止年份',
    '起止日期',
    '起讫时间',
    '起讫年月',
    '起止',
    '时间段',
    '任职时间',
    '任职年限',
    '在职时间',
    '在读时间',
    '时间',
  ],
  stage: ['stage', '阶段'],
  primary: ['primary', 'main', 'main post', '主要', '主职', '是否主职'],
  text: ['text', 'evidence', 'source', '原文', '履历', '简历', '经历'],
  year: ['year', '年份', '年', '年度'],
  grade: [
    'grade',
    'rating',
    '评估结果',
    '学科评估结果',
    '评估等级',
    '评估档次',
    '评级',
    '档次',
    '等级',
    '建设类型',
    '建设类别',
    '办学层次类型',
  ],
  discipline: ['discipline', 'subject', '一级学科', '一级学科名称', '学科', '学科名称'],
  rank: ['world rank', 'rank', 'global rank', 'ranking', '排名', '世界排名', '名次'],
  ranked: [
    'university name',
    'institution',
    'institution name',
    'university',
    'name',
    'school',
    '院校',
    '院校名称',
    '学校',
    '学校名称',
    '高校',
    '高校名称',
    '大学',
    '单位名称',
    '参评单位',
  ],
  tier: ['tier', 'city tier', 'level', '等级', '城市等级', '级别', '线级', '层级'],
  edition: ['edition', 'version', '版本', '版'],
  key: ['key', 'id', 'institution key', '编号', '代码'],
  kind: ['kind', 'type', '类型', '性质', '类别'],
  aliases: ['aliases', 'alias', 'other names', '别名', '曾用名', '英文名'],
  latitude: ['latitude', 'lat', '纬度'],
  longitude: ['longitude', 'lon', 'lng', '经度'],
  mergedInto: ['merged into', 'merged', '并入'],
  mergedYear: ['merged year', 'merge year', '并入年份', '合并年份'],
  parent: ['parent', '上级', '隶属'],
  affiliateOf: ['affiliate of', '附属于'],
  campusOf: ['campus of', '校区属于'],
  source: ['source', 'from', 'person 1', '甲'],
  target: ['target', 'to', 'person 2', '乙'],
  weight: ['weight', 'count', 'papers', '权重', '次数', '篇数'],
};

export const ATTRIBUTE_WORDS: Record<string, string[]> = {
  gender: ['gender', 'sex', '性别'],
  birthYear: ['birth year', 'born', 'year of birth', 'birthyear', '出生年', '出生年份', '出生年月'],
  discipline: ['discipline', 'field', 'subject', '学科', '专业', '研究领域'],
  instrument: ['instrument', '乐器'],
  degreeAbroad: ['degree abroad', 'abroad', '海外博士', '海外学位', '留学', '是否海外'],
};

/** Finds a field's column: as mapped, otherwise by its header names. */
export class Columns {
  readonly #at = new Map<string, number>();
  readonly table: ReadTable;
  readonly missingHeaders: { field: string; header: string }[] = [];

  constructor(table: ReadTable, mapping: Pick<Mapping, 'columns'>, fields: readonly string[]) {
    this.table = table;
    const keys = table.head.map(nameKey);
    for (const field of fields) {
      const header = mapping.columns[field];
      if (header === '') continue; // taken off by the user: not guessed again
      if (header !== undefined) {
        const at = table.head.findIndex((name) => name === header || nameKey(name) === nameKey(header));
        if (at < 0) this.missingHeaders.push({ field, header });
        else this.#at.set(field, at);
        continue;
      }
      const words = (HEADER_WORDS[field] ?? []).map(nameKey);
      const word = words.find(
        (candidate) => keys.includes(candidate) && ![...this.#at.values()].includes(keys.indexOf(candidate)),
      );
      if (word !== undefined) this.#at.set(field, keys.indexOf(word));
    }
  }

  has(field: string): boolean {
    return this.#at.has(field);
  }

  header(field: string): string | null {
    const at = this.#at.get(field);
    return at === undefined ? null : this.table.head[at];
  }

  get(row: TableRow, field: string): string {
    const at = this.#at.get(field);
    return at === undefined ? '' : (row.cells[at] ?? '').trim();
  }

  /** The mapping as it was found. */
  found(): Record<string, string> {
    return Object.fromEntries([...this.#at].map(([field, at]) => [field, this.table.head[at]]));
  }
}

/** The mapping from the headers alone, for recognising a file. */
export function guessedColumns(head: readonly string[], fields: readonly string[]): Columns {
  return new Columns({ file: '', encoding: '', head: [...head], rows: [], notes: [] }, { columns: {} }, fields);
}

export function problem(row: number | null, field: string, value: string, what: Message, fix: Message): Problem {
  return { row, field, value, problem: what, fix };
}
