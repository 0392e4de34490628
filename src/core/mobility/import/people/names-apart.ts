import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import type { Question } from '../../../../shared/questions.ts';
import type { Questions } from '../../../imports/questions.ts';
import { institutionKeys } from '../../institutions/one-institution.ts';
import { scholarKeyOf, withoutOrcid } from '../../names/full-name.ts';
import { attributeColumns } from '../cells/attributes.ts';
import { LEAVE_OUT, ONE_PERSON } from '../choices.ts';
import type { Columns } from '../cells/fields.ts';
import { areAtOnce, areOfTwo, type Degree, degreeOf, LASTING, lastingValue, type Stay } from './one-person.ts';
import { isInOrder } from './row-order.ts';
import { SecondIds } from './second-ids.ts';
import type { StageContext } from '../staged.ts';
import { readRole } from '../roles/roles.ts';
import type { ReadTable, TableRow } from '../table/table.ts';

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
  stay: Stay | null;
  year: number | null;
  /** What kind of row it is, as its role says. */
  kind: string;
}

/** Which person of a name a row is of; and the lines of the rows that wait for an answer or are left out. */
export interface NamesApart {
  nth: Map<TableRow, number>;
  held: Set<number>;
  notes: Message[];
}

/**
 * People of one name in a table with several rows a person and no ids. That they are several shows where a name's rows
 * stand in two places, say another sex or year of birth, or have two doctorates; then it is asked, once a kind.
 */
export function namesApart(
  table: ReadTable,
  columns: Columns,
  mapping: Mapping,
  { book, questions, library }: Pick<StageContext, 'book' | 'questions' | 'library'>,
): NamesApart {
  const apart: NamesApart = { nth: new Map(), held: new Set(), notes: [] };
  if (!columns.has('name')) return apart;
  const attributes = attributeColumns(table.head, mapping, book);
  const keyOf = institutionKeys(library);
  const rows = namedRows(table.rows, columns, mapping, (row) => {
    const cell = (field: string) => columns.get(row, field);
    const institution = cell('institution');
    const role = readRole(cell('role') || cell('title'), mapping, book.terminalDegrees);
    const [from, to] = [firstYear(cell('start') || cell('period')), lastYear(cell('end') || cell('period'))];
    return {
      lasting: LASTING.map((name) => lastingValue(name, row.cells[attributes.get(name) ?? -1] ?? '')),
      degree: degreeOf({ role, institution, year: to ?? lastYear(cell('start')) }, keyOf),
      stay: role === 'job' && from !== null && to !== null ? { institution: keyOf(institution), from, to } : null,
      year: from ?? to,
      kind: cell('role'),
    };
  });
  const ids = new SecondIds(table, columns);
  const names = [...Map.groupBy(rows, ({ name }) => scholarKeyOf(name)).values()].filter((own) => {
    const people = own.length > 1 ? ids.peopleOf(own, ({ row }) => row.line) : null;
    for (const [i, one] of people?.entries() ?? []) for (const { row } of one) apart.nth.set(row, i + 1);
    return people === null;
  });
  apart.notes.push(...ids.notes());
  const scattered = names.filter((own) => new Set(own.map(({ block }) => block)).size > 1);
  const byOrder = isOfOrder(names, scattered, rows) ? scattered.filter(agrees) : [];
  const doubtful = names.filter((own) => differs(own) || (scattered.includes(own) && !byOrder.includes(own)));
  if (byOrder.length > 0) apart.notes.push(say('study-import.names-by-order', { names: byOrder.length }));
  const answer = askAbout(doubtful, 'ask.names-apart', [ONE_PERSON, OTHER, LEAVE_OUT], questions);
  let people = names;
  if (answer === 'other') people = names.flatMap((own) => (doubtful.includes(own) ? parted(own, apart.nth) : [own]));
  else if (answer !== 'same') hold(doubtful, apart.held);
  const settled = answer === 'same' || answer === null ? doubtful : [];
  const twice = people.filter((own) => !settled.includes(own) && hasTwoDegrees(own));
  if (askAbout(twice, 'ask.two-degrees', [ONE_PERSON, LEAVE_OUT], questions) !== 'same') hold(twice, apart.held);
  return apart;
}

/** Whether rows of a name stand apart because the whole table is in another order than that of people. */
function isOfOrder(names: readonly NamedRow[][], scattered: readonly NamedRow[][], rows: readonly NamedRow[]): boolean {
  const several = names.filter((own) => own.length > 1);
  return scattered.length > 1 && scattered.length * 2 >= several.length && isInOrder(rows);
}

/** Whether no two posts of a name are hardly one person's; two degrees are a question of their own. */
const agrees = (own: readonly NamedRow[]) =>
  !own.some(({ stay }, i) => own.slice(i + 1).some((other) => areAtOnce(stay, other.stay)));

const yearsIn = (text: string) => text.normalize('NFKC').match(/(?<!\d)(?:19|20)\d\d(?!\d)/g) ?? [];

function firstYear(text: string): number | null {
  const [first] = yearsIn(text);
  return first === undefined ? null : Number(first);
}

function lastYear(text: string): number | null {
  const last = yearsIn(text).at(-1);
  return last === undefined ? null : Number(last);
}

/** Rows without an id. Rows of another name, or with an id, end a block; rows that name nobody do not. */
function namedRows(
  rows: readonly TableRow[],
  columns: Columns,
  { missing }: Mapping,
  read: (row: TableRow) => Omit<NamedRow, 'row' | 'name' | 'block'>,
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
function parted(own: readonly NamedRow[], nth: Map<TableRow, number>): NamedRow[][] {
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
  for (const [i, rows] of people.entries()) for (const { row } of rows) nth.set(row, i + 1);
  return people;
}
