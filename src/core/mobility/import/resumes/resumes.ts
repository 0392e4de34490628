import { say } from '../../../../shared/messages/say.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import type { Mapping, Problem } from '../../../../shared/mobility/imports.ts';
import { STAGE_KINDS } from '../../stages/registry.ts';
import { awardList, namesWithYears, saysHonour, withYearOfAward } from './award-lists.ts';
import { degreeColumns, employerColumn } from '../cells/degree-columns.ts';
import { Columns, guessedColumns } from '../cells/fields.ts';
import { jointPlaces } from '../cells/joint-places.ts';
import { CV_FIELDS, holdsCvs, saysCvs } from '../cells/cv-cells.ts';
import { withPeriodsApart } from '../cells/period-lists.ts';
import { fillDown } from '../table/fill-down.ts';
import { headingKeys } from '../table/heading-words.ts';
import { assertHeaders, waiting } from '../table/headers.ts';
import { namesApart } from '../people/names-apart.ts';
import { withoutRowNumbers } from '../table/row-numbers.ts';
import { areScholars, scholarSheets } from '../table/scholar-sheets.ts';
import { ResumeStager } from './resume-stager.ts';
import { noteOfYears, withYearOfPanel, withYearOfStage } from './year-of-rows.ts';
import { type Implied, stageColumns, tellsCareer } from './stage-columns.ts';
import type { MobilityImporter, StageContext } from '../staged.ts';
import { givenTable } from '../table/given-table.ts';
import type { ReadTable } from '../table/table.ts';

const LONG_FIELDS = [
  'scholar',
  'name',
  'institution',
  'city',
  'country',
  'role',
  'title',
  'start',
  'end',
  'period',
  'stage',
  'primary',
  'text',
  ...CV_FIELDS,
];
export const longImporter: MobilityImporter = {
  kind: 'long',
  label: say('study-import-kind.long'),
  summary: 'résumés as a table, a row a position',
  settings: [],
  example: {
    columns: { scholar: '编号', name: '姓名', institution: '单位', role: '类型', start: '起始年', end: '结束年' },
    roles: { 站后: 'postdoc' },
    attributes: { gender: '性别' },
  },
  fields: LONG_FIELDS.map((name) => ({ name, required: name === 'scholar' || name === 'institution' })),
  sniff: (head) => {
    const columns = guessedColumns(head, LONG_FIELDS);
    const dated = ['start', 'end', 'period'].some((field) => columns.has(field));
    // 姓名, 工作单位, 入选年份, 类别 are no posts.
    if (!dated && awardList(head) !== null) return false;
    // The degree in a row of a roster is not from the employer.
    if (degreeColumns(head) !== null) return false;
    const hasText = ['text', 'cvHonours'].some((field) => columns.has(field)) || saysCvs(columns);
    const isRoster = columns.has('title') && !hasText && !wideImporter.sniff(head, '', '');
    const isPost = dated || columns.has('role') || columns.has('stage') || isRoster;
    return (columns.has('scholar') || columns.has('name')) && columns.has('institution') && isPost;
  },
  async stage(file, asGiven, context) {
    const read = await givenTable(file, asGiven, context);
    const table = isOfOne(read, asGiven) ? ((await scholarSheets(file, asGiven, read)) ?? read) : read;
    if (table !== read && areScholars(table, context.questions) !== 'scholars')
      return waiting(table, longColumns(table, asGiven), asGiven);
    const given = withYearOfPanel(table, asGiven, LONG_FIELDS, context.questions);
    if (given === null) return waiting(table, longColumns(table, asGiven), asGiven);
    const guessed = longColumns(table, given);
    const mapping = withoutRowNumbers(table, guessed, given, context.questions);
    if (mapping === null) return waiting(table, guessed, given);
    const columns = longColumns(table, mapping);
    assertHeaders(columns, columns.has('scholar') ? ['institution'] : ['name', 'institution']);
    const apart = withPeriodsApart(table, columns, mapping.missing);
    table.rows = apart.rows;
    const waitingRows = fillDown(table, columns, [['scholar', 'name']], context.questions);
    const { nth, held, notes } = namesApart(table, columns, mapping, context);
    for (const line of held) waitingRows.add(line);
    const stager = new ResumeStager(table, columns, mapping, context, { waiting: waitingRows, nth });
    for (const row of table.rows) if (!waitingRows.has(row.line)) stager.longRow(row);
    const staged = stager.finish();
    const joint = table.rows.flatMap((row) => jointPlaces(row.line, columns.get(row, 'institution'), context.library));
    const doubts = [...staged.doubts, ...joint];
    return { ...staged, doubts, notes: [...staged.notes, ...notes, ...apart.notes, ...noteOfYears(given, columns)] };
  },
};

/** Whether no column says whose the rows are. */
function isOfOne(table: ReadTable, mapping: Mapping): boolean {
  const columns = longColumns(table, mapping);
  return !columns.has('scholar') && !columns.has('name');
}

/**
 * A column of both years is only read where none says when a position begins. 履历 is the text that a row was made
 * from, or the whole CV, by what its cells hold.
 */
function longColumns(table: ReadTable, given: Mapping): Columns {
  const begins = given.columns.period === undefined && new Columns(table, given, LONG_FIELDS).has('start');
  const fields = begins ? LONG_FIELDS.filter((one) => one !== 'period') : LONG_FIELDS;
  const mapping = withYearOfStage(table, given, LONG_FIELDS);
  const cvFirst = [...CV_FIELDS, ...fields.filter((one) => !CV_FIELDS.includes(one))];
  return new Columns(table, mapping, holdsCvs(table, new Columns(table, mapping, cvFirst)) ? cvFirst : fields);
}

export const wideImporter: MobilityImporter = {
  kind: 'wide',
  label: say('study-import-kind.wide'),
  summary: 'résumés as a table, a row a scholar',
  settings: [],
  example: {
    columns: { scholar: 'id', name: 'name' },
    stages: {
      doctorate: { institution: 'PhD from', year: 'PhD year' },
      'first-job': { institution: 'First post', city: 'First city' },
    },
  },
  fields: [
    { name: 'scholar', required: true },
    { name: 'name', required: false },
    { name: 'text', required: false },
    ...CV_FIELDS.map((name) => ({ name, required: false })),
  ],
  sniff: (head, _text, file) => {
    const keys = head.flatMap(headingKeys);
    const columns = guessedColumns(head, ['scholar', 'name', 'reason']);
    const words = STAGE_KINDS.flatMap(({ headerWords }) => headerWords);
    const ofStages = keys.filter((key) => words.some((word) => key.startsWith(word)));
    const [list, degree] = [awardList(head), degreeColumns(head)];
    // Why a résumé is missing, beside a year at most: the population, of whom no place is told.
    const isPlaced =
      (degree !== null && employerColumn(head) !== null) ||
      [list?.recommending, list?.employing].some((place) => place);
    if (columns.has('reason') && !isPlaced && ofStages.every((key) => OF_YEARS.test(key))) return false;
    const years = namesWithYears(head);
    const isList = years !== null && (years.institution !== null || saysHonour({ file, sheet: null, title: '', head }));
    const hasColumns = ofStages.length > 0 || list !== null || degree !== null || isList;
    return hasColumns && (columns.has('name') || columns.has('scholar'));
  },
  async stage(file, mapping, context) {
    const table = withYearOfAward(await givenTable(file, mapping, context));
    const columns = new Columns(table, mapping, ['scholar', 'name', ...CV_FIELDS, 'text']);
    assertHeaders(columns, columns.has('scholar') ? [] : ['name']);
    const implied = impliedColumns(table, context);
    if (implied === null) return waiting(table, columns, mapping);
    const stages = stageColumns(table, mapping, context, implied.columns);
    const stager = new ResumeStager(table, columns, { ...mapping, stages }, context);
    for (const row of table.rows) stager.wideRow(row);
    const staged = stager.finish();
    const doubts = [...staged.doubts, ...jointInStages(table, stages, context)];
    return { ...staged, doubts, notes: [...staged.notes, ...implied.notes] };
  },
};

/** Cells of a stage that name several institutions. */
function jointInStages(table: ReadTable, stages: Mapping['stages'], { library }: StageContext): Problem[] {
  const headers = new Set(Object.values(stages).flatMap(({ institution }) => institution ?? []));
  return [...headers].flatMap((header) => {
    const at = table.head.indexOf(header);
    return table.rows.flatMap(({ line, cells }) => jointPlaces(line, cells[at] ?? '', library));
  });
}

/** A heading of a stage's year or date. */
const OF_YEARS = /(?:year|date|年|年份|年度|年月|时间|日期)$/;

const CV_TABLE_FIELDS = ['scholar', 'name', ...CV_FIELDS];

/** A table with names and a CV in free text in a cell of each row. */
export const cvTableImporter: MobilityImporter = {
  kind: 'cv',
  label: say('study-import-kind.cv'),
  summary: 'CVs in free text, one in a cell of each row',
  settings: [],
  example: { columns: { scholar: '编号', name: '姓名', cv: '简历' } },
  fields: CV_TABLE_FIELDS.map((name) => ({ name, required: name === 'scholar' || name === 'cv' })),
  sniff: (head) => {
    const columns = guessedColumns(head, CV_TABLE_FIELDS);
    const isOther = longImporter.sniff(head, '', '') || wideImporter.sniff(head, '', '');
    return saysCvs(columns) && (columns.has('scholar') || columns.has('name')) && !isOther;
  },
  async stage(file, mapping, context) {
    const table = await givenTable(file, mapping, context);
    const columns = new Columns(table, mapping, CV_TABLE_FIELDS);
    const hasCv = CV_FIELDS.some((field) => columns.has(field));
    assertHeaders(columns, [...(columns.has('scholar') ? [] : ['name']), ...(hasCv ? [] : ['cv'])]);
    const stager = new ResumeStager(table, columns, mapping, context);
    for (const row of table.rows) stager.cvRow(row);
    return stager.finish();
  },
};

const AWARD_CHOICES = [
  { id: 'employer', label: say('study-import-choice.award-employer') },
  { id: 'recommending', label: say('study-import-choice.award-recommending') },
];
const OF_DATA = { id: 'data', label: say('study-import-choice.year-of-data') };
/** What the year beside a name may be of, each as the rule of the stage that it belongs to. */
const YEAR_CHOICES = [
  ...['award', 'doctorate', 'first-job'].map((id) => ({
    id,
    label: say('study-import-choice.year-of-list', { stage: id }),
  })),
  OF_DATA,
];

function impliedColumns(table: ReadTable, context: StageContext): { columns: Implied; notes: Message[] } | null {
  const { head, file } = table;
  const years = namesWithYears(head);
  if (years === null) {
    const award = settledAwards(table, context);
    return award === null ? null : { columns: { award }, notes: [] };
  }
  const { year, institution } = years;
  const isHonour = saysHonour(table);
  // What is beside the places of a career is not that of the one place which a list of people has.
  if (!isHonour && tellsCareer(table, context.book.stages)) return { columns: {}, notes: [] };
  const message = say('ask.year-of-list', { file, year });
  const rule = isHonour ? 'award' : context.questions.ask(message, YEAR_CHOICES);
  if (rule === null) return null;
  if (rule === OF_DATA.id) return { columns: {}, notes: [] };
  const columns = { [rule]: { year, ...(institution === null ? {} : { institution }) } };
  return { columns, notes: isHonour ? [say('study-import.year-of-honour', { year })] : [] };
}

/** Year and institution of an award; which of two institutions counts says the codebook, or null while it is asked. */
function settledAwards({ file, head }: ReadTable, { questions, book }: StageContext): Record<string, string> | null {
  const list = awardList(head);
  if (list === null) return {};
  const { year, recommending, employing } = list;
  let institution = employing ?? recommending;
  if (recommending !== null && employing !== null) {
    const rule = book.positions.awardInstitution ?? 'ask';
    const message = say('ask.award-institution', { file, recommending, employing });
    const counting = rule === 'ask' ? questions.ask(message, AWARD_CHOICES) : rule;
    if (counting === null) return null;
    institution = counting === 'employer' ? employing : recommending;
  }
  return { ...(year === null ? {} : { year }), ...(institution === null ? {} : { institution }) };
}
