import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { fromChineseDigits } from '../../names/chinese-digits.ts';
import { simplified } from '../../names/simplified.ts';
import { readYear } from './fields.ts';

export type PeriodRead =
  | { startYear: number | null; endYear: number | null; isCurrent: boolean; isRange: boolean }
  | { problem: Message; fix: Message };

const YEARS = /(?<!\d)(?:1[89]|2[01])\d\d(?!\d)/g;
const PRESENT = new RegExp(
  '至今|迄今|现在|目前|在职|今$|현재|\\b(?:present|now|current|today|date|ongoing|heute|aujourd.?hui|oggi|hoy)\\b|' +
    '\\b(?:actualidad|actualmente|presente|présent)(?!\\p{L})',
  'giu',
);
const MONTH_NAMES =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|' +
  'nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|fall|winter';
const MONTHS = new RegExp(`\\b(?:${MONTH_NAMES})\\b\\.?`, 'gi');
/** What may stand around years: months and days, signs and words for from and to. */
const AROUND = new RegExp(
  String.raw`(?<!\d)\d{1,2}(?!\d)|[年月日号./\-–—−~～,，()]|[至到起止自从]|[春夏秋冬季初底末级届]|` +
    '学[年期]|[上下]半年|[上中下]旬|逝世|去世|病逝|病故|辞世|离世|退休|离休|离职|离任|调离|' +
    String.raw`\b(?:from|to|until|till|since|and|seit|von|bis|depuis|desde|hasta|dal?)\b|\s`,
  'gi',
);
const FOOTNOTE = /(?<=\d.*)(?:\[\d{1,2}\]|[*†‡])$/;
const VAGUE =
  /年代|世纪|(?:以|之)?[前后]$|左右|\b(?:before|after|about|circa|decade)\b|\d0s\b|^\d{4}\.(?:1[3-9]|[2-9]\d)$/i;
const FROM_ONLY = /^(?:自|从|since\b|from\b|seit\b|depuis\b|desde\b|dal\b)|级$/i;
const UNTIL_ONLY = /^(?:[-–—−~～至到]|until\b|till\b|to\b|bis\b|hasta\b)|届$/i;

/**
 * A cell that holds a year or two: 1990.9-1995.6, 2004.9-至今, 2002年9月至2006年6月, Sept 1998 – June 2002, 1998-99,
 * since 2004; a single year is neither begin nor end.
 */
export function readPeriod(text: string, missing: readonly string[]): PeriodRead {
  if (missing.includes(text.trim())) return { startYear: null, endYear: null, isCurrent: false, isRange: false };
  const plain = simplified(text.normalize('NFKC').trim())
    .replace(FOOTNOTE, '')
    .replace(/^[[(【](.*)[\])】]$/, '$1')
    .replace(/[〇零○一二三四五六七八九]{4}(?=年|$)/g, fromChineseDigits)
    .replace(/^([12]),(\d{3})$/, '$1$2')
    .replace(/(?<!\d)((?:19|20)(\d\d))\s*[-–—−~/]\s*(\d\d)(?![\d./\-年月])/g, (whole, year, from, to) =>
      Number(to) > 12 && Number(to) > Number(from) ? `${year}-${year.slice(0, 2)}${to}` : whole,
    )
    .replace(/(?<!\d)((?:19|20)\d\d)\s*[-–—−~/]\s*['’‘](\d\d)(?!\d)/g, (_whole, year, to) => {
      const century = Number(year.slice(0, 2)) + (Number(to) < Number(year.slice(2)) ? 1 : 0);
      return `${year}-${century}${to}`;
    });
  const years = Array.from(plain.matchAll(YEARS), ([year]) => Number(year));
  const current = plain.match(PRESENT) !== null;
  const rest = plain.replace(YEARS, ' ').replace(PRESENT, ' ').replace(MONTHS, ' ').replace(AROUND, '');
  if (rest === '' && years.length === 2 && !current) return range(years[0], years[1], false);
  if (rest === '' && years.length === 1 && !VAGUE.test(plain)) {
    if (current) return range(years[0], null, true);
    if (UNTIL_ONLY.test(plain)) return range(null, years[0], false);
    if (FROM_ONLY.test(plain) || /(?:[-–—−~～至到]|起)$/.test(plain)) return range(years[0], null, false);
    return { startYear: years[0], endYear: null, isCurrent: false, isRange: false };
  }
  // Before, after or about a year, a decade: no year says that. 1990.95 may be a range or a slip.
  if (years.length > 1 || VAGUE.test(plain))
    return { problem: say('study-import.not-a-year', { given: text.trim() }), fix: SPLIT };
  const single = readYear(plain, missing);
  if ('problem' in single) return single;
  return { startYear: single.year, endYear: null, isCurrent: single.current, isRange: false };
}

const SPLIT = say('study-import.write-period');

function range(startYear: number | null, endYear: number | null, isCurrent: boolean): PeriodRead {
  return { startYear, endYear, isCurrent, isRange: true };
}
