import { basename } from 'node:path';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import type { OpenDb, ReadableDb } from '../../../storage/sqlite.ts';
import { cityOf } from '../../names/city.ts';
import { comparableCountry, countryCode } from '../../names/country.ts';
import { nameKey, storedKey } from '../../names/name-key.ts';
import { countryOfState } from '../../names/regions.ts';
import { Columns, guessedColumns, problem } from '../cells/fields.ts';
import { assertHeaders, lookOf, waiting } from '../table/headers.ts';
import type { MobilityImporter } from '../staged.ts';
import { DOMESTIC_RANKS } from './national-ranks.ts';
import { rankingOf } from './ranking-called.ts';
import { readRank, withoutFootnotes, type YearColumn, yearColumns } from '../cells/ranks.ts';
import { givenTable } from '../table/given-table.ts';
import type { ReadTable, TableRow } from '../table/table.ts';
import { rowYear } from '../cells/row-years.ts';
import { yearOfTable } from '../cells/table-year.ts';
import { YearCells } from '../cells/year-cells.ts';
import { valueGroups } from '../table/values.ts';
import { HEADER_WORDS } from '../table/heading-words.ts';

interface RankRow {
  line: number;
  text: string;
  year: number;
  name: string;
  country: string;
  low: number;
  high: number;
}

const FIELDS = ['rank', 'ranked', 'year', 'country'];
/** Headings of ranks that also stand above posts. */
const POSITIONS = ['position', 'pos', 'place'];
const WORDS = {
  ...HEADER_WORDS,
  country: [
    ...(HEADER_WORDS.country ?? []),
    ...['country region', 'country territory', 'country or territory', 'location country territory', 'country name'],
    ...['country or region', 'location', 'location code'],
    'region',
    'nation',
    '国家或地区',
    '所在国家',
  ],
  rank: [...(HEADER_WORDS.rank ?? []), ...DOMESTIC_RANKS, ...POSITIONS],
  // As lists of US News have it.
  ranked: [...(HEADER_WORDS.ranked ?? []), 'title'],
};
/** Without a word for ranks, columns of years are ranks only in a file that is called so. */
const CALLED_RANKING = /rank|排名|排行|arwu|cwur|(?<![a-z])(?:qs|the)(?![a-z])/i;

/** Reputation tables such as ARWU: a rank or a band, a name, a year. Ranks are kept as low–high. */
export const rankingsImporter: MobilityImporter = {
  kind: 'rankings',
  label: say('study-import-kind.rankings'),
  summary: 'a reputation table: rank, institution, year',
  settings: ['ranking', 'year'],
  example: { ranking: 'ARWU', year: 2020 },
  fields: [
    { name: 'rank', required: true },
    { name: 'ranked', required: true },
    { name: 'year', required: false },
    { name: 'country', required: false },
  ],
  sniff: (head, _text, file, rows = []) => {
    const columns = guessedColumns(head, FIELDS, WORDS);
    const years = yearColumns(head);
    const inYears = years.some(({ saysRank }) => saysRank) || (years.length > 1 && CALLED_RANKING.test(basename(file)));
    return columns.has('ranked') && (holdsRanks(rows, columns) || inYears);
  },
  async stage(file, mapping, context) {
    const { library, book, questions } = context;
    const table = await givenTable(file, mapping, context);
    const columns = new Columns(table, mapping, FIELDS, WORDS);
    const byYear = columns.has('rank') || columns.has('year') ? [] : yearColumns(table.head);
    assertHeaders(columns, byYear.length > 0 ? ['ranked'] : ['rank', 'ranked']);
    const unsaid = mapping.year === undefined && !columns.has('year') && byYear.length === 0;
    const named = { given: mapping.ranking, column: columns.header('rank') };
    const called = rankingOf(table, named, book, questions);
    const dated = unsaid ? yearOfTable(table, questions) : { year: mapping.year, notes: [] };
    if (called === null || dated === null) return waiting(table, columns, mapping);
    const { ranking } = called;
    const rejections: Problem[] = [];
    const doubts: Problem[] = [];
    const years = { cells: new YearCells(table.rows, mapping.missing, questions), rejections };
    const rows: RankRow[] = [];
    const seen = new Map<string, RankRow>();
    let [empty, marked] = [0, 0];
    const open = new Set<string>();
    const countryOf = countriesIn(table.rows, columns);
    for (const { row, written, column, ofColumn } of ranksOf(table, columns, byYear)) {
      const named = columns.get(row, 'ranked').replace(/\s+/g, ' ');
      const name = withoutFootnotes(named);
      if (ofColumn !== null && mapping.missing.includes(written)) {
        empty++;
        continue;
      }
      const rank = readRank(written);
      if (!rank) {
        const what = say('study-import.not-a-rank', { given: written });
        rejections.push(problem(row.line, column, written, what, say('study-import.write-rank')));
        continue;
      }
      if (mapping.missing.includes(name)) {
        rejections.push(
          problem(row.line, 'ranked', name, say('study-import.no-institution'), say('study-import.complete-name')),
        );
        continue;
      }
      const year = ofColumn ?? rowYear(row, columns, dated.year, years);
      if (year === null) continue;
      if (name !== named) marked++;
      const { low, high, isOpen } = rank;
      if (isOpen && low < book.reputation.cap) open.add(written);
      const entry = {
        line: row.line,
        text: `${ofColumn ?? ''}\t${row.cells.join('\t')}`,
        year,
        name,
        country: countryOf(row),
        low,
        high,
      };
      const key = `${entry.year} ${nameKey(name)} ${entry.country}`;
      const before = seen.get(key);
      if (before && before.text === entry.text) {
        rejections.push(
          problem(
            row.line,
            'ranked',
            name,
            say('study-import.row-twice', { line: before.line }),
            say('study-import.leave-one-out'),
          ),
        );
        continue;
      }
      if (before) {
        const same = before.low === entry.low && before.high === entry.high;
        const effect = same ? say('study-import.with-same-rank') : say('study-import.with-different-ranks');
        doubts.push(
          problem(
            row.line,
            'ranked',
            name,
            say('study-import.listed-twice', {
              name,
              year: entry.year,
              line: before.line,
              otherLine: row.line,
              effect,
            }),
            say('study-import.add-country'),
          ),
        );
      }
      seen.set(key, entry);
      rows.push(entry);
    }
    const accepted = knownYears(library, ranking, rows, mapping.existing, rejections);
    return {
      rejections,
      doubts,
      held: years.cells.held.size,
      notes: [
        ...dated.notes,
        ...called.notes,
        say('study-import.years-of-ranking', {
          ranking,
          years: [...new Set(accepted.map(({ year }) => year))].sort(),
        }),
        ...(empty > 0 ? [say('study-import.ranks-empty', { cells: empty })] : []),
        ...(marked > 0 ? [say('study-import.footnotes-left-out', { names: marked })] : []),
        ...(open.size > 0 ? [say('study-import.open-ranks', { ranks: [...open].slice(0, 10) })] : []),
        ...unknownCountries(accepted),
      ],
      ...lookOf(
        { table, found: { ...columns.found(), ...Object.fromEntries(byYear.map(({ header }) => [header, header])) } },
        mapping,
      ),
      // A column of a year is no field that a mapping could give.
      mapping: { ...mapping, ranking, columns: { ...mapping.columns, ...columns.found() } },
      values: valueGroups(table.rows, columns, ['country'], book),
      publish: (db) => publishRanking(db, ranking, accepted),
    };
  },
};

interface RankCell {
  row: TableRow;
  written: string;
  column: string;
  /** The year that the column's heading says; null for the row's or the table's. */
  ofColumn: number | null;
}

/** The ranks of a table: one a row, or one a row and column of a year. */
function ranksOf({ rows, head }: ReadTable, columns: Columns, byYear: readonly YearColumn[]): RankCell[] {
  if (byYear.length === 0)
    return rows.map((row) => ({ row, written: columns.get(row, 'rank'), column: 'rank', ofColumn: null }));
  const places = byYear.map(({ header, year }) => ({ at: head.indexOf(header), column: header, ofColumn: year }));
  return rows.flatMap((row) =>
    places.map(({ at, ...place }) => ({ row, written: (row.cells[at] ?? '').trim(), ...place })),
  );
}

/**
 * As a code; of “China|Beijing” and “Beijing, China” the part that is a country, and of “Cambridge, MA” and “Atlanta,
 * Georgia” the country of the city. MD after a city that is not known is Maryland where other cells say NJ.
 */
function countriesIn(rows: readonly TableRow[], columns: Columns): (row: TableRow) => string {
  const behind = (text: string) => text.slice(text.lastIndexOf(',') + 1).trim();
  const cells = rows.map((row) => columns.get(row, 'country')).filter((text) => text.includes(','));
  const saysState = cells.some((text) => countryCode(behind(text)) === null && countryOfState(behind(text)) !== null);
  return (row) => {
    const text = columns.get(row, 'country');
    const whole = [text, ...text.split('|')].map((part) => countryCode(part.trim())).find((code) => code !== null);
    if (whole !== undefined || !text.includes(',')) return whole ?? text;
    return cityOf(text, null).country ?? (saysState ? countryOfState(behind(text)) : null) ?? text;
  };
}

/** Countries that are not known are compared as they are written, and fit no institution. */
export function unknownCountries(rows: readonly { country: string | null }[]): Message[] {
  const countries = [...new Set(rows.map(({ country }) => country ?? ''))];
  const unknown = countries.filter((country) => country !== '' && countryCode(country) === null);
  return unknown.length > 0 ? [say('study-import.unknown-countries', { countries: unknown.slice(0, 20) })] : [];
}

const ROWS_JUDGED = 50;

const ACADEMIC_RANK =
  /prof|lecturer|reader|instructor|fellow|emerit|^(?:full|associate|assistant)\b|教授|讲师|研究员|助教/i;

/** Whether a column of ranks holds those of institutions: “Rank” also stands above professor and lecturer. */
function holdsRanks(rows: readonly TableRow[], columns: Columns): boolean {
  if (!columns.has('rank')) return false;
  const cells = rows.slice(0, ROWS_JUDGED).map((row) => columns.get(row, 'rank'));
  if (cells.some((cell) => readRank(cell) !== null)) return true;
  const isPosition = POSITIONS.includes(nameKey(columns.header('rank') ?? ''));
  return !isPosition && !cells.some((cell) => ACADEMIC_RANK.test(cell));
}

/**
 * A year already in the table: equal rows change nothing; different rows are rejected or replace it, as the mapping
 * says.
 */
function knownYears(
  library: ReadableDb,
  ranking: string,
  rows: RankRow[],
  existing: string,
  rejections: Problem[],
): RankRow[] {
  const years = new Set(
    library.all<{ year: number }>('SELECT year FROM ranking_years WHERE ranking = ?', ranking).map(({ year }) => year),
  );
  if (existing === 'replace') return rows;
  const refused = new Set<number>();
  for (const year of years) {
    const given = rows.filter((row) => row.year === year);
    if (given.length === 0) continue;
    const stored = library
      .all<{ name: string; country: string; low: number; high: number }>(
        'SELECT name_key AS name, country, low, high FROM rankings WHERE ranking = ? AND year = ?',
        ranking,
        year,
      )
      .map(({ name, country, low, high }) => `${storedKey(name)} ${comparableCountry(country)} ${low} ${high}`);
    const same =
      stored.length === given.length &&
      given.every((row) => stored.includes(`${nameKey(row.name)} ${row.country} ${row.low} ${row.high}`));
    if (same) continue;
    refused.add(year);
    rejections.push(...otherRows(ranking, year, stored.length, given));
  }
  return rows.filter(({ year }) => !refused.has(year));
}

/** The rows of a table's year that the library has otherwise, each as rejected. */
export function otherRows(
  ranking: string,
  year: number,
  stored: number,
  given: readonly { line: number }[],
): Problem[] {
  const what = say('study-import.other-rows-in-library', { ranking, year, stored, given: given.length });
  return given.map(({ line }) => problem(line, 'year', String(year), what, say('study-import.existing-replace-year')));
}

type Stored = Pick<RankRow, 'name' | 'country' | 'low' | 'high'>;
const asText = ({ name, country, low, high }: Stored) => JSON.stringify([name, country, low, high]);

function publishRanking(
  db: OpenDb,
  ranking: string,
  rows: readonly RankRow[],
): { imported: number; unchanged: number } {
  const byYear = Map.groupBy(rows, ({ year }) => year);
  let unchanged = 0;
  for (const [year, list] of byYear) {
    const stored = db
      .all<Stored>(
        'SELECT name, country, low, high FROM rankings WHERE ranking = ? AND year = ? ORDER BY rowid',
        ranking,
        year,
      )
      .map(asText);
    if (JSON.stringify(stored.sort()) === JSON.stringify(list.map(asText).sort())) {
      unchanged += list.length;
      continue;
    }
    db.run('DELETE FROM rankings WHERE ranking = ? AND year = ?', ranking, year);
    for (const { name, country, low, high, line } of list)
      db.run(
        'INSERT INTO rankings (ranking, year, name, name_key, country, low, high, line) ' +
          'VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        ranking,
        year,
        name,
        nameKey(name),
        country,
        low,
        high,
        line,
      );
    const deepest = Math.max(...list.map(({ high }) => high));
    db.run(
      'INSERT INTO ranking_years VALUES (?, ?, ?, ?, 1) ON CONFLICT (ranking, year) DO UPDATE SET rows = ' +
        'excluded.rows, deepest = excluded.deepest',
      ranking,
      year,
      list.length,
      deepest,
    );
  }
  return { imported: rows.length - unchanged, unchanged };
}
