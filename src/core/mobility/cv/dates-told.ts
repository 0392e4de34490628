import type { DateRule } from './date-rule.ts';
import { count } from './year-words.ts';

const YEAR = '(?:19\\d\\d|20[0-4]\\d)(?!\\d)';

/** Who died, retired or won a prize in that year began nothing. */
const BEGAN_THEN =
  '(?:(?:was|were) (?:made|named|called|elected|hired|recruited|invited|(?:ap|re)?pointed|appointed|promoted)|became|' +
  'joined|moved|returned|transferred|accepted|assumed|succeeded|took (?:up|over|an?|the)|went)';

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
    pattern: /(?<=\bha(?:s|ve) )since(?= (?:been|taught|worked|served|held|directed|led|headed) )/g,
    read: () => ({ after: 0, end: 'present', range: true }),
  },
  // "worked there from then until 1992"
  {
    pattern: new RegExp(String.raw`\bfrom (?:then|that time|that year)(?: on)? (?:to|until|till) (?<b>${YEAR})`, 'g'),
    read: ({ groups = {} }) => ({ after: 0, end: Number(groups.b), range: true }),
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
