import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { isDegree } from '../../../../shared/mobility/codebook.ts';
import type { Question } from '../../../../shared/questions.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { scholarKeyOf } from '../../names/full-name.ts';
import { lastingValue } from '../people/one-person.ts';
import { LEAVE_OUT, WHETHER_SAME_PEOPLE, WITHOUT_YEARS } from '../choices.ts';
import type { StagedPosition, StagedScholar } from '../staged.ts';

/** Before this year no living scholar's career began; 1900 to 1910 are years typed into cells formatted as dates. */
const EARLIEST_YEAR = 1925;
const LONGEST_DEGREE_YEARS = 15;
/** Nobody younger takes a degree, or has a post that a career is told with. */
const YOUNGEST = { graduate: 15, employee: 10 };
const ROWS_NAMED = 30;

const YEAR_CHOICES: Question['choices'] = [
  { id: 'keep', label: say('study-import-choice.keep-years') },
  WITHOUT_YEARS,
  LEAVE_OUT,
];

type Fault = 'early' | 'future' | 'long' | 'young';
const FAULTS: Record<Fault, (values: { years: string[]; rows: number[]; count: number }) => Message> = {
  early: (values) => say('ask.years-too-early', values),
  future: (values) => say('ask.years-in-future', values),
  long: (values) => say('ask.degrees-too-long', values),
  young: (values) => say('ask.years-before-birth', values),
};

function faultOf(
  { startYear, endYear, role }: StagedPosition,
  { attributes }: StagedScholar,
  thisYear: number,
): Fault | null {
  const [first, last] = [startYear ?? endYear, endYear ?? startYear];
  if (first === null || last === null) return null;
  if (first < EARLIEST_YEAR) return 'early';
  if (last > thisYear + 1) return 'future';
  if (isDegree(role) && last - first > LONGEST_DEGREE_YEARS) return 'long';
  const born = Number(lastingValue('birthYear', attributes.birthYear ?? ''));
  const isYoung = isDegree(role) ? last < born + YOUNGEST.graduate : first < born + YOUNGEST.employee;
  return isYoung ? 'young' : null;
}

/**
 * Asks about years that no living scholar's career has, one question for all rows of a kind. Returns the rows held
 * back; they are taken out of the scholars, as are those that the answer leaves out.
 */
export function settleYears(scholars: readonly StagedScholar[], questions: Questions): Set<number> {
  const thisYear = new Date().getFullYear();
  const held = new Set<number>();
  const lines = scholars.flatMap((scholar) => scholar.lines.map((line) => ({ scholar, line })));
  for (const [fault, told] of Object.entries(FAULTS) as [Fault, (typeof FAULTS)[Fault]][]) {
    const found = lines.filter(({ scholar, line }) =>
      line.positions.some((one) => faultOf(one, scholar, thisYear) === fault),
    );
    if (found.length === 0) continue;
    const faulty = found.flatMap(({ scholar, line }) =>
      line.positions
        .filter((one) => faultOf(one, scholar, thisYear) === fault)
        .map((position) => ({ position, born: fault === 'young' ? ` (*${scholar.attributes.birthYear})` : '' })),
    );
    const years = [
      ...new Set(faulty.map(({ position, born }) => `${position.startYear ?? '?'}–${position.endYear ?? '?'}${born}`)),
    ];
    const rows = found.map(({ line }) => line.row);
    const values = { years: years.slice(0, ROWS_NAMED), rows: rows.slice(0, ROWS_NAMED), count: rows.length };
    const answer = questions.ask(told(values), YEAR_CHOICES, rows.length);
    if (answer === 'keep') continue;
    if (answer === 'without-years') {
      for (const { position } of faulty) Object.assign(position, { startYear: null, endYear: null });
      continue;
    }
    for (const { scholar, line } of found) {
      scholar.lines = scholar.lines.filter((one) => one !== line);
      if (answer === null) held.add(line.row);
    }
  }
  return held;
}

/** The rows that tell of a scholar. */
export function rowsOf({ lines, row }: StagedScholar): number[] {
  return lines.length > 0 ? lines.map((line) => line.row) : [row];
}

/**
 * Asks whether a scholar whose id the library gives to somebody called otherwise is the same person: ids that are row
 * numbers (序号 1 in every file) would join two careers. Other people are kept apart by id and name.
 */
export function settlePeople(
  library: ReadableDb,
  scholars: readonly StagedScholar[],
  questions: Questions,
): { scholars: StagedScholar[]; held: Set<number> } {
  const names = new Map(
    library
      .all<{ key: string; name: string }>('SELECT scholar_key AS key, name FROM scholars')
      .map(({ key, name }) => [key, name]),
  );
  const otherKey = ({ key, name }: StagedScholar) => `${key} ${name}`;
  const settled = scholars.map((one) => (names.has(otherKey(one)) ? { ...one, key: otherKey(one) } : one));
  const clashes = settled.filter(({ key, name }) => {
    const known = names.get(key);
    const named = known !== undefined && known !== key && name !== key;
    return named && scholarKeyOf(known) !== scholarKeyOf(name);
  });
  const held = new Set<number>();
  if (clashes.length === 0) return { scholars: settled, held };
  const people = clashes.map(({ key, name }) => `${key}: ${names.get(key)} / ${name}`).slice(0, ROWS_NAMED);
  const message = say('ask.called-otherwise', { scholars: clashes.length, people });
  const rows = clashes.flatMap(rowsOf);
  const answer = questions.ask(message, WHETHER_SAME_PEOPLE, rows.length);
  if (answer === 'same') return { scholars: settled, held };
  if (answer === 'other')
    return { scholars: settled.map((one) => (clashes.includes(one) ? { ...one, key: otherKey(one) } : one)), held };
  if (answer === null) for (const row of rows) held.add(row);
  return { scholars: settled.filter((one) => !clashes.includes(one)), held };
}
