import { say } from '../../../shared/messages/say.ts';
import type { Mapping } from '../../../shared/mobility/imports.ts';
import type { Question } from '../../../shared/questions.ts';
import type { Questions } from '../../imports/questions.ts';
import { scholarKeyOf, withoutOrcid } from '../names/full-name.ts';
import { attributeColumns } from './attributes.ts';
import { LEAVE_OUT, ONE_PERSON } from './choices.ts';
import type { Columns } from './fields.ts';
import { areOfTwo, type Degree, degreeOf, LASTING, lastingValue } from './one-person.ts';
import type { StageContext } from './staged.ts';
import { readRole } from './roles.ts';
import type { ReadTable, TableRow } from './table.ts';

const OTHER: Question['choices'][number] = { id: 'other', label: say('study-import-choice.namesakes-apart') };
const NAMES_SHOWN = 20;

interface NamedRow {
  row: TableRow;
  name: string;
  /** The block of rows of this name that it stands in. */
  block: number;
  /** Sex and year of birth; empty where the row has none. */
  lasting: string[];
  degree: Degree | null;
}

/** Which person of a name a row is of, by its line; and the rows that wait for an answer or are left out. */
export interface NamesApart {
  nth: Map<number, number>;
  held: Set<number>;
}

/**
 * People of one name in a table with several rows a person and no ids. That they are several shows where a name's rows
 * stand in two places, say another sex or year of birth, or have two doctorates; then it is asked, once a kind.
 */
export function namesApart(
  table: ReadTable,
  columns: Columns,
  mapping: Mapping,
  { book, questions }: Pick<StageContext, 'book' | 'questions'>,
): NamesApart {
  const apart: NamesApart = { nth: new Map(), held: new Set() };
  if (!columns.has('name')) return apart;
  const attributes = attributeColumns(table.head, mapping, book);
  const rows = namedRows(table.rows, columns, mapping, (row) => ({
    lasting: LASTING.map((name) => lastingValue(name, row.cells[attributes.get(name) ?? -1] ?? '')),
    degree: degreeOf(
      readRole(columns.get(row, 'role') || columns.get(row, 'title'), mapping, book.terminalDegrees),
      columns.get(row, 'institution'),
      lastYear(columns.get(row, 'end') || columns.get(row, 'period') || columns.get(row, 'start')),
    ),
  }));
  const names = [...Map.groupBy(rows, ({ name }) => scholarKeyOf(name)).values()];
  const doubtful = names.filter((own) => new Set(own.map(({ block }) => block)).size > 1 || differs(own));
  const answer = askAbout(doubtful, 'ask.names-apart', [ONE_PERSON, OTHER, LEAVE_OUT], questions);
  let people = names;
  if (answer === 'other') people = names.flatMap((own) => (doubtful.includes(own) ? parted(own, apart.nth) : [own]));
  else if (answer !== 'same') hold(doubtful, apart.held);
  const settled = answer === 'same' || answer === null ? doubtful : [];
  const twice = people.filter((own) => !settled.includes(own) && hasTwoDegrees(own));
  if (askAbout(twice, 'ask.two-degrees', [ONE_PERSON, LEAVE_OUT], questions) !== 'same') hold(twice, apart.held);
  return apart;
}

function lastYear(text: string): number | null {
  const last = text
    .normalize('NFKC')
    .match(/(?<!\d)(?:19|20)\d\d(?!\d)/g)
    ?.at(-1);
  return last === undefined ? null : Number(last);
}

/** Rows without an id. Rows of another name, or with an id, end a block; rows that name nobody do not. */
function namedRows(
  rows: readonly TableRow[],
  columns: Columns,
  { missing }: Mapping,
  read: (row: TableRow) => Pick<NamedRow, 'lasting' | 'degree'>,
): NamedRow[] {
  const found: NamedRow[] = [];
  let block = 0;
  let before = '';
  for (const row of rows) {
    const { rest: name, orcid } = withoutOrcid(columns.get(row, 'name'));
    const hasId = orcid !== null || !missing.includes(columns.get(row, 'scholar'));
    if (missing.includes(name) && !hasId) continue;
    const plain = hasId ? '' : scholarKeyOf(name);
    if (plain !== before) block++;
    before = plain;
    if (!hasId) found.push({ row, name, block, ...read(row) });
  }
  return found;
}

const differs = (own: readonly NamedRow[]) =>
  LASTING.some((_name, i) => new Set(own.map(({ lasting }) => lasting[i]).filter((value) => value !== '')).size > 1);

const hasTwoDegrees = (own: readonly NamedRow[]) =>
  own.some(({ degree }, i) => own.slice(i + 1).some((other) => areOfTwo(degree, other.degree)));

function askAbout(
  names: readonly NamedRow[][],
  id: 'ask.names-apart' | 'ask.two-degrees',
  choices: Question['choices'],
  questions: Questions,
): string | null {
  if (names.length === 0) return 'same';
  const rows = names.flat().length;
  const people = names.slice(0, NAMES_SHOWN).map(([{ name }]) => name);
  return questions.ask(say(id, { rows, names: names.length, people }), choices, rows);
}

function hold(names: readonly NamedRow[][], held: Set<number>): void {
  for (const { row } of names.flat()) held.add(row.line);
}

/** The rows of each person: by sex and year of birth where these tell them apart, otherwise by where they stand. */
function parted(own: readonly NamedRow[], nth: Map<number, number>): NamedRow[][] {
  const byLasting = differs(own);
  let last: NamedRow | null = null;
  const whose = own.map((one, at) => {
    if (!byLasting) return String(one.block);
    // What a row does not say it has from the row above it, and where none says it from the next below.
    const above = last !== null && last.block === one.block ? last.lasting : [];
    const below = (i: number) => own.slice(at + 1).find((row) => row.block === one.block && row.lasting[i] !== '');
    last = { ...one, lasting: one.lasting.map((value, i) => value || above[i] || (below(i)?.lasting[i] ?? '')) };
    return last.lasting.join('\t');
  });
  const people = [...Map.groupBy(own, (_one, at) => whose[at]).values()];
  for (const [i, rows] of people.entries()) for (const { row } of rows) nth.set(row.line, i + 1);
  return people;
}
