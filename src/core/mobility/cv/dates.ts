/** Years and ranges of years in a text that `plainText` made. */

import type { DateRule, DateToken } from './date-rule.ts';
import { ACADEMIC_YEAR, TOLD_DATES } from './dates-told.ts';
import { isLife, isOfLife } from './life-dates.ts';
import { Taken } from './spans.ts';
import { count, full, NUMBERS, STILL, twoDigits, WORDS } from './year-words.ts';

export type { DateToken, EndYear } from './date-rule.ts';

const YEAR = '(?<![\\d.#A-Z])(?:19[0-9]\\d|20[0-4]\\d)(?!\\d|实验室)';
const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|' +
  'Nov(?:ember)?|Dec(?:ember)?)\\.?';
const SEASON =
  '(?:WiSe|SoSe|WS|SS|Wintersemester|Sommersemester|Spring|Summer|Autumn|Fall|Winter|Michaelmas|Lent|Hilary|' +
  'Trinity|Easter)(?: (?:Term|Semester))?';
const PART_OF_YEAR = new RegExp(`${SEASON}|[春夏秋冬]季?|[上下]半年|学期`);
const BEFORE_YEAR =
  `(?:(?:\\d{1,2}(?:st|nd|rd|th)? )?${MONTH}(?: \\d{1,2},)?[ ,]*(?:of )?|` +
  `${SEASON},? (?:of )?|(?<![\\d/.])(?:\\d{1,2}[./]){1,2}|early |mid-?|late )`;
const PART = '(?:初|底|末|中|[春夏秋冬](?:季(?:学期)?)?|[上下]半年|[上下]学期|间)';
const YEAR_SIGN = `(?: ?年度?(?: ?\\d{1,2} ?月份?(?: ?\\d{1,2} ?[日号])?)?${PART}?`;
const AFTER_YEAR = `${YEAR_SIGN}|[./]\\d{1,2}(?:[./]\\d{1,2})?(?!\\d)(?: ?月)?)`;
const POINT = `${BEFORE_YEAR}?(?<y>${YEAR})${AFTER_YEAR}?`;
const NOW =
  '(?:至?今(?!后)|现在|目前|迄今|当前|(?:the )?[Pp]resent|PRESENT|CURRENT|NOW\\b|[Nn]ow\\b|[Cc]urrent(?:ly)?|' +
  '[Tt]oday|(?:to |the )?date\\b|[Oo]ngoing|' +
  "heute|aujourd'hui|(?:at[eé]?|hasta|até) (?:a |la |o )?" +
  '(?:hoje|hoy|presente|momento|actualidad|oggi)|atual(?:mente)?|' +
  'actual(?:idad|mente)?|attuale|oggi|hoje|\\.{3})';
const TO = '(?: ?(?:-|—|~|→|至|到|起至|间?至|学年至) ?|,? (?:to|until|till|through|thru|and|bis) )';
/** "from 1995 until her retirement in 2010" */
const LEFT_IN =
  '(?:(?:(?:(?:his|her|their|my) (?:[a-z]+ )?)?(?:death|retirement|resignation|departure)|' +
  '(?:he|she|they) (?:retired|died|left|resigned|became emerit(?:us|a))) in )?';
const HAN = /\p{Script=Han}/u;

const point = (name: string) => POINT.replace('<y>', `<${name}>`);
const SHORT_RANGE = /^ *\d\d\.\d{1,2} ?- ?\d\d\.\d/m;

/** Headings of two columns of a table, of when something began and ended. */
const FROM_AND_TO =
  /(?:start|begin\w*|from)[^\t\n]{0,20}\t *(?:completion|end|to)\b|(?:起始|开始|入学)[^\t\n]{0,6}\t *(?:结束|终止|截止|毕业)/i;

/** First those that are also the beginning of others. */
const RULES: DateRule[] = [
  // 1996.9-2001.6, July 2010 – present, from 2001 to 2005
  {
    pattern: new RegExp(
      `(?:自|从|[Ff]rom |[Bb]etween )?${point('a')}${TO}(?:${LEFT_IN}${point('b')}|(?<now>${NOW}))(?:年?间|止|学年)?`,
      'g',
    ),
    read: ({ groups = {}, 0: text }) => {
      if (groups.b && / and /.test(text) && !/between/i.test(text)) return null;
      return { start: Number(groups.a), end: groups.now ? 'present' : Number(groups.b), range: true };
    },
  },
  // 2011年7月-9月, July-September 2011: within a year
  {
    pattern: new RegExp(
      `(?<y>${YEAR}) ?年 ?\\d{1,2} ?月?(?: ?\\d{1,2} ?[日号])? ?(?:-|至|到) ?(?!\\d{1,2}` +
        `年)\\d{1,2} ?月(?: ?\\d{1,2} ?[日号])?|` +
        `${MONTH} ?(?:-|to|through|/) ?${MONTH},? (?<z>${YEAR})`,
      'g',
    ),
    read: ({ groups = {} }) => {
      const year = Number(groups.y ?? groups.z);
      return { start: year, end: year, range: true };
    },
  },
  // 1989.09 1993.07 in two columns
  {
    pattern: new RegExp(`(?<a>${YEAR})[./]\\d{1,2}[ \\t]+(?:(?<b>${YEAR})[./]\\d{1,2}(?![\\d.])|(?<now>至今))`, 'g'),
    read: ({ groups = {} }) => ({
      start: Number(groups.a),
      end: groups.now ? 'present' : Number(groups.b),
      range: true,
    }),
  },
  // 200309-200707, 202106-至今
  {
    pattern: new RegExp(
      `(?<![\\dA-Za-z])(?<a>(?:19|20)\\d\\d)(?:0[1-9]|1[0-2])(?:[0-3]\\d)?(?: ?(?:-|至|到) ?(?:(?<b>(?:19|20)\\d\\d)` +
        `(?:0[1-9]|1[0-2])(?:[0-3]\\d)?(?![\\dA-Z])|(?<now>${NOW}))| ?-(?=\\t| {2}|$))`,
      'gm',
    ),
    read: ({ groups = {} }) => ({
      start: Number(groups.a),
      end: groups.b ? Number(groups.b) : 'present',
      range: true,
    }),
  },
  // "Sept 1994 <tab> June 1997": from and to in two columns of a table
  {
    pattern: new RegExp(`^ *${point('a')}\\t *(?:${point('b')}|(?<now>${NOW}))(?=\\t)`, 'gm'),
    read: ({ groups = {} }) => ({
      start: Number(groups.a),
      end: groups.now ? 'present' : Number(groups.b),
      range: true,
    }),
  },
  // "degree <tab> 08/2000 <tab> 05/2004" below "Start Date" and "Completion Date"
  {
    pattern: new RegExp(`(?<=\\t) *${point('a')} *\\t *(?:${point('b')}|(?<now>${NOW}))(?= *(?:\\t|\\n|$))`, 'g'),
    read: ({ groups = {} }) => ({
      start: Number(groups.a),
      end: groups.now ? 'present' : Number(groups.b),
      range: true,
    }),
    holds: (text) => FROM_AND_TO.test(text),
  },
  // 1998-09 to 2001-07: months behind dashes on both sides
  {
    pattern: new RegExp(
      `(?<a>${YEAR})-(?:0?[1-9]|1[0-2])(?:-\\d{1,2})?(?!\\d)${TO}(?:(?<b>${YEAR})-(?:0?[1-9]|` +
        `1[0-2])(?:-\\d{1,2})?(?!\\d)|(?<now>${NOW}))`,
      'g',
    ),
    read: ({ groups = {} }) => ({
      start: Number(groups.a),
      end: groups.now ? 'present' : Number(groups.b),
      range: true,
    }),
  },
  // 2003–07, 1982/83
  {
    pattern: new RegExp(
      `${BEFORE_YEAR}?(?<a>${YEAR})(?<dash> ?[-/] ?)(?<b>\\d\\d)(?!\\.?\\d)(?!/\\d)(?<bookish>学年|届)?`,
      'g',
    ),
    read: ({ groups = {} }, monthDashes) => {
      const [start, short] = [Number(groups.a), Number(groups.b)];
      const isNext = short === (start + 1) % 100;
      if (groups.dash.includes('/') && !isNext) return null;
      if (short >= 1 && short <= 12 && !isNext && monthDashes) return { start, end: null };
      const end = full(groups.b, start);
      if (end - start > 60) return { start, end: null };
      return { start, end, range: true };
    },
  },
  // 1999/2000
  {
    pattern: new RegExp(`(?<a>${YEAR}) ?/ ?(?<b>${YEAR})(?![\\d/])`, 'g'),
    read: ({ groups = {} }) =>
      Number(groups.b) === Number(groups.a) + 1
        ? { start: Number(groups.a), end: Number(groups.b), range: true }
        : null,
  },
  ACADEMIC_YEAR,
  // "(2002-5)" in English: no month, where months are written otherwise
  {
    pattern: new RegExp(`(?<a>${YEAR})-(?<b>\\d)(?=[),;\\t\\n]|\\. |$)`, 'gm'),
    read: ({ groups = {}, index, input }, monthDashes) => {
      const line = input.slice(input.lastIndexOf('\n', index) + 1, index);
      const end = Number(groups.a) - (Number(groups.a) % 10) + Number(groups.b);
      if (monthDashes || HAN.test(line) || end <= Number(groups.a)) return null;
      return { start: Number(groups.a), end, range: true };
    },
  },
  // 03.9-07.6
  {
    pattern: /(?<![\d.])(?<a>\d\d)\.(?:0?[1-9]|1[0-2]) ?- ?(?:(?<b>\d\d)\.(?:0?[1-9]|1[0-2])(?![\d.])|(?<now>至?今))/g,
    read: ({ groups = {} }) => {
      const start = twoDigits(groups.a);
      return { start, end: groups.now ? 'present' : full(groups.b, start), range: true };
    },
  },
  // 93-94年
  {
    pattern: /(?<![\d./-])(?<a>[5-9]\d|[0-2]\d) ?年?(?:-|至|到)(?<b>\d\d)年(?!代|级|来|前|后|间)/g,
    read: ({ groups = {} }) => {
      const start = twoDigits(groups.a);
      return { start, end: full(groups.b, start), range: true };
    },
  },
  // '93-'96
  {
    pattern: /(?<![\w'])'(?<a>\d\d) ?- ?'?(?<b>\d\d)(?![\d'])/g,
    read: ({ groups = {} }) => {
      const start = twoDigits(groups.a);
      return { start, end: full(groups.b, start), range: true };
    },
  },
  // "15.6 -" and "11 -" at the beginning of a line: still so, where ranges are written so
  {
    pattern: /^ *(?<y>[4-9]\d|[0-2]\d)(?:\.\d{1,2})? ?-(?= {2}|\t)/gm,
    read: ({ groups = {}, input }) =>
      SHORT_RANGE.test(input) ? { start: twoDigits(groups.y), end: 'present', range: true } : null,
  },
  // 79.10 at the beginning of a line, where ranges are written so too
  {
    pattern: /^ *(?<y>[4-9]\d|0\d)(?:\.\d{1,2})?(?= {2}|\t)/gm,
    read: ({ groups = {}, input }) => (SHORT_RANGE.test(input) ? { start: twoDigits(groups.y) } : null),
  },
  // 2006年9月至次年6月
  {
    pattern: new RegExp(`(?:自|从)?${POINT}(?:-|—|~|至|到)(?:次|翌|第二|转?下一?)年(?:度?\\d{1,2}月)?[初底末]?`, 'g'),
    read: ({ groups = {} }) => ({ start: Number(groups.y), end: Number(groups.y) + 1, range: true }),
  },
  // 2011年9月起,为期一年
  {
    pattern: new RegExp(`(?:自|从)?${POINT}起?,?为期(?<n>[${NUMBERS}]|\\d{1,2})年`, 'g'),
    read: ({ groups = {} }) => ({ start: Number(groups.y), end: Number(groups.y) + count(groups.n), range: true }),
  },
  ...TOLD_DATES,
  // 2012迄今, since 2011, 自2016年起
  {
    pattern: new RegExp(`(?:自|从)?${POINT}[ ,]*(?:起?至今|迄今|以来|起?到现在)`, 'g'),
    read: ({ groups = {} }) => ({ start: Number(groups.y), end: 'present', range: true }),
  },
  {
    pattern: new RegExp(`(?:[Ee]ver )?[Ss]ince ${POINT}|(?:[Ss]eit|[Dd]al|[Dd]esde|[Dd]epuis) ${point('z')}`, 'g'),
    read: ({ groups = {} }) => ({ start: Number(groups.y ?? groups.z), end: 'present', range: true }),
  },
  // "and has been Professor there ever since": since the last date
  {
    pattern: new RegExp(String.raw`\b(?:ever since|since then)\b(?! (?:the |\d))${STILL}`, 'g'),
    read: () => ({ after: 0, end: 'present', range: true }),
  },
  // "for five years from 1993"
  {
    pattern: new RegExp(
      `for (?<n>two|three|four|five|six|seven|eight|nine|ten|\\d{1,2}) years (?:from|beginning in) ${POINT}`,
      'g',
    ),
    read: ({ groups = {} }) => ({ start: Number(groups.y), end: Number(groups.y) + count(groups.n), range: true }),
  },
  {
    pattern: new RegExp(`(?:自|从)?${POINT} ?(?:起|开始|始)`, 'g'),
    read: ({ groups = {} }) => ({ start: Number(groups.y), end: null, edge: 'since' }),
  },
  {
    pattern: new RegExp(`(?:自|[Ff]rom |[Aa]s of |[Ss]tarting (?:in )?|[Bb]eginning (?:in )?)${POINT}`, 'g'),
    read: ({ groups = {} }) => ({ start: Number(groups.y), end: null, edge: 'since' }),
  },
  {
    pattern: new RegExp(
      `(?:直?至|直到|(?:任期|一直)到|(?<=\\()to |[Uu]ntil ${LEFT_IN}|[Tt]ill |[Tt]hrough |[Uu]p to )${POINT}(?:年?止|为止)?`,
      'g',
    ),
    read: ({ groups = {} }) => ({ start: null, end: Number(groups.y), edge: 'until' }),
  },
  // "(-2007)": what began before ended then
  {
    pattern: new RegExp(`(?<=\\( ?)- ?${POINT}(?= ?\\))`, 'g'),
    read: ({ groups = {} }) => ({ start: null, end: Number(groups.y), edge: 'until' }),
  },
  // "2012-" at the end of a cell
  {
    pattern: new RegExp(`${POINT} ?- ?(?=$|[\\t\\n,;:)\\]]| +(?![\\d ]))`, 'gm'),
    read: ({ groups = {} }) => ({ start: Number(groups.y), end: 'present', range: true }),
  },
  // (2006级,2009年毕业), (2002级,2005届)
  {
    pattern: new RegExp(`(?<=\\()(?<a>${YEAR})级[,、;]? ?(?<b>${YEAR})(?:年(?:\\d{1,2}月)?(?=毕业|结业|获)|届)`, 'g'),
    read: ({ groups = {} }) => ({ start: Number(groups.a), end: Number(groups.b), range: true }),
  },
  // 2004级班主任, 指导2010级研究生: of those who were taught
  {
    pattern:
      /(?<![\d.])(?:(?:19|20)?\d\d级(?=[^,;。\n\d]{0,12}(?:班主任|辅导员|导师))|(?<=(?:指导|培养|招收|所带|带领)的?)(?:19|20)?\d\d级)/g,
    read: () => null,
  },
  {
    pattern: /(?<![\d.])(?<y>(?:19|20)\d\d)级/g,
    read: ({ groups = {} }) => ({ start: Number(groups.y), edge: 'grade' }),
  },
  { pattern: /(?<![\d.])(?<y>\d\d)级/g, read: ({ groups = {} }) => ({ start: twoDigits(groups.y), edge: 'grade' }) },
  {
    pattern: /(?<![\d.])(?<y>(?:19|20)?\d\d)届(?=[^,;。\n]{0,8}(?:毕业|本科|硕士|博士|研究生|学生|\)))/g,
    read: ({ groups = {} }) => ({ start: groups.y.length === 4 ? Number(groups.y) : twoDigits(groups.y) }),
  },
  // 八十年代 is no year
  {
    pattern: /(?:(?:19|20)?\d0|[一二三四五六七八九]十)年代(?:[初中末]期?|前期|后期)?|(?:19|20)\d0s/g,
    read: () => null,
  },
  {
    pattern: new RegExp(`(?<season>${SEASON})?[ ,]*${POINT}`, 'g'),
    read: ({ groups = {}, 0: text }) => {
      const start = Number(groups.y);
      const within = groups.season !== undefined || PART_OF_YEAR.test(text);
      return { start, end: within ? start : null, range: within, season: within };
    },
  },
  {
    pattern: /(?<![\d.])'?(?<y>[5-9]\d|[0-2]\d)年(?!代|前|后|间|来|的|制)/g,
    read: ({ groups = {} }) => ({ start: twoDigits(groups.y) }),
  },
  {
    pattern: /(?:与此)?同年(?!级|龄)|[当是该]年(?!度)|(?:(?:in|later) )?(?:the|that) same year/gi,
    read: () => ({ after: 0 }),
  },
  {
    pattern: /\bfor (?:an?|another|one|two|three|four|five|\d) (?:further|more|additional) years?\b/g,
    read: () => ({ after: 0 }),
  },
  // "the next two years": they began when the last date ended
  {
    pattern: new RegExp(
      `\\b(?:the|her|his) (?:next|following) (?<n>${WORDS.slice(2).join('|')}|\\d{1,2}) years\\b`,
      'g',
    ),
    read: ({ groups = {} }) => ({ after: 0, lasts: count(groups.n), range: true }),
  },
  // 之后四年任…: it began when the last date ended
  {
    pattern: new RegExp(`[之此其随]后(?<n>[${NUMBERS}]|\\d{1,2})年间?(?=[,任在做为担])`, 'g'),
    read: ({ groups = {} }) => ({ after: 0, lasts: count(groups.n), range: true }),
  },
  // when is not said
  { pattern: /\b(?:a few|some|several) years (?:later|after(?:wards)?)\b/g, read: () => ({ start: null }) },
  // "were followed by a post": it began when what is told before ended
  { pattern: /\b(?:was|were) followed by\b/g, read: () => ({ after: 0 }) },
  // what is told behind it has no year
  {
    pattern: /服[完毕满](?:兵|义务|军)?役(?:期满)?(?:之|以)?后|退伍(?:之|以)?后/g,
    read: () => ({ start: null }),
  },
  {
    pattern: /\b[Tt]hat (?:year|autumn|fall|spring|summer|winter)\b/g,
    read: () => ({ after: 0 }),
  },
  {
    pattern: new RegExp(
      String.raw`(?:次|翌|隔|转|来)年(?!度)|第二年|(?:the )?(?:following|next|subsequent) year|` +
        String.raw`(?:a|one|the) year (?:later|after(?! (?:[a-z]+ )?(?:that|this|which|his|her|year)\b))`,
      'gi',
    ),
    read: () => ({ after: 1 }),
  },
  {
    pattern: new RegExp(`(?<n>[${NUMBERS}]|(?<!\\d)\\d{1,2})年(?:之|以)?后`, 'g'),
    read: ({ groups = {} }) => ({ after: count(groups.n) }),
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:after )?(?<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) years?` +
        String.raw`(?: (?:later|after(?:wards)?|thereafter)\b|(?<=after \w+ years)(?=[,.;]| and\b))`,
      'gi',
    ),
    read: ({ groups = {} }) => ({ after: count(groups.n) }),
  },
  {
    pattern: /\b(?<n>one|two|three|four|five|six|a|\d{1,2}) years? before (?:leaving|departure|retir\w+)/gi,
    read: ({ groups = {} }) => ({ after: -(groups.n === 'a' ? 1 : count(groups.n)) }),
  },
  {
    pattern: new RegExp(
      '毕业[即便](?=留)|(?:毕业|出站|回国|归国|学成|卸任|离任|任满|届满)(?:之)?后|(?:旋即?|随即|随后|其后|继而|此后|之后)(?=[应受获赴任调被升回返进加转考到在去留担出入])|' +
        '(?:upon|after|following) (?:graduation|graduating|' +
        String.raw`completing \w+ \w+)|\b(?:and|he|she|who|they)? ?then\b`,
      'gi',
    ),
    read: () => ({ after: 0, weak: true }),
  },
];

const NOTHING_SAID = { start: null, range: false, edge: null, after: null, season: false, weak: false };

/** All dates of a text in their order. Dates of birth and decades are none. */
export function dateTokens(text: string): DateToken[] {
  const taken = new Taken(text.length);
  const monthDashes = new RegExp(`${YEAR}-(?:0[1-9]|1[0-2])(?!\\d) ?(?:-|~|至|到|to) ?(?:${YEAR}-|${NOW})`).test(text);
  const tokens: DateToken[] = [];
  for (const { pattern, read, holds } of RULES)
    for (const found of holds?.(text) === false ? [] : text.matchAll(pattern)) {
      const lead = /^[\s,]*/.exec(found[0])![0].length;
      const [from, to] = [found.index + lead, found.index + found[0].length];
      if (to <= from || taken.has(from, to)) continue;
      const made = read(found as RegExpExecArray, monthDashes);
      const isNobodys = made === null && /年代|0s$|级$/.test(found[0]);
      if (made === null && !isNobodys) continue;
      taken.take(from, to);
      if (made === null) continue;
      const [before, after] = [text.slice(Math.max(0, from - 40), from), text.slice(to, to + 16)];
      if (isOfLife(before, after) || (made.start != null && isLife(before, after, made.start, made.end))) continue;
      const end = made.end ?? null;
      const backwards = typeof end === 'number' && typeof made.start === 'number' && end < made.start;
      if (backwards) continue;
      tokens.push({ ...NOTHING_SAID, from, to, end, ...made });
    }
  return tokens.sort((a, b) => a.from - b.from);
}
