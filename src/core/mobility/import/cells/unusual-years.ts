import { countOf, REPUBLIC } from '../../names/chinese-digits.ts';
import { simplified } from '../../names/simplified.ts';
import { serialYear } from './fields.ts';

/** Ways of writing years that leave open which year of the common era is meant, or whether it is exactly that one. */
export type YearForm = keyof typeof FORMS | 'about' | 'several' | 'schoolYear';

export const YEAR_READINGS = [
  ...(['year-and-month', 'spreadsheet-date', 'japanese-era', 'republic', 'buddhist', 'solar-hijri'] as const),
  ...(['lunar-hijri', 'first-year', 'middle-year', 'last-year', 'year-named', 'latest-century'] as const),
  ...(['first-to-last'] as const),
];
export type YearReading = (typeof YEAR_READINGS)[number];

/** What a cell says in plain years, for each way of reading it. */
export type Readings = Partial<Record<YearReading, string>>;

const APOSTROPHE = /['’‘ʼ′`]/g;
const DASH = /\s*(?:[-–—−~～]|至|到|\bto\b)\s*/i;
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn|fall|winter)[a-z]*\\.?';

const ABOUT_BEFORE = new RegExp(
  '(?<!\\p{L})(?:(?:c|ca|cca|circa|about|around|approx|approximately|roughly|probably|prob|est|estimated)\\.?|[≈∼])' +
    "\\s*(?=['’]?\\d)",
  'giu',
);
const ABOUT_BEFORE_CHINESE = /(?:大约|大概|约(?:于|在|莫)?|大致|可能|估计)\s*(?=[\d民昭平令大])/g;
const ABOUT_AFTER = new RegExp(
  '(?<=\\d\\s*年?\\s*)(?:\\?+|左右|前后|上下|or so\\b|' +
    '\\(\\s*(?:ca?\\.?|circa|approx\\.?|est\\.?|estimated|约|估计|\\?)\\s*\\)|(?:approx|est|ca|circa)\\.?(?![a-z]))',
  'gi',
);

/** The text without what says that a year is only about right. */
function exactly(text: string): string {
  return text.replace(ABOUT_BEFORE, '').replace(ABOUT_BEFORE_CHINESE, '').replace(ABOUT_AFTER, '').trim();
}

const COUNT = '(\\d{1,3}|元|[一二三四五六七八九十]{1,3})';

/** Years counted from a base, the end of a range counted as its beginning: 民国79年9月-84年6月. */
function sinceBase(text: string, token: RegExp, baseOf: (name: string) => number): string | null {
  let base: number | null = null;
  const replaced = text.replace(/(?:学年度|年度)/g, '年').replace(token, (_whole, name: string, count: string) => {
    base = baseOf(name);
    return String(base + countOf(count));
  });
  if (base === null) return null;
  return replaced.replace(/(?<=[-–—−~～至到]\s*)\d{1,3}(?=\s*年|[./]\d|$)/g, (count) =>
    String((base as number) + Number(count)),
  );
}

const REPUBLICAN = new RegExp(`((?:中华)?民国|(?<!\\p{L})民|\\bR\\.?O\\.?C\\.?|\\bMinguo)\\s*${COUNT}`, 'giu');

const ERAS: readonly (readonly [RegExp, number])[] = [
  [/^(?:明治|meiji|m)$/i, 1867],
  [/^(?:大正|taish[oō]|t)$/i, 1911],
  [/^(?:昭和|sh[oō]wa|s)$/i, 1925],
  [/^(?:平成|heisei|h)$/i, 1988],
  [/^(?:令和|reiwa|r)$/i, 2018],
];
const IN_ERA = new RegExp(
  '(明治|大正|昭和|平成|令和|\\b(?:[Mm]eiji|[Tt]aish[oō]|[Ss]h[oō]wa|[Hh]eisei|[Rr]eiwa)|' +
    `(?<![\\p{L}\\d])[MTSHR])\\.?\\s*${COUNT}(?!\\d)`,
  'gu',
);
const eraBase = (name: string) => ERAS.find(([pattern]) => pattern.test(name))?.[1] ?? 0;

const SERIAL = /(?<![\d.])\d{5}(?:\.\d+)?(?!\d)/g;

const COMPACT = /(?<!\d)((?:1[89]|20)\d\d)(0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?(?!\d)/g;

const BUDDHIST_MARK = /(?:พ\.?\s?ศ\.?|\bB\.?\s?E\.?(?![a-z])|佛[历纪]元?)\s*/gi;
const BUDDHIST = /(?<!\d)2[456]\d\d(?!\d)/g;
const BUDDHIST_YEARS = 543;

const HIJRI = /(?<!\d)1[34]\d\d(?!\d)/g;
const lunar = (year: number) => Math.floor(year * 0.970229 + 621.5774);

const EITHER = /^(\d{4})年?\s*(?:or|或者?)\s*(\d{4})年?$/i;

const DECADE = new RegExp(
  '(?:\\b(?:the\\s+)?(?<part>early|mid|middle|late)[\\s-]+(?:of\\s+)?)?(?:\\bthe\\s+)?' +
    "(?<english>(?:1[89]|20)?\\d0)'?s\\b|" +
    '(?<century>(?:20|21|二十|二十一|上|本)世纪)?(?<chinese>(?:1[89]|20)?\\d0|[二三四五六七八九]?十)年代' +
    '(?<when>初期?|早期|前期|中后期|中期?|中叶|后期|末期?|晚期)?',
  'gi',
);
const EARLY = /^(?:early|初|早|前)/i;
const LATE = /^(?:late|后|末|晚)/i;

function decadeOf({ english, chinese, century }: Record<string, string | undefined>): number {
  const written = english ?? chinese ?? '';
  const tens = /^\d+$/.test(written) ? Number(written) : countOf(written);
  if (tens > 100) return tens;
  if (century !== undefined) return tens + (/21|二十一|本/.test(century) ? 2000 : 1900);
  return inLatestCentury(tens);
}

/** A decade's year as written, in the middle of the part that is named, or the first. */
function withoutDecades(text: string, isFirst: boolean): string {
  return text.replace(DECADE, (...found) => {
    const groups = found.at(-1) as Record<string, string | undefined>;
    const part = groups.part ?? groups.when ?? '';
    const middle = EARLY.test(part) ? 2 : LATE.test(part) ? 8 : 5;
    return String(decadeOf(groups) + (isFirst ? 0 : middle));
  });
}

const BOUND =
  /^(?:before|after|by|prior to|not (?:before|after)|pre-?|post-?|[<>≤≥]=?)\s*(?=\d)|(?<=\d\s*年?)(?:以|之)?[前后]$/i;

/** The last year with these digits that is not in the future. */
function inLatestCentury(short: number): number {
  const century = 2000 + short > new Date().getFullYear() + 1 ? 1900 : 2000;
  return century + short;
}

const PRESENT = /(?:至|到|\bto\s+)?(?:今|迄今|现在|目前|\b(?:present|now|current|date))\s*$/i;
const SHORT_DATES: readonly RegExp[] = [
  new RegExp(`^(?:\\d{1,2}[\\s.-]+)?${MONTH}[\\s.-]*'?(\\d\\d)$`, 'i'),
  /^'?(\d{2,3})年?(?:[春夏秋冬]季?)?$/,
  /^'?(\d{2,3})(?:年|[./])\s*(?:0?[1-9]|1[0-2])月?(?:[./]?\s*\d{1,2}日?)?$/,
  /^(?:\d{1,2}[./])?(?:0?[1-9]|1[0-2])[./]'?((?:1[3-9]|[2-9]\d))$/,
];
/** 90/91 is no month of 90. */
const OF_TWO_YEARS = /^'?(1[3-9]|[2-9]\d)\s*\/\s*'?(1[3-9]|[2-9]\d)$/;
const DAY_MONTH_YEAR = /^(\d{1,2})-(\d{1,2})-(\d\d)$/;

/** Two digits for a year, with or without months: '90, 90-95, 90.9-95.6, Sep-90, 9/90. */
function shortYears(text: string): Readings {
  const plain = text
    .replace(APOSTROPHE, "'")
    .replace(/学年度?|年度/g, '年')
    .replace(OF_TWO_YEARS, '$1-$2');
  const dated = DAY_MONTH_YEAR.exec(plain);
  const isMonth = SHORT_DATES[0].test(plain);
  const isOpen = PRESENT.test(plain);
  const parts = dated ? [dated[3]] : isMonth ? [plain] : plain.replace(PRESENT, '').split(DASH);
  if (parts.length > 2) return {};
  const years = parts.map((part, i) => {
    if (i > 0 && part === '') return isOpen ? '至今' : '';
    const short = SHORT_DATES.map((pattern) => pattern.exec(part)?.[1]).find((found) => found !== undefined);
    // 1998-'05: the apostrophe says that 05 is no month.
    return short ?? (/^\d{4}$/.test(part) && plain.includes("'") ? part : null);
  });
  if (years.includes(null) || !years.some((year) => year !== null && /^\d{2,3}$/.test(year))) return {};
  const told = (meaning: (short: number) => number) =>
    years.map((year) => (/^\d{2,3}$/.test(year ?? '') ? String(meaning(Number(year))) : year)).join('-');
  const isLong = years.some((year) => year?.length === 3);
  return {
    ...(isLong ? {} : { 'latest-century': told(inLatestCentury) }),
    republic: told((short) => REPUBLIC + short),
  };
}

/** Every year of a stay, as lists of papers have it. */
const LIST = /^\[?\d{4}(?:[\s,;、|]+\d{4}){2,}\]?$/;

const FORMS = {
  compact: (text: string) => ({ 'year-and-month': text.replace(COMPACT, '$1年$2月') }),
  serial: (text: string) => ({
    'spreadsheet-date': text.replace(SERIAL, (days) => String(serialYear(Number(days)) ?? days)),
  }),
  era: (text: string) => ({ 'japanese-era': sinceBase(text, IN_ERA, eraBase) ?? text }),
  republic: (text: string) => ({ republic: sinceBase(text, REPUBLICAN, () => REPUBLIC) ?? text }),
  buddhist: (text: string) => ({
    buddhist: text
      .replace(BUDDHIST_MARK, '')
      .replace(/(?<!\d)(2[456])(\d\d)\s*[-–]\s*(\d\d)(?!\d)/g, '$1$2-$1$3')
      .replace(BUDDHIST, (year) => String(Number(year) - BUDDHIST_YEARS)),
  }),
  hijri: (text: string) => ({
    'solar-hijri': text.replace(HIJRI, (year) => String(Number(year) + 621)),
    'lunar-hijri': text.replace(HIJRI, (year) => String(lunar(Number(year)))),
  }),
  either: (text: string) => ({ 'first-year': text.replace(EITHER, '$1'), 'last-year': text.replace(EITHER, '$2') }),
  decade: (text: string) => ({ 'first-year': withoutDecades(text, true), 'middle-year': withoutDecades(text, false) }),
  bound: (text: string) => ({ 'year-named': text.replace(BOUND, '') }),
  short: shortYears,
  list: (text: string) => {
    const years = (LIST.exec(text) ?? [''])[0].match(/\d{4}/g)?.map(Number) ?? [];
    return years.length > 0 ? { 'first-to-last': `${Math.min(...years)}-${Math.max(...years)}` } : {};
  },
} satisfies Record<string, (text: string) => Readings>;

/**
 * Which unusual form a cell has that says no plain years, and what it says in plain years by each reading of it; null
 * if it has none of these forms.
 *
 * @param isPlain whether a text says its years plainly
 */
export function unusualYears(
  text: string,
  isPlain: (text: string) => boolean,
): { form: YearForm; readings: Readings } | null {
  const written = simplified(text.normalize('NFKC').trim());
  const exact = exactly(written);
  if (exact !== written && isPlain(exact)) return { form: 'about', readings: { 'year-named': exact } };
  if (isPlain(written)) return null;
  for (const [form, read] of Object.entries(FORMS)) {
    const readings = Object.fromEntries(
      Object.entries(read(exact)).filter(([, plain]) => plain !== exact && isPlain(plain)),
    );
    if (Object.keys(readings).length > 0) return { form: form as YearForm, readings };
  }
  return null;
}
