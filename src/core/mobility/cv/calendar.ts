import { countOf, fromChineseDigits, REPUBLIC } from '../names/chinese-digits.ts';

/** Years that a text writes in other ways, as replacements by digits of the common era. */

type Replacement = readonly [RegExp, (found: RegExpExecArray) => string];

/** 一九三二年, 二〇〇三年 and the months behind them; 一九三六至一九四〇年 too. */
const IN_DIGITS: readonly Replacement[] = [
  [
    /(?<![〇零○一二三四五六七八九十])[一二][九〇零○0][〇零○一二三四五六七八九0]{2}(?= ?(?:年|至|到|-))/g,
    ([year]) => fromChineseDigits(year),
  ],
  [/(?<=\d年)(?:十[一二]?|[一二三四五六七八九])(?=月)/g, ([month]) => String(countOf(month))],
  [/(?<=\d月[至到-])(?:十[一二]?|[一二三四五六七八九])(?=月)/g, ([month]) => String(countOf(month))],
];

const MINGUO = '(?:民国|(?<![\\p{Script=Han}])民)';
const COUNT = '(?:\\d{1,3}|元|(?:[一二三四五六七八九]百[〇零]?)?[一二三四五六七八九十]{1,3})';

const COUNTS_SO = new RegExp(`${MINGUO} ?${COUNT} ?[年./-]|\\d[./]\\d{1,2} ?\\(民国\\)`, 'u');
/** A short year, or the end of a range in figures: 73.8-75.7. */
const SHORT = new RegExp(
  String.raw`(?<![\d.])(?<!民国? ?)\d{2,3}(?= ?年(?![代级间来制内后前]))` +
    String.raw`|(?<=[-至到] ?)\d{2,3}(?=[./]\d{1,2}(?![\d年]))` +
    String.raw`|(?<![\d./-]|民国? ?)\d{2,3}(?=[./]\d{1,2}(?:[./]\d{1,2})? ?[-至])`,
  'g',
);

/** 民国七十三年, 民国73年8月～75年7月: once a line counts so, all its short years do. */
export function calendarReplacements(text: string): readonly Replacement[] {
  const common = (count: string) => String(REPUBLIC + countOf(count));
  const often = text.split('\n').filter((line) => COUNTS_SO.test(line)).length > 1 || /\(民国\)/.test(text);
  const countsSo = (line: string) => COUNTS_SO.test(line) || (often && !/\d{4} ?[年./-]/.test(line));
  return [
    ...IN_DIGITS,
    [SHORT, ({ 0: short, index, input }) => (countsSo(lineAt(input, index)) ? common(short) : short)],
    [new RegExp(`${MINGUO} ?(${COUNT})(?= ?[年./-])`, 'gu'), ([, count]) => common(count)],
    // 民国99-101年: the first of two has no 年 of its own.
    [/(?<=\()\d{2,3}(?=-(?:20|19)\d\d年)/g, ([short]) => (often ? common(short) : short)],
  ];
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? text.length : end);
}
