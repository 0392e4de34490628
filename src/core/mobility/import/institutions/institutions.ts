import type { Message } from '../../../../shared/messages/message.ts';
import { basename } from 'node:path';
import { readFileSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import { jsonOrLines } from '../../../imports/json-values.ts';
import { say } from '../../../../shared/messages/say.ts';
import { INSTITUTION_KINDS, type InstitutionKind } from '../../../../shared/mobility/codebook.ts';
import type { Mapping, Problem } from '../../../../shared/mobility/imports.ts';
import type { OpenDb, ReadableDb } from '../../../storage/sqlite.ts';
import { putInstitution, relate } from '../../rows/institution-rows.ts';
import { cityInState } from '../../names/city.ts';
import { comparableCountry } from '../../names/country.ts';
import { nameKey } from '../../names/name-key.ts';
import { Columns, guessedColumns, problem } from '../cells/fields.ts';
import { gradeColumnByCells } from '../rankings/grade-columns.ts';
import { ATTRIBUTE_WORDS, HEADER_WORDS } from '../table/heading-words.ts';
import { type Alias, aliasesOf, isDividedByCommas } from './alias-cells.ts';
import { guessKind, kindIn } from './institution-kinds.ts';
import { assertHeaders, lookOf } from '../table/headers.ts';
import { withKnownRelations } from './institution-relations.ts';
import { StateCountries } from './state-countries.ts';
import type { MobilityImporter, Staged, StageContext } from '../staged.ts';
import { decodeText } from '../table/decode-text.ts';
import { inSchema2, isRor, type RorRecord, unusedInRor } from './ror.ts';
import { givenTable } from '../table/given-table.ts';
import { unknownCountries } from '../rankings/rankings.ts';
import { isRorTable, rorRecords } from './ror-table.ts';
import type { ReadTable, TableRow } from '../table/table.ts';
import { degrees } from '../rankings/tiers.ts';
import { valueGroups } from '../table/values.ts';
import { YearCells, yearColumnOf } from '../cells/year-cells.ts';
import { plainFile } from '../../../storage/plain-file.ts';

export interface StagedInstitution {
  row: number;
  key: string;
  name: string;
  kind: InstitutionKind;
  city: string | null;
  country: string | null;
  latitude: number | null;
  longitude: number | null;
  aliases: Alias[];
  relations: { kind: 'merged-into' | 'parent' | 'affiliate' | 'campus'; other: string; year: number | null }[];
}

const FIELDS = [
  'key',
  'name',
  'kind',
  'city',
  'country',
  'state',
  'latitude',
  'longitude',
  'otherName',
  'aliases',
  'mergedInto',
  'mergedYear',
  'parent',
  'affiliateOf',
  'campusOf',
];
/** Headings of codes that institutions have. */
const CODES = ['grid id', 'ror id', 'ror', 'school_code', '学校标识码', '标识码', '学校代码', '院校代码'].map(nameKey);
const HEAD_BYTES = 64 * 1024;
const isJson = (file: string) => /\.(?:json|jsonl|ndjson)$/i.test(file);
/** Headings of a table whose names are those of institutions. */
const WORDS = {
  ...HEADER_WORDS,
  key: [...(HEADER_WORDS.key ?? []), '学校标识码', '标识码', '学校代码', '院校代码'],
  name: [
    ...['name', 'institution', 'institution name', 'university', 'organization', 'organisation', 'display name'],
    ...['instnm', 'org name', 'school name', 'college', 'college name', 'university name'],
    ...[
      '机构名称',
      '机构',
      '名称',
      '中文名',
      '中文名称',
      '单位名称',
      '单位',
      '学校名称',
      '学校',
      '院校名称',
      '院校',
      '姓名',
    ],
  ],
};

/** Institutions as CSV or XLSX, or in ROR's format (JSON, schema 1 or 2). */
export const institutionsImporter: MobilityImporter = {
  kind: 'institutions',
  label: say('study-import-kind.institutions'),
  summary: 'institutions as a table, or as ROR publishes them',
  settings: [],
  example: {},
  fields: FIELDS.map((name) => ({ name, required: name === 'name' })),
  sniff: (head, text, file, rows = []) =>
    (isJson(file) && isRor(text)) || isRorTable(head) || isInstitutionTable(head, rows),
  async stage(file, mapping, context) {
    if (isJson(file) && isRor(readFileSync(plainFile(file)).subarray(0, HEAD_BYTES).toString('utf8')))
      return stageRor(rorIn(file, mapping), mapping, context.library);
    const table = await givenTable(file, mapping, context);
    if (isRorTable(table.head))
      return stageRor({ records: rorRecords(table), encoding: table.encoding }, mapping, context.library);
    return stageTable(table, mapping, context);
  },
};

/** Headings of ranks, scores and programmes. */
const GRADED = /985|211|双一流|\brank|score|排名|名次|总分|得分|等级|评级|评选|评估结果|档次/i;
const ROWS_JUDGED = 100;
const INSTITUTION_WORDS = new RegExp(
  'universi|college|instit|school|academ|conservator|polytech|hochschule|[ée]cole|laborator|hospital|' +
    '大学|学院|学校|研究[所院]|科学院|音乐院|医院',
  'i',
);

/** Whether nearly all names of a column are those of institutions. */
function namesInstitutions(rows: readonly TableRow[], columns: Columns): boolean {
  const names = rows.slice(0, ROWS_JUDGED).map((row) => columns.get(row, 'name'));
  const filled = names.filter((name) => name !== '');
  return filled.length > 0 && filled.filter((name) => INSTITUTION_WORDS.test(name)).length >= filled.length * 0.6;
}

/** Names of institutions with their kind, place or other names, and nothing about people, ranks, grades or tiers. */
function isInstitutionTable(head: readonly string[], rows: readonly TableRow[]): boolean {
  const columns = guessedColumns(head, FIELDS, WORDS);
  const others = guessedColumns(head, ['start', 'end', 'period', 'rank', 'grade', 'tier', 'role', 'title', 'stage']);
  const keys = head.map(nameKey);
  if (keys.includes('kind') && keys.includes('name')) return true;
  const isAbout = ['aliases', 'mergedInto', 'parent', 'affiliateOf', 'campusOf', 'latitude'].some((one) =>
    columns.has(one),
  );
  const placed = columns.has('city') || columns.has('country');
  const isPlaced = (columns.has('kind') || keys.includes('institution id')) && placed;
  const person = guessedColumns(head, ['name']).header('name');
  const isListed =
    (placed || keys.some((key) => CODES.includes(key))) &&
    (person === null || person === columns.header('name')) &&
    !head.some((name) => GRADED.test(name)) &&
    gradeColumnByCells(head, rows) === null &&
    namesInstitutions(rows, columns);
  const people = [...ATTRIBUTE_WORDS.gender, ...ATTRIBUTE_WORDS.birthYear].map(nameKey);
  const alone =
    ['start', 'end', 'period', 'rank', 'grade', 'tier', 'title', 'stage'].every((one) => !others.has(one)) &&
    !keys.some((key) => people.includes(key));
  return columns.has('name') && alone && (isAbout || isPlaced || isListed);
}

async function stageTable(table: ReadTable, mapping: Mapping, context: StageContext): Promise<Staged> {
  const { library, book } = context;
  const columns = new Columns(table, mapping, FIELDS, WORDS);
  assertHeaders(columns, ['name']);
  const rejections: Problem[] = [];
  const staged: StagedInstitution[] = [];
  let atCommas = 0;
  const seen = new Map<string, number>();
  const years = new YearCells(table.rows, mapping.missing, context.questions);
  const states = new StateCountries(columns, table.rows, mapping.missing);
  const mergers = yearColumnOf(columns, 'mergedYear', { isSingle: true, isOptional: true });
  for (const row of table.rows) {
    const get = (field: string) => (mapping.missing.includes(columns.get(row, field)) ? '' : columns.get(row, field));
    const refuse = (field: string, what: Message, fix: Message) =>
      void rejections.push(problem(row.line, field, get(field), what, fix));
    const name = get('name');
    const key = get('key') || nameKey(name);
    const kind = get('kind') === '' ? guessKind(name) : (kindIn(get('kind')) ?? get('kind'));
    if (isDividedByCommas(get('aliases'))) atCommas++;
    const latitude = degrees(get('latitude'), 90);
    const longitude = degrees(get('longitude'), 180);
    const mergedYear = years.read(row, mergers);
    if (mergedYear === null) continue;
    if (name === '') refuse('name', say('study-import.no-institution'), say('study-import.name-it'));
    else if (!INSTITUTION_KINDS.includes(kind as InstitutionKind))
      refuse(
        'kind',
        say('study-import.not-a-kind', { kind }),
        say('study-import.write-one-of', { kinds: INSTITUTION_KINDS }),
      );
    else if (seen.has(key))
      refuse('key', say('study-import.key-twice', { key, row: seen.get(key) }), say('study-import.leave-one-out'));
    else if (Number.isNaN(latitude) || Number.isNaN(longitude))
      refuse('latitude', say('study-import.bad-coordinates'), say('study-import.write-coordinates'));
    else if ('problem' in mergedYear) refuse('mergedYear', mergedYear.problem, mergedYear.fix);
    else {
      seen.set(key, row.line);
      const country = get('country') === '' ? states.of(row) : comparableCountry(get('country'));
      const relations: StagedInstitution['relations'] = [];
      if (get('mergedInto'))
        relations.push({ kind: 'merged-into', other: get('mergedInto'), year: mergedYear.startYear });
      for (const [field, relation] of [
        ['parent', 'parent'],
        ['affiliateOf', 'affiliate'],
        ['campusOf', 'campus'],
      ] as const)
        if (get(field)) relations.push({ kind: relation, other: get(field), year: null });
      staged.push({
        row: row.line,
        key,
        name,
        kind: kind as InstitutionKind,
        city: states.cityOf(row, get('city') || null, country),
        country,
        latitude,
        longitude,
        aliases: [...aliasesOf(get('otherName')), ...aliasesOf(get('aliases'))],
        relations,
      });
    }
  }
  const accepted = withKnownRelations(staged, library, rejections);
  return {
    rejections,
    doubts: undatedMergers(accepted),
    held: years.held.size,
    notes: [
      ...(atCommas > 0 ? [say('study-import.aliases-at-commas', { n: atCommas })] : []),
      ...states.notes,
      ...unknownCountries(accepted),
    ],
    ...lookOf({ table, found: states.used(columns.found()) }, mapping),
    values: valueGroups(table.rows, columns, ['kind', 'country'], book),
    publish: (db) => publishInstitutions(db, accepted),
  };
}

/** A merger without a year counts for all time, so that what was two places long before is one. */
function undatedMergers(staged: readonly StagedInstitution[]): Problem[] {
  return staged.flatMap(({ row, name, relations }) =>
    relations
      .filter(({ kind, year }) => kind === 'merged-into' && year === null)
      .map(({ other }) => {
        const what = say('study-import.merger-undated', { name, other });
        return problem(row, 'mergedYear', '', what, say('study-import.give-merger-year'));
      }),
  );
}

interface RorDump {
  records: RorRecord[];
  encoding: string;
}

function rorIn(file: string, mapping: Mapping): RorDump {
  const name = basename(file);
  const { text, encoding } = decodeText(readFileSync(plainFile(file)), mapping.encoding);
  try {
    const parsed = jsonOrLines(text) as RorRecord | RorRecord[] | { items?: RorRecord[] };
    const given = Array.isArray(parsed) ? parsed : ((parsed as { items?: RorRecord[] }).items ?? [parsed as RorRecord]);
    return { records: given.map(inSchema2), encoding };
  } catch (error) {
    throw new AppError('bad-input', say('study-import.not-json', { name, message: (error as Error).message }), {
      file: name,
    });
  }
}

function stageRor({ records, encoding }: RorDump, mapping: Mapping, library: ReadableDb): Staged {
  const rejections: Problem[] = [];
  const active = records.filter(({ status }) => status !== 'withdrawn');
  const byId = new Map(active.map((record) => [record.id, record]));
  const stored = library.all<{ key: string }>('SELECT institution_key AS key FROM institutions');
  const inLibrary = new Set(stored.map(({ key }) => key));
  const isKnown = (id: string) => byId.has(id) || inLibrary.has(id);
  const doubts: Problem[] = [];
  const withdrawn = records.length - active.length;
  const staged = records.flatMap((record, i): StagedInstitution[] => {
    if (record.status === 'withdrawn') return []; // a duplicate or an error, by ROR
    // names[0] can be any name; the display name is marked.
    const shown = record.names?.find(({ types }) => types?.includes('ror_display'))?.value;
    if (!record.id || !shown) {
      rejections.push(
        problem(i + 1, 'names', record.id ?? '', say('study-import.no-id-or-name'), say('study-import.use-ror-2')),
      );
      return [];
    }
    const place = record.locations?.[0]?.geonames_details;
    const parents = (record.relationships ?? [])
      .filter(({ type, id }) => type === 'parent' && isKnown(id))
      .map(({ id }) => ({ kind: 'parent' as const, other: id, year: null }));
    const successors = (record.relationships ?? [])
      .filter(({ type, id }) => type === 'successor' && isKnown(id))
      .map(({ id }) => ({ kind: 'merged-into' as const, other: id, year: byId.get(id)?.established ?? null }));
    for (const { other, year } of successors)
      doubts.push(
        problem(
          i + 1,
          'relationships',
          other,
          say('study-import.merger-without-year', { name: shown, year, hasYear: year === null ? 'no' : 'yes' }),
          say('study-import.give-merger-year'),
        ),
      );
    const kind = record.types?.includes('education')
      ? guessKind(shown)
      : record.types?.includes('healthcare')
        ? 'hospital'
        : record.types?.includes('company')
          ? 'company'
          : record.types?.includes('government')
            ? 'government'
            : guessKind(shown) === 'university'
              ? 'institute'
              : guessKind(shown);
    return [
      {
        row: i + 1,
        key: record.id,
        name: shown,
        kind,
        city: cityInState(
          place?.name ?? null,
          place?.country_subdivision_code ?? place?.country_subdivision_name ?? '',
          place?.country_code ?? null,
        ),
        country: place?.country_code ?? null,
        latitude: place?.lat ?? null,
        longitude: place?.lng ?? null,
        aliases: (record.names ?? [])
          .filter(({ value }) => value !== shown)
          .map(({ value }) => ({ name: value, from: null, to: null })),
        relations: [...parents, ...successors],
      },
    ];
  });
  const accepted = withKnownRelations(staged, library, rejections);
  const { outside, related, places } = unusedInRor(active, isKnown);
  return {
    read: records.length,
    rejections,
    doubts,
    notes: [
      ...(withdrawn > 0 ? [say('study-import.withdrawn-left-out', { records: withdrawn })] : []),
      ...(outside > 0 ? [say('study-import.ror-outside', { relations: outside })] : []),
      ...(related > 0 ? [say('study-import.ror-related', { relations: related })] : []),
      ...(places > 0 ? [say('study-import.ror-places', { records: places })] : []),
    ],
    headers: ['id', 'name', 'kind', 'city', 'country'],
    sample: staged
      .slice(0, 8)
      .map(({ key, name: shown, kind, city, country }) => [key, shown, kind, city ?? '', country ?? '']),
    encoding,
    mapping,
    publish: (db) => publishInstitutions(db, accepted),
  };
}

function publishInstitutions(
  db: OpenDb,
  staged: readonly StagedInstitution[],
): { imported: number; unchanged: number } {
  let unchanged = 0;
  for (const { key, name, kind, city, country, latitude, longitude, aliases } of staged) {
    if (!putInstitution(db, { key, name, kind, city, country, latitude, longitude }, aliases)) unchanged++;
  }
  for (const { key, relations } of staged)
    for (const { kind, other, year } of relations) relate(db, key, other, kind, year);
  return { imported: staged.length - unchanged, unchanged };
}
