import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { ReadTable } from '../table/table.ts';

/** The year of the first ranking of the world's universities: earlier tables are given their year in the mapping. */
const FIRST_YEAR_OFFERED = 2003;

type Said = Pick<ReadTable, 'file' | 'sheet' | 'title'>;

const DAY =
  /(?<!\d)((?:19|20)\d\d)(?:([-_. ]?)(?:0[1-9]|1[0-2]|[1-9](?!\d))\2(?:0?[1-9]|[12]\d|3[01])|年\d{1,2}月\d{1,2}日)(?!\d)/g;

/**
 * The different years that a text holds, the dates of downloads (20210415, 2021-04-15) left out. An edition of two
 * years (2019-20) has both.
 */
export function yearsInName(name: string): number[] {
  const years = name
    .normalize('NFKC')
    .replace(DAY, ' ')
    .matchAll(/(?<!\d)((?:19|20)\d\d)(?:[-–—_/](\d\d)(?!\d))?(?![\d])/g);
  const found = Array.from(years, ([, year, next]) => {
    const isSeason = next !== undefined && Number(next) === (Number(year) + 1) % 100;
    return isSeason ? [Number(year), Number(year) + 1] : [Number(year)];
  });
  return [...new Set(found.flat())];
}

/**
 * The year of a table without a column for it, with a note where it was found: in the file's name, that of its sheet,
 * or the title above the headings. Null while it is asked about.
 */
export function yearOfTable(table: Said, questions: Questions): { year: number; notes: Message[] } | null {
  const { file, sheet, title } = table;
  const inName = yearsInName(file);
  if (inName.length > 1) return asked(file, inName, inName, questions);
  if (inName.length === 1) return { year: inName[0], notes: [say('study-import.year-from-name', { year: inName[0] })] };
  const elsewhere = [sheet ?? '', title].find((text) => yearsInName(text).length === 1);
  if (elsewhere !== undefined) {
    const [year] = yearsInName(elsewhere);
    return { year, notes: [say('study-import.year-from-title', { year, text: elsewhere })] };
  }
  const found = yearsInName(title);
  const last = new Date().getFullYear() + 1;
  const days = found.length > 0 ? [] : yearsOfDays([file, sheet ?? '', title].join(' '));
  const all = Array.from({ length: last - FIRST_YEAR_OFFERED + 1 }, (_, i) => last - i);
  return asked(file, found, found.length > 0 ? found : [...new Set([...days, ...all])], questions, days);
}

/** A date in a name may be that of a download, or of the ranking. */
function yearsOfDays(text: string): number[] {
  return [...new Set(Array.from(text.normalize('NFKC').matchAll(DAY), ([, year]) => Number(year)))];
}

function asked(
  file: string,
  found: readonly number[],
  offered: readonly number[],
  questions: Questions,
  days: readonly number[] = [],
) {
  const year = yearAsked(file, { found, offered, days }, questions);
  return year === null ? null : { year, notes: [] };
}

/**
 * @param found the years that the file's name or its title holds
 * @param days the years of the dates there
 */
function yearAsked(
  file: string,
  { found, offered, days }: Record<'found' | 'offered' | 'days', readonly number[]>,
  questions: Questions,
): number | null {
  const choices = offered.map((year) => ({ id: String(year), label: say('study-import-choice.year', { year }) }));
  const [years, has] = found.length > 0 ? [found, 'yes'] : [days, days.length > 0 ? 'day' : 'no'];
  const answer = questions.ask(say('ask.which-year', { file, years: [...years], found: has }), choices);
  return answer === null ? null : Number(answer);
}
