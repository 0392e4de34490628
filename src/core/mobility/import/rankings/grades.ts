import { basename, extname } from 'node:path';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Codebook } from '../../../../shared/mobility/codebook.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import { UNDATED } from '../../../../shared/mobility/study.ts';
import type { OpenDb, ReadableDb } from '../../../storage/sqlite.ts';
import { comparableCountry } from '../../names/country.ts';
import { nameKey, storedKey } from '../../names/name-key.ts';
import { gradeKey, orderOf } from '../../quadrant/grades.ts';
import { Columns, guessedColumns, problem, YES } from '../cells/fields.ts';
import { fillDown } from '../table/fill-down.ts';
import { gradeMatrix, withoutMatrix } from './grade-matrix.ts';
import { gradeWords } from './grade-columns.ts';
import { assertHeaders, lookOf } from '../table/headers.ts';
import { otherRows } from './rankings.ts';
import { rowYear } from '../cells/row-years.ts';
import { yearsInName } from '../cells/table-year.ts';
import { YearCells } from '../cells/year-cells.ts';
import { withoutFootnotes } from '../cells/ranks.ts';
import type { MobilityImporter } from '../staged.ts';
import { givenTable } from '../table/given-table.ts';
import type { ReadTable, TableRow } from '../table/table.ts';
import { valueGroups } from '../table/values.ts';

interface GradeRow {
  line: number;
  table: string;
  year: number;
  name: string;
  country: string;
  grade: string;
}

const FIELDS = ['ranked', 'grade', 'discipline', 'year', 'country'];
/** Programmes with a column each and a mark in it: 是否985, 是否211, 双一流. The first that is marked counts. */
const PROGRAMMES = ['985', '211', '双一流'];
const OTHERS = '其他';

/** Reputation tables of grades: 学科评估 (A+ … C−, by discipline), 双一流, 985 and 211. */
export const gradesImporter: MobilityImporter = {
  kind: 'grades',
  label: say('study-import-kind.grades'),
  summary: 'a reputation table of grades: institution, grade (A+ … C-, 985, 211)',
  settings: ['ranking', 'year'],
  example: { ranking: '学科评估', year: 2017, columns: { ranked: '学校名称', grade: '评估结果' } },
  fields: [
    { name: 'ranked', required: true },
    { name: 'grade', required: false },
    { name: 'discipline', required: false },
    { name: 'year', required: false },
    { name: 'country', required: false },
  ],
  sniff: (head, _text, _file, rows = []) => {
    if (gradeMatrix(head, rows) !== null) return true;
    const columns = guessedColumns(head, ['ranked', 'grade', 'rank'], gradeWords(head, rows));
    const graded = columns.has('grade') || programmesOf(head).length > 0;
    return columns.has('ranked') && graded && !columns.has('rank');
  },
  async stage(file, mapping, context) {
    const { library, book, questions } = context;
    const table = withoutMatrix(await givenTable(file, mapping, context));
    const columns = new Columns(table, mapping, FIELDS, gradeWords(table.head, table.rows));
    const programmes = columns.has('grade') ? [] : programmesOf(table.head);
    assertHeaders(columns, programmes.length > 0 ? ['ranked'] : ['ranked', 'grade']);
    // Mappings saved before give the name of a ranking, which these tables are not, where none was given.
    const { ranking } = mapping;
    const named = ranking === undefined || ranking === 'ARWU' ? basename(table.file, extname(table.file)) : ranking;
    const nameYears = yearsInName(table.file);
    const fixedYear = mapping.year ?? (nameYears.length === 1 ? nameYears[0] : UNDATED);
    const rejections: Problem[] = [];
    const doubts: Problem[] = [];
    const years = { cells: new YearCells(table.rows, mapping.missing, questions), rejections };
    const rows: GradeRow[] = [];
    const seen = new Map<string, GradeRow>();
    const held = fillDown(table, columns, [['grade'], ['discipline'], ['year']], questions);
    const disciplines = new Set(table.rows.map((row) => columns.get(row, 'discipline')).filter((text) => text !== ''));
    for (const row of table.rows) {
      if (held.has(row.line)) continue;
      const grade =
        programmes.length > 0 ? programmeOf(row, table, programmes) : columns.get(row, 'grade').normalize('NFKC');
      const names = namesIn(columns.get(row, 'ranked'), mapping.missing);
      if (names.length === 0)
        rejections.push(
          problem(row.line, 'ranked', '', say('study-import.no-institution'), say('study-import.complete-name')),
        );
      else if (mapping.missing.includes(grade))
        rejections.push(
          problem(row.line, 'grade', grade, say('study-import.no-grade'), say('study-import.write-grade')),
        );
      else {
        const year = rowYear(row, columns, fixedYear, years);
        if (year === null) continue;
        for (const name of names) {
          const discipline = columns.get(row, 'discipline');
          const entry: GradeRow = {
            line: row.line,
            table: disciplines.size > 1 && discipline !== '' ? `${named} · ${discipline}` : named,
            year,
            name,
            country: comparableCountry(columns.get(row, 'country')),
            grade,
          };
          const key = `${entry.table} ${entry.year} ${nameKey(name)} ${entry.country}`;
          const before = seen.get(key);
          if (before && gradeKey(before.grade) === gradeKey(grade)) continue;
          if (before)
            doubts.push(
              problem(
                row.line,
                'grade',
                name,
                say('study-import.graded-twice', { name, grade, other: before.grade, otherLine: before.line }),
                say('study-import.correct-one'),
              ),
            );
          else seen.set(key, entry);
          rows.push(entry);
        }
      }
    }
    const accepted = knownTables(library, rows, mapping.existing, rejections);
    const tables = [...new Set(rows.map((row) => row.table))];
    return {
      rejections,
      doubts,
      held: new Set([...held, ...years.cells.held]).size,
      notes: [
        say('study-import.grade-tables', { tables, institutions: rows.length }),
        ...notesByBook(tables, rows, book),
      ],
      ...lookOf(
        { table, found: { ...columns.found(), ...Object.fromEntries(programmes.map((head) => [head, head])) } },
        mapping,
      ),
      // What stands for columns here is no field that a mapping could give.
      mapping: { ...mapping, ranking: named, columns: { ...mapping.columns, ...columns.found() } },
      values: valueGroups(table.rows, columns, ['grade', 'country'], book),
      publish: (db) => publishGrades(db, accepted),
    };
  },
};

function programmesOf(head: readonly string[]): string[] {
  return PROGRAMMES.flatMap((name) => head.find((header) => header.includes(name)) ?? []);
}

function programmeOf(row: TableRow, { head }: ReadTable, programmes: readonly string[]): string {
  const marked = programmes.find((header) => {
    const cell = (row.cells[head.indexOf(header)] ?? '').trim();
    return YES.test(cell) || PROGRAMMES.some((name) => cell.includes(name));
  });
  return PROGRAMMES.find((name) => marked?.includes(name)) ?? OTHERS;
}

/** Spaces between Chinese names, each of which ends as one does; those before a campus in parentheses part nothing. */
const BETWEEN_NAMES = /(?<=(?:大学|学院|学校|研究院|研究所)(?:[(（][^)）]*[)）])?)\s+(?=\d{5}|\p{Script=Han})/u;

/** A cell may list institutions, each with its code: 10045 中央音乐学院、10278 上海音乐学院. */
function namesIn(cell: string, missing: readonly string[]): string[] {
  const isChinese = /\p{Script=Han}/u.test(cell);
  return cell
    .split(/[、；;\n]/)
    .flatMap((part) => (isChinese ? part.split(/[,，]/).flatMap((one) => one.split(BETWEEN_NAMES)) : part))
    .map((name) =>
      withoutFootnotes(name)
        .replace(/^\s*\d{5}\s*/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((name) => !missing.includes(name));
}

/** Grades that neither the codebook nor the usual orders know give no level: one note for all disciplines of a file. */
function notesByBook(tables: readonly string[], rows: readonly GradeRow[], book: Codebook): Message[] {
  const unknown = new Map(tables.map((table) => [table, withoutLevel(table, rows, book)]));
  const wanting = tables.filter((table) => unknown.get(table)?.length);
  const grades = [...new Set([...unknown.values()].flat())];
  return wanting.length > 0 ? [say('study-import.grades-without-level', { tables: wanting, grades })] : [];
}

function withoutLevel(table: string, rows: readonly GradeRow[], { reputation }: Codebook): string[] {
  const own = reputation.gradeTables?.find((one) => one.table === table);
  const used = [...new Set(rows.flatMap((row) => (row.table === table ? [gradeKey(row.grade)] : [])))];
  const known = own ? own.levels.flat().map(gradeKey) : orderOf(new Set(used));
  return used.filter((grade) => !known.includes(grade));
}

/** A table's year that is there already: equal rows change nothing, others are rejected or replace it. */
function knownTables(library: ReadableDb, rows: GradeRow[], existing: string, rejections: Problem[]): GradeRow[] {
  const rowKey = (name: string, country: string, grade: string) =>
    `${name}|${comparableCountry(country)}|${gradeKey(grade)}`;
  return [...Map.groupBy(rows, ({ table, year }) => `${table}\n${year}`).values()].flatMap((given) => {
    const [{ table, year }] = given;
    const stored = library.all<{ name: string; country: string; grade: string | null }>(
      'SELECT name_key AS name, country, grade FROM rankings WHERE ranking = ? AND year = ?',
      table,
      year,
    );
    const keys = new Set(stored.map((row) => rowKey(storedKey(row.name), row.country, row.grade ?? '')));
    const same =
      stored.length === given.length &&
      given.every((row) => keys.has(rowKey(nameKey(row.name), row.country, row.grade)));
    if (stored.length === 0 || same || existing === 'replace') return given;
    rejections.push(...otherRows(table, year, stored.length, given));
    return [];
  });
}

function publishGrades(db: OpenDb, rows: readonly GradeRow[]): { imported: number; unchanged: number } {
  let unchanged = 0;
  for (const list of Map.groupBy(rows, ({ table, year }) => `${table}\n${year}`).values()) {
    const [{ table, year }] = list;
    const before = new Set(
      db
        .all<{ key: string }>(
          "SELECT name_key || '|' || country || '|' || coalesce(grade, '') AS key FROM rankings " +
            'WHERE ranking = ? AND year = ?',
          table,
          year,
        )
        .map(({ key }) => key),
    );
    const keys = list.map(({ name, country, grade }) => `${nameKey(name)}|${country}|${grade}`);
    if (before.size === new Set(keys).size && keys.every((key) => before.has(key))) {
      unchanged += list.length;
      continue;
    }
    db.run('DELETE FROM rankings WHERE ranking = ? AND year = ?', table, year);
    for (const { name, country, grade, line } of list) {
      if (before.has(`${nameKey(name)}|${country}|${grade}`)) unchanged++;
      db.run(
        'INSERT INTO rankings (ranking, year, name, name_key, country, low, high, line, grade) ' +
          'VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?)',
        table,
        year,
        name,
        nameKey(name),
        country,
        line,
        grade,
      );
    }
    db.run(
      'INSERT INTO ranking_years VALUES (?, ?, ?, 0, 1) ON CONFLICT (ranking, year) DO UPDATE SET rows = excluded.rows',
      table,
      year,
      list.length,
    );
  }
  return { imported: rows.length - unchanged, unchanged };
}
