import type { DateRule } from './date-rule.ts';
import { count } from './year-words.ts';

const YEAR = '(?:19\\d\\d|20[0-4]\\d)(?!\\d)';

/** Who died, retired or won a prize in that year began nothing. */
const BEGAN_THEN =
  '(?:(?:was|were) (?:made|named|called|elected|hired|recruited|invited|(?:ap|re)?pointed|appointed|promoted)|became|' +
  'joined|moved|returned|transferred|accepted|assumed|succeeded|took (?:up|over|an?|the)|went)';

const IN_SLASHES = new RegExp(`(?<a>${YEAR})/(?<b>\\d{1,2})(?![\\d/]|\\.\\d)`, 'g');

const isOfNextYear = (year: string, next: string) => (Number(year) + 1) % 10 ** next.length === Number(next);

/** "in 2003/4": one academic year, where no line is Chinese and no other number behind a stroke can be but a month. */
export const ACADEMIC_YEAR: DateRule = {
  pattern: new RegExp(`(?<a>${YEAR})/(?<b>\\d)(?![\\d/]|\\.\\d)`, 'g'),
  holds: (text) => [...text.matchAll(IN_SLASHES)].every(([, year, next]) => isOfNextYear(year, next)),
  read: ({ groups: { a, b } = {}, index, input }) => {
    const around = input.slice(Math.max(0, index - 200), index + 200);
    const line = around.slice(around.lastIndexOf('\n', Math.min(200, index)) + 1).split('\n', 1)[0];
    const start = Number(a);
    return isOfNextYear(a, b) && !/\p{Script=Han}/u.test(line) ? { start, end: start + 1, range: true } : null;
  },
};

/** Dates that a sentence of English prose tells in its own way. */
export const TOLD_DATES: readonly DateRule[] = [
  // "a fellow at X until 2010, when he became professor at Y": what follows began then
  {
    pattern: new RegExp(
      String.raw`(?<=\b(?:until|till|to|in|-) ?${YEAR},) when(?= (?:he|she|they|I) ${BEGAN_THEN}\b)`,
      'g',
    ),
    read: () => ({ after: 0 }),
  },
  // "and has since been Professor at X"
  {
    pattern: new RegExp(
      String.raw`(?<=\bha(?:s|ve) )since(?= (?:been(?! (?:awarded|elected|named|honou?red|given|` +
        String.raw`recogni[sz]ed|granted|made)\b)|taught|worked|served|held|directed|led|headed) )`,
      'g',
    ),
    read: () => ({ after: 0, end: 'present', range: true }),
  },
  // "worked there from then until 1992"
  {
    pattern: new RegExp(String.raw`\bfrom (?:then|that time|that year)(?: on)? (?:to|until|till) (?<b>${YEAR})`, 'g'),
    read: ({ groups = {} }) => ({ after: 0, end: Number(groups.b), range: true }),
  },
  // "assistant professor to 2000, associate professor to 2005"
  {
    pattern: new RegExp(String.raw`(?<=\b(?:[Pp]rofessor|[Ll]ecturer|[Rr]eader) )to (?<b>${YEAR})(?=[,;.])`, 'g'),
    read: ({ groups = {} }) => ({ end: Number(groups.b), edge: 'until' }),
  },
  // "a PhD at X, begun in 1993 and awarded in 1997"
  {
    pattern: new RegExp(
      String.raw`(?<=\b(?:Ph\.?D|DPhil|M\.?A|M\.?Phil|M\.?Sc|[Dd]egree|[Dd]octorate|[Tt]hesis|[Dd]issertation|` +
        String.raw`[Ss]tudies)\b[^;\n]{0,120})` +
        String.raw`\b(?:begun|started) in (?<a>${YEAR})(?:,)? and (?:awarded|completed|finished|defended|` +
        String.raw`submitted|taken) ` +
        String.raw`in (?<b>${YEAR})`,
      'g',
    ),
    read: ({ groups = {} }) => ({ start: Number(groups.a), end: Number(groups.b), range: true }),
  },
  // "After two years as a fellow at X she": from the last date on, where no bracket says when
  {
    pattern: new RegExp(
      String.raw`\bAfter (?<n>two|three|four|five|six|seven|eight|nine|ten) years (?=as (?:an? )?[^.;()\n]{4,120}` +
        String.raw` (?:he|she|they|I) [^.;()\n]{4,120}[.;\n])`,
      'g',
    ),
    read: ({ groups = {} }) => ({ after: 0, lasts: count(groups.n), range: true }),
  },
];
