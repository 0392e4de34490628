import { say } from '../../../../shared/messages/say.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import type { Questions } from '../../../imports/questions.ts';
import { type Person, peopleIn } from '../../cv/people.ts';
import { askWhose } from '../../cv/several-people.ts';
import { scholarKeyOf } from '../../names/full-name.ts';
import { type Columns, guessedColumns, problem } from './fields.ts';
import { saysIntroduction } from '../table/heading-words.ts';
import type { StagedCv, StagedLine, StagedScholar } from '../staged.ts';
import type { ReadTable, TableRow } from '../table/table.ts';
import { languageDoubts } from '../resumes/language-doubts.ts';
import { linesOfText } from '../resumes/text-lines.ts';

/** Columns of free text about a career: the whole of it, or a part each. */
export const CV_FIELDS = ['cv', 'cvEducation', 'cvCareer', 'cvHonours'];

/** What a cell of a workbook holds at most; longer texts are cut where they are put in. */
const LONGEST_CELL = 32_767;

/** The CVs in the cells of a table: each becomes lines of evidence, as the text of a file does. */
export class CvCells {
  readonly #table: Pick<ReadTable, 'source'>;
  readonly #columns: Columns;
  readonly #fields: string[];
  readonly #doubts: Problem[];
  readonly #questions: Questions;
  readonly #held: Set<number>;
  readonly #found = new Map<string, StagedCv & { seen: Set<string> }>();
  /** People whom cells tell of besides their rows' scholars. */
  readonly #others = new Map<string, StagedScholar & { cv: StagedCv }>();

  constructor(
    table: Pick<ReadTable, 'source'>,
    columns: Columns,
    { questions, doubts, held }: { questions: Questions; doubts: Problem[]; held: Set<number> },
  ) {
    this.#table = table;
    this.#columns = columns;
    this.#fields = CV_FIELDS.filter((field) => columns.has(field));
    this.#questions = questions;
    this.#doubts = doubts;
    this.#held = held;
  }

  /** Headings of the columns, which are no part of a row's own text. */
  get headers(): string[] {
    return this.#fields.map((field) => this.#columns.header(field) ?? '');
  }

  /** Takes what a row says; a text that is repeated in the scholar's next row counts once. Returns if there is one. */
  add(row: TableRow, { key, name }: { key: string; name: string }, missing: (text: string) => boolean): boolean {
    const cells = this.#fields.flatMap((field) => {
      const text = this.#columns.get(row, field);
      return missing(text) ? [] : [{ field, text, header: this.#columns.header(field) ?? '' }];
    });
    if (cells.length === 0) return false;
    const known = this.#found.get(key) ?? {
      file: `${this.#table.source} · ${cells[0].header}`,
      row: row.line,
      lines: [],
      seen: new Set(),
    };
    this.#found.set(key, known);
    for (const { field, text, header } of cells) {
      if (known.seen.has(text)) continue;
      known.seen.add(text);
      if (field !== 'cv') this.#put(known.lines, header);
      const own = this.#ownText(row, { name, field, header }, text.replaceAll(/_x000D_\n?/g, '\n'));
      if (own !== '') this.#put(known.lines, own);
      if (text.length >= LONGEST_CELL - 1)
        this.#doubts.push(
          problem(row.line, field, '', say('study-import.cell-cut-off'), say('study-import.import-cv-as-file')),
        );
      this.#doubts.push(...languageDoubts({ row: row.line, field, value: '' }, text));
      if (text.includes('\uFFFD'))
        this.#doubts.push(
          problem(row.line, field, '', say('study-import.damaged-text'), say('study-import.choose-encoding')),
        );
    }
    return true;
  }

  /** Of a cell that tells of several people what is about the row's scholar; nothing until somebody says so. */
  #ownText(row: TableRow, cell: { name: string; field: string; header: string }, text: string): string {
    const people = cell.field === 'cv' ? peopleIn(text) : [];
    if (people.length === 0) return text;
    const file = `${this.#table.source} · ${cell.header}`;
    const answer = askWhose(`${file} · ${row.line}`, people, this.#questions, 1);
    if (answer === 'one') return text;
    if (answer === null) this.#held.add(row.line);
    else for (const person of people) this.#putApart(row.line, file, cell.name, person, text);
    return answer === null ? '' : ownPart(people, cell.name, text);
  }

  #putApart(row: number, file: string, own: string, { name, span }: Person, text: string): void {
    if (scholarKeyOf(name) === scholarKeyOf(own)) return;
    const cv = this.#others.get(name)?.cv ?? { file, row, lines: [] };
    this.#others.set(name, { key: name, name, attributes: {}, row, lines: [], cv });
    this.#put(cv.lines, text.slice(...span));
  }

  #put(lines: StagedLine[], text: string): void {
    const before = lines.at(-1)?.row ?? 0;
    const rows = linesOfText(text);
    const numbers = [...new Set(rows.map(({ row }) => row))];
    lines.push(...rows.map((line) => ({ ...line, row: before + 1 + numbers.indexOf(line.row) })));
  }

  /** The scholars of the rows with their texts, and behind them the others of whom cells tell. */
  withTexts(scholars: readonly StagedScholar[]): StagedScholar[] {
    const own = scholars.map((one) => {
      const found = this.#found.get(one.key);
      return found ? { ...one, cv: { file: found.file, row: found.row, lines: found.lines } } : { ...one };
    });
    const byName = Map.groupBy(own, ({ name }) => scholarKeyOf(name));
    const apart: StagedScholar[] = [];
    // Somebody with a row of their own is that row's scholar; what a second cell says of them comes behind.
    for (const other of this.#others.values()) {
      const [known] = byName.get(scholarKeyOf(other.name)) ?? [];
      if (!known) apart.push(other);
      else if (known.cv === undefined) known.cv = other.cv;
      else for (const { text } of other.cv.lines) this.#put(known.cv.lines, text);
    }
    return [...own, ...apart];
  }
}

/** What stands before the first person, and the part of the one who has the scholar's name. */
function ownPart(people: readonly Person[], name: string, text: string): string {
  const parts = people.filter((one) => scholarKeyOf(one.name) === scholarKeyOf(name));
  return [text.slice(0, people[0].span[0]), ...parts.map(({ span }) => text.slice(...span))].join('').trimEnd();
}

/** A scholar's rows and CV, each as what is stored of a file. */
export function piecesOf({ cv, ...scholar }: StagedScholar): StagedScholar[] {
  return [
    ...(scholar.lines.length > 0 ? [scholar] : []),
    ...(cv && cv.lines.length > 0 ? [{ ...scholar, row: cv.row, lines: cv.lines, file: cv.file }] : []),
  ];
}

export function cvNote(pieces: readonly StagedScholar[]): Message[] {
  const texts = pieces.filter(({ file }) => file !== undefined);
  if (texts.length === 0) return [];
  const lines = texts.reduce((sum, one) => sum + one.lines.length, 0);
  return [say('study-import.cvs-in-cells', { scholars: texts.length, lines })];
}

/** Whether the headings say that a column holds CVs or a part of them; 介绍 may be of anything. */
export function saysCvs(columns: Columns): boolean {
  return CV_FIELDS.some(
    (field) => field !== 'cvHonours' && columns.has(field) && !saysIntroduction(columns.header(field) ?? ''),
  );
}

const ROWS_JUDGED = 100;
const SHORTEST_INTRODUCTION = 60;
const YEAR = /(?<!\d)(?:18|19|20)\d\d(?!\d)/;

/** Whether people are introduced in most rows at a length, or with years, that tells of their careers. */
export function introducesPeople(head: readonly string[], rows: readonly TableRow[]): boolean {
  const columns = guessedColumns(head, ['scholar', 'name', 'cv']);
  if (!columns.has('cv') || !(columns.has('scholar') || columns.has('name'))) return false;
  const texts = rows.slice(0, ROWS_JUDGED).map((row) => columns.get(row, 'cv'));
  const filled = texts.filter((text) => text !== '');
  const telling = filled.filter((text) => text.length >= SHORTEST_INTRODUCTION || YEAR.test(text));
  return filled.length > 0 && telling.length >= filled.length / 2;
}

/** Shorter texts in every row of a scholar are remarks. */
const SHORTEST_CV = 20;

/** Whether a column of a table with several rows a scholar holds CVs: several lines, or the same text in their rows. */
export function holdsCvs({ rows }: Pick<ReadTable, 'rows'>, columns: Columns): boolean {
  if (!columns.has('cv')) return false;
  const texts = new Map<string, Set<string>>();
  let several = false;
  for (const row of rows) {
    const text = columns.get(row, 'cv');
    if (/\n/.test(text)) return true;
    const key = columns.get(row, 'scholar') || columns.get(row, 'name');
    const known = texts.get(key);
    several ||= known !== undefined;
    texts.set(key, (known ?? new Set()).add(text));
  }
  const filled = [...texts.values()].map((own) => [...own].filter((text) => text !== '').length);
  const isLong = [...texts.values()].some((own) => [...own].some((text) => text.length >= SHORTEST_CV));
  return several && isLong && filled.every((count) => count <= 1);
}
