import { calendarReplacements } from './calendar.ts';
import { entriesInLines } from './flattened.ts';
import { entriesOfFields } from './fields.ts';
import { OVERLONG } from './overlong.ts';
import { simplifiedSigns } from '../names/simplified.ts';
import { marginHeads } from './margin-heads.ts';
import { readingOrder, type Stretch } from './side-by-side.ts';
import { joinsOf } from './wrapped.ts';

/**
 * A text in one way of writing: half width, simplified characters, one kind of dash, without LaTeX and invisible signs;
 * and where each of its characters stands in what was given.
 */
export interface PlainText {
  text: string;
  /** For each character its place in the original, and at the end the original's length. */
  origin: readonly number[];
}

const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/;
const DASH = /[‐‑‒–—―−－﹣~～〜]/;
const QUOTE = /[“”„«»「」『』]/;
const HAN = '\\p{Script=Han}';

interface Draft {
  signs: string[];
  origin: number[];
}

export function plainText(original: string): PlainText {
  let draft: Draft = { signs: [], origin: [] };
  for (let at = 0; at < original.length; at++) {
    const sign = original[at];
    if (INVISIBLE.test(sign)) continue;
    for (const plain of plainSign(sign, original[at - 1], original[at + 1])) {
      draft.signs.push(plain);
      draft.origin.push(at);
    }
  }
  draft = fieldsInLines(draft);
  if (/\\(?:documentclass|begin|section|cventry|cvitem|item)\b/.test(original)) draft = withoutLatex(draft);
  draft = withoutMarks(draft);
  lowered(draft);
  draft = rewrite(draft, /(?<=\p{Ll}{2})-\n[ ]*(?=\p{Ll}{3})/gu, () => '');
  draft = inOrder(draft, readingOrder);
  draft = inOrder(draft, marginHeads);
  draft = wholeDates(draft);
  draft = unwrapped(draft, original);
  draft = closeSpacedHan(draft);
  for (const at of entriesInLines(draft.signs.join(''))) draft.signs[at] = '\n';
  for (const [pattern, by] of OVERLONG) draft = rewrite(draft, pattern, by);
  correctScans(draft);
  for (const [pattern, by] of calendarReplacements(draft.signs.join(''))) draft = rewrite(draft, pattern, by);
  return { text: draft.signs.join(''), origin: [...draft.origin, original.length] };
}

/** A line in the one way of writing, by itself. */
export function plainLine(line: string): string {
  let plain = '';
  for (let at = 0; at < line.length; at++)
    if (!INVISIBLE.test(line[at])) plain += plainSign(line[at], line[at - 1], line[at + 1]);
  return plain;
}

/** Ligatures that PDFs of some fonts have as another letter: EducaƟon, StaƟsƟcs. */
const LIGATURES: Readonly<Record<string, string>> = { Ɵ: 'ti', Ʃ: 'tt', ƫ: 'tti', ࢢ: 'ti' };
const SMALL = /[a-z]/;

function plainSign(sign: string, before = '', after = ''): string {
  if (sign in LIGATURES && (SMALL.test(before) || SMALL.test(after))) return LIGATURES[sign];
  if (sign === '\r') return after === '\n' ? '' : '\n';
  if (sign === '\u2028' || sign === '\u2029' || sign === '\v' || sign === '\f') return '\n';
  if (sign === '\u3000') return '  ';
  if (sign === '\n' || sign === '\t') return sign;
  if (DASH.test(sign)) return '-';
  if (QUOTE.test(sign)) return '"';
  if (/[’‘ʻʼ]/.test(sign)) return "'";
  if (sign === '\u00A0') return ' ';
  if (sign === '．' && /[0-9０-９]/.test(before)) return '.';
  return simplifiedSigns(sign.normalize('NFKC'));
}

/** Replaces what a pattern finds by as many or fewer characters; each keeps the place of what it replaces. */
function rewrite({ signs, origin }: Draft, pattern: RegExp, by: (found: RegExpExecArray) => string): Draft {
  const all = [...signs.join('').matchAll(pattern)];
  if (all.length === 0) return { signs, origin };
  const result: Draft = { signs: [], origin: [] };
  let from = 0;
  for (const found of all) {
    for (let at = from; at < found.index; at++) {
      result.signs.push(signs[at]);
      result.origin.push(origin[at]);
    }
    [...by(found)].forEach((sign, i) => {
      result.signs.push(sign);
      result.origin.push(origin[Math.min(found.index + i, found.index + found[0].length - 1)]);
    });
    from = found.index + found[0].length;
  }
  for (let at = from; at < signs.length; at++) {
    result.signs.push(signs[at]);
    result.origin.push(origin[at]);
  }
  return result;
}

/** The fields of an entry in one line. */
function fieldsInLines({ signs, origin }: Draft): Draft {
  const result: Draft = { signs: [], origin: [] };
  let from = 0;
  const add = (start: number, end: number) => {
    for (let at = start; at < end; at++) {
      result.signs.push(signs[at]);
      result.origin.push(origin[at]);
    }
  };
  for (const entry of entriesOfFields(signs.join(''))) {
    add(from, entry.from);
    for (const piece of entry.pieces) {
      if ('word' in piece) {
        result.signs.push(...piece.word);
        result.origin.push(...Array<number>(piece.word.length).fill(origin[Math.min(piece.at, origin.length - 1)]));
      } else add(piece[0], piece[1]);
    }
    from = entry.to;
  }
  if (from === 0) return { signs, origin };
  add(from, signs.length);
  return result;
}

/** Signs of LaTeX for what stands over a letter. */
const ACCENTS: Readonly<Record<string, string>> = { '"': '\u0308', "'": '\u0301', '`': '\u0300', '^': '\u0302' };

function accented(letter: string, sign: string): string {
  const whole = `${letter}${ACCENTS[sign] ?? ''}`.normalize('NFC');
  return whole.length === 1 ? whole : letter;
}

function withoutLatex(draft: Draft): Draft {
  const steps: [RegExp, (found: RegExpExecArray) => string][] = [
    [/(?<!\\)%[^\n]*/g, () => ''],
    [/\\hfill\b/g, () => '\t'],
    // An argument's lines are one.
    [/(?<=\{[^{}\n]{0,200}(?<!\\))\n[ ]*(?=[^{}\n]{1,200}\})/g, () => ' '],
    // \begin{entry}{Example College}{2015 - 2017}{Lecturer}: where an argument has a year, they tell a post.
    [/\\begin\{\w+\}(?=(?:\{[^{}\n]*\}){0,4}\{[^{}\n]*(?:19|20)\d\d)/g, () => ''],
    [/\\(?:begin|end|documentclass|usepackage|name|title|moderncv\w*)(?:\[[^\]\n]*\])?(?:\{[^}\n]*\})*/g, () => ''],
    [/\\(["'`^~=.])\{?([a-zA-Z])\}?/g, ([, sign, letter]) => accented(letter, sign)],
    [/\\(?:textit|textbf|emph|textsc|underline|href\{[^}]*\}|section\*?|subsection\*?)\{/g, () => ''],
    [/\\(?:item|cvitem|cventry|cvline|cvlistitem|dates?)\b\*?/g, () => ''],
    [/\\[a-zA-Z]+\*?/g, () => ''],
    [/-{2,}/g, () => '-'],
    [/\\\\|\}[ ]*\{|(?<!\\)&/g, () => '\t'],
    [/\\[&%$#_]/g, (found) => found[0][1]],
    [/[{}]/g, () => ''],
  ];
  return steps.reduce((text, [pattern, by]) => rewrite(text, pattern, by), draft);
}

/** Tags that Markdown may hold. */
const TAG = new RegExp(
  String.raw`</?(?:span|br|b|i|em|strong|div|p|a|ul|ol|li|sup|sub|font|center|small|h\d|dt|dd|dl)` +
    String.raw`(?:\s[^<>\n]{0,300})?/?>`,
  'gi',
);

/** The number of a note behind a word or a sentence, as encyclopedias have it: "until 2003.[5]" */
const NOTE_MARK =
  /(?<=[\p{L}\p{N}.,;:!?)"'。])(?:\[(?:\d{1,3}(?:[-,] ?\d{1,3})*|[a-z]|(?:note|注) ?\d{1,2}|citation needed)\])+/gu;

/** Markdown's emphasis and table lines, marks of notes; a dash of two or three signs is one. */
function withoutMarks(draft: Draft): Draft {
  const steps: [RegExp, (found: RegExpExecArray) => string][] = [
    [/<br\s*\/?>(?:[ ]*\n)?|<\/(?:p|div|li|h\d|dt|dd)\s*\/?>/gi, () => '\n'],
    [TAG, () => ''],
    [/&(?:[mn]dash|#821[12]);/g, () => '-'],
    [/&(?:nbsp|ensp|emsp|#160);/g, () => ' '],
    [/&amp;/g, () => '&'],
    [/\[(?=[^[\]\n]{1,120}\]\((?:https?:|mailto:|\/|#|\.))/g, () => ''],
    [/(?<=[^[\]\n]{1,120})\]\((?:https?:|mailto:|\/|#|\.)[^()\s]{0,300}\)/g, () => ''],
    [/ ?<(?:https?:|mailto:)[^<>\s]{1,300}>(?:`_{1,2})?/g, () => ''],
    [/\\(?=\n)/g, () => ''],
    [/(?<![\p{L}\p{N}_])_(?=\p{Lu})|(?<=[\p{L}\p{N}.)])_(?![\p{L}\p{N}_])/gu, () => ''],
    [/\*{2,}|__+|`/g, () => ''],
    [/(?<! )[ ]*\|[ ]*/g, () => '\t'],
    [/-{2,3}/g, () => '-'],
    [NOTE_MARK, () => ''],
  ];
  return steps.reduce((text, [pattern, by]) => rewrite(text, pattern, by), draft);
}

const CAPITAL_WORDS = new RegExp(
  String.raw`\b(?:PROFESSOR|LECTURER|UNIVERSIT\w+|INSTITUTE|COLLEGE|DOCTOR|MASTER|BACHELOR|FELLOW|` +
    'RESEARCHER|CONSERVATORY|TEACHER|DEAN|DIRECTOR|ENGINEER|SCIENTIST|MANAGER|HEAD OF|PHD IN|' +
    String.raw`ASSISTANT|ASSOCIATE)\b`,
);

/** A line or column in capitals is read as one in small letters; acronyms of up to three letters stay. */
function lowered({ signs }: Draft): void {
  for (const cell of signs.join('').matchAll(/(?:[^\n\t ]| (?! ))+/g)) {
    if (/[a-z]/.test(cell[0]) || !CAPITAL_WORDS.test(cell[0])) continue;
    for (const word of cell[0].matchAll(/[A-Z]{2,}/g)) {
      const small = /^(?:OF|AND|THE|AT|IN|FOR|FROM|TO)$/.test(word[0]);
      if (!small && word[0].length < 4) continue;
      for (let i = small ? 0 : 1; i < word[0].length; i++) {
        const at = cell.index + word.index + i;
        signs[at] = signs[at].toLowerCase();
      }
    }
  }
}

/** Stretches of a page in the order in which they are read, not in that of its lines. */
function inOrder({ signs, origin }: Draft, orderOf: (text: string) => Stretch[] | null): Draft {
  const order = orderOf(signs.join(''));
  if (order === null) return { signs, origin };
  return {
    signs: order.flatMap(([from, to]) => signs.slice(from, to)),
    origin: order.flatMap(([from, to]) => origin.slice(from, to)),
  };
}

/** The number of a page between lines: "- 3 -", "Page 2 of 4", 第2页. */
const PAGE_NUMBER = new RegExp(
  String.raw`(?<=\n)[ \t]*(?:- ?\d{1,2} ?-|(?:(?![^\n]*(?:Univers|College|Institut|\d{4}))[^\n]{0,70}?` +
    String.raw`(?: [-|·]|,| {2,}) ?)?(?:[Pp]age \d{1,2}(?: ?(?:of|/) ?\d{1,2})?|pp?\. ?\d{1,2} ?(?:of|/) ?\d{1,2})|` +
    String.raw`第 ?\d{1,2} ?页(?:,? ?共 ?\d{1,2} ?页)?)[ \t]*\n`,
  'g',
);
/** A range that a narrow column broke behind its dash: "1987年9月-" over "1991年7月". */
const BROKEN_RANGE = new RegExp(
  String.raw`(?<=(?:^|\n)[ \t]*(?:19|20)\d\d ?(?:年|[./-] ?\d{1,2})?(?: ?\d{1,2} ?月)? ?[-至到])[ \t]*\n[ \t]*` +
    String.raw`(?=(?:(?:19|20)\d\d(?:年|[./-]\d{1,2}|[ \t]*\n)|至?今|[Pp]resent))`,
  'g',
);

/** A date that a narrow column broke behind its year: "2006年" over "10月在某大学". */
const BROKEN_MONTH = /(?<=(?:19|20)\d\d ?年)[ \t]*\n[ \t]*(?=\d{1,2} ?月)/g;

/** 2004-09-01: a day, and no range of years. */
const DAY = /(?<=(?<![\d.-])(?:19|20)\d\d)-(0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])/g;

/** Ranges in one line, and no numbers of pages between the lines of an entry. */
function wholeDates(draft: Draft): Draft {
  const whole = [PAGE_NUMBER, BROKEN_RANGE, BROKEN_MONTH].reduce(
    (text, pattern) => rewrite(text, pattern, () => ''),
    draft,
  );
  return rewrite(whole, DAY, ([, month]) => `.${month}`);
}

/** Puts lines together that were broken at the width of a page. */
function unwrapped(draft: Draft, original: string): Draft {
  let from = 0;
  const lines = draft.signs
    .join('')
    .split('\n')
    .map((text) => {
      const places = draft.origin.slice(from, from + text.length);
      from += text.length + 1;
      return { text, written: places.map((at, i) => (at === places[i - 1] ? '' : original[at])).join('') };
    });
  const joins = joinsOf(lines);
  const at = new Map<number, string>();
  let end = -1;
  lines.forEach(({ text }, i) => {
    end += text.length + 1;
    const join = joins[i];
    if (join !== null) at.set(end, join);
  });
  return rewrite(draft, /(?<! ) *\n(?:> ?)*[ ]*/g, (found) => at.get(found.index + found[0].indexOf('\n')) ?? found[0]);
}

/** A title of two characters set as wide as one of three: 硕  士. */
const SPACED_TITLE = new RegExp(
  `(?<=(?<!${HAN})[学硕博]) {2,4}(?=士(?!${HAN}))|(?<=(?<!${HAN})教) {2,4}(?=授(?!${HAN}))|` +
    `(?<=(?<!${HAN})讲) {2,4}(?=师(?!${HAN}))|(?<=(?<!${HAN})助) {2,4}(?=教(?!${HAN}))|` +
    `(?<=(?<!${HAN})本) {2,4}(?=科(?!${HAN}))`,
  'gu',
);

/** "东 南 大 学" is a name, 建筑系 系主任 are two words: a space goes where a character stands alone beside it. */
function closeSpacedHan(draft: Draft): Draft {
  const alone = `(?<!${HAN})(?![今年月日起任获现兼])${HAN}(?!${HAN})`;
  let result = draft;
  result = rewrite(result, SPACED_TITLE, () => '');
  result = rewrite(result, new RegExp(`(?<=${HAN}) (?=${alone})|(?<=${alone}) (?=${HAN})`, 'gu'), () => '');
  // (现某某农林 科技大学): what stands in brackets behind a name is one.
  const inBrackets = new RegExp(`(?<=\\((?:现|今|原|后)${HAN}{1,10}) (?=${HAN}{2,10}\\))`, 'gu');
  result = rewrite(result, inBrackets, () => '');
  return rewrite(
    result,
    /(?<=(?:19|20)\d\d) +(?=[/.]\d{1,2}(?!\d))|(?<=[\d]) +(?=[年月])|(?<=年) +(?=\d{1,2} ?月)/gu,
    () => '',
  );
}

/** Letters that a scan took for digits, 土 for 士 and a stroke 一 for a dash: where nothing else can be meant. */
function correctScans(draft: Draft): void {
  const text = draft.signs.join('');
  const replace = (pattern: RegExp, by: (sign: string) => string) => {
    for (const found of text.matchAll(pattern))
      for (let at = found.index; at < found.index + found[0].length; at++) draft.signs[at] = by(draft.signs[at]);
  };
  const digit = (sign: string) => (/[lI|]/.test(sign) ? '1' : /[Oo〇○]/.test(sign) ? '0' : sign);
  replace(/(?<![A-Za-z0-9])(?:[l1I|][9][0-9lIOo]{2}|[2][0Oo][0-9lIOo]{2})(?![A-Za-z0-9])/g, digit);
  replace(/(?<=[年./-])[lIOo0-9]{1,2}(?=月)/g, digit);
  // 学院土生土长, 学院土木系: there 土 begins a word.
  replace(/(?<=[硕博学院瑞])土(?![生木地壤建著豪家耳特人力质工改层族楼方])/g, () => '士');
  replace(/(?<=理)亊/g, () => '事');
  replace(/(?<=[年月日0-9lO]) ?一(?= ?(?:[12lI][0-9OolI]{3}|[至今现]))/g, (sign) => (sign === '一' ? '-' : sign));
}
