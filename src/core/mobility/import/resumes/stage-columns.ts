import { isDegree, type PositionRole, type Stage } from '../../../../shared/mobility/codebook.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import { nameKey } from '../../names/name-key.ts';
import { stageKindOf } from '../../stages/registry.ts';
import { degreeColumns, employerColumn } from '../cells/degree-columns.ts';
import type { StageContext } from '../staged.ts';
import { headingKeys, headingLike } from '../table/heading-words.ts';
import type { ReadTable } from '../table/table.ts';
import { awardList } from './award-lists.ts';

/** By the rule of a stage, its columns in a list of people, whose headings do not name the stage. */
export type Implied = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A heading that says where somebody is today. */
const NOW = /^(?:current (?:institution|affiliation|university|employer|position)|现(?:工作|任职)?单位)$/;

const STAGE_FIELDS: Record<string, string[]> = {
  institution: [
    'institution',
    'university',
    'organization',
    'employer',
    'school',
    '院校',
    '单位',
    '学校',
    '机构',
    '毕业院校',
    '工作单位',
    ...['毕业学校', '毕业高校', '就读院校', '就读学校', '授予单位', '大学', '高校', '任职单位', '任职院校'],
    '',
  ],
  city: ['city', '城市', '所在城市'],
  country: ['country', '国家'],
  year: ['year', 'end', '年份', '年', '时间', '毕业年份'],
  role: ['role', 'type', '类型'],
};
/** Where a stage has both years: when a degree was taken, and when a post began. */
const YEARS_OF_DEGREES = [
  '止',
  '终止',
  '结束',
  '结束时间',
  '毕业',
  '毕业时间',
  '毕业年',
  '毕业年月',
  'graduation year',
  'to',
];
const YEARS_OF_POSTS = [
  '起',
  '起始',
  '开始',
  '起始年',
  '开始时间',
  '入职',
  '入职时间',
  '入职年份',
  'start',
  'start year',
  'from',
];

const YEAR_CELL = /^(?:1[89]|20)\d\d(?!\d)/;

/** Whether all that a column says are years or dates. */
function holdsYears({ head, rows }: Pick<ReadTable, 'head' | 'rows'>, header: string): boolean {
  const at = head.indexOf(header);
  const filled = rows.map(({ cells }) => (cells[at] ?? '').trim()).filter((text) => text !== '');
  return filled.length > 0 && filled.every((text) => YEAR_CELL.test(text));
}

/** The words for a field of a stage, the plainest first. A doctorate is from a place, a post from a year. */
function wordsOf(field: string, role: PositionRole | null): readonly string[] {
  const words = STAGE_FIELDS[field];
  const isOfDegree = role !== null && isDegree(role);
  if (field === 'institution' && isOfDegree) return [...words, 'from'];
  if (field !== 'year') return words;
  return isOfDegree ? [...words, ...YEARS_OF_DEGREES] : [...words.filter((word) => word !== 'end'), ...YEARS_OF_POSTS];
}

/** What the headings of a stage's columns begin with. */
function labelsOf(stage: Stage, stages: readonly Stage[]): string[] {
  const { headerWords, columnWords = [] } = stageKindOf(stage.rule);
  const isAlone = stages.filter(({ rule }) => rule === stage.rule).length === 1;
  return [stage.key, stage.label.en, stage.label.zh, ...(isAlone ? [...headerWords, ...columnWords] : [])];
}

/** The columns of a stage whose headings name it, by field; none of two fields, and none of years for a place. */
function namedColumns(table: ReadTable, stage: Stage, stages: readonly Stage[], own: Readonly<Record<string, string>>) {
  const labels = labelsOf(stage, stages);
  const keysOf = new Map(table.head.map((name) => [name, headingKeys(name)]));
  const found: Record<string, string> = { ...own };
  for (const field of Object.keys(STAGE_FIELDS)) {
    if (found[field] !== undefined) continue;
    const fits = (name: string, key: string) =>
      keysOf.get(name)?.includes(key) &&
      !Object.values(found).includes(name) &&
      (field === 'year' || !holdsYears(table, name));
    const keys = wordsOf(field, stageKindOf(stage.rule).role).flatMap((word) =>
      labels.map((label) => nameKey(`${label} ${word}`)),
    );
    for (const key of keys) {
      const header = table.head.find((name) => fits(name, key));
      if (header === undefined) continue;
      found[field] = header;
      break;
    }
  }
  return found;
}

/** Whether headings say where or when somebody took a degree or began to work: 博士院校, "first job city". */
export function tellsCareer(table: ReadTable, stages: readonly Stage[]): boolean {
  const told = stages.filter(({ rule }) => !['current', 'award'].includes(rule));
  const isNamed = told.some((stage) => Object.keys(namedColumns(table, stage, stages, {})).length > 0);
  return isNamed || degreeColumns(table.head) !== null;
}

/** Columns such as 博士院校 or "first job city": a stage's label or key and a field's word. */
export function stageColumns(
  table: ReadTable,
  { stages: given }: Mapping,
  { book }: StageContext,
  listed: Implied,
): Mapping['stages'] {
  const degree: Readonly<Record<string, string | null>> = { ...degreeColumns(table.head) };
  const taken = Object.values(listed).map(({ institution }) => institution);
  const places = [awardList(table.head) === null ? employerColumn(table.head) : null, headingLike(table.head, NOW)];
  const employer = places.find((place) => place !== null && !taken.includes(place)) ?? null;
  return Object.fromEntries(
    book.stages.map((stage) => {
      const found = namedColumns(table, stage, book.stages, given[stage.key] ?? {});
      for (const field of Object.keys(STAGE_FIELDS)) {
        const ofList = listed[stage.rule]?.[field];
        const implied = { doctorate: degree[field], current: field === 'institution' ? employer : null }[stage.rule];
        const used = found[field] ?? ofList ?? implied;
        if (used !== undefined && used !== null) found[field] = used;
      }
      return [stage.key, found];
    }),
  );
}
