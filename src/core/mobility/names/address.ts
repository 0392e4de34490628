import { countryCode } from './country.ts';
import { nameKey } from './name-key.ts';
import { isProvinceCode, stateOf } from './regions.ts';

/** Whether the lists of cities and of provinces of China have a name. */
export interface Lists {
  isCity: (name: string) => boolean;
  isProvince: (name: string) => boolean;
}

const BETWEEN = /[,，;；、/()（）]|\s[-–—]\s/;
/** Where the next word belongs to the name: New Mexico, Port of Spain, Fort Washington. */
const BELONGS_TO_NEXT = new RegExp(
  '(?:^|[ -])(?:new|north|south|east|west|mount|mt|port|fort|ft|lake|little|great|grand|san|santa|saint|st|el|la|los|' +
    'las|de|del|da|do|of|the|old|upper|lower|rio|río|baja|ciudad|nova|nueva|isla|point|cape|camp|republic)\\.?$',
  'i',
);
/** Letters of countries before a postcode: D-10117 Berlin. */
const BEFORE_POSTCODES = 'D/DE F/FR A/AT I/IT B/BE E/ES P/PT S/SE N/NO'.split(' ');
const BEFORE = new RegExp(
  String.raw`^(?:([A-Z]{1,2})-)?(?:\d{4}\s?[A-Z]{2}\b|\d{3}\s\d{2}|\d{2}-\d{3}|\d{4}-\d{3}|〒?\d{3}-\d{4}|\d{4,6})` +
    String.raw`(?:\s+(?=\p{L})|\s*(?=\p{Script=Han}))`,
  'u',
);
const BEHIND = new RegExp(
  String.raw`(?:^|\s+)(?:〒?\d{3}-\d{4}|\d{5}-\d{3,4}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4,6}|\d{4}\s?[A-Z]{2}|\d{3}\s\d{2,3}|` +
    String.raw`[A-Z]\d{4}[A-Z]{0,3})$|(?<=\p{Script=Han})\d{6}$|(?<=\p{Ll})[-–]\d{4,6}$`,
  'u',
);
/** Postcodes that only one country writes so. */
const TELLING: [RegExp, string][] = [
  [/(?:^|\s+)[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d$/, 'CA'],
  [/(?:^|\s+)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}$/, 'GB'],
  [/(?:^|\s+)(?:[AC-FHKNPRTV-Y]\d{2}|D6W)\s?[\dAC-FHKNPRTV-Y]{4}$/, 'IE'],
  [/(?:^|\s+)(?:SA|NT)\s+\d{4}$/, 'AU'],
  [/(?<=(?:^|\s)(?:NSW|VIC|QLD|WA|TAS|ACT))\s+\d{4}$/i, 'AU'],
];
/** 波特兰 behind 俄勒冈州, and 多伦多 behind 安大略省. */
const BEHIND_STATE = /^(.{1,8}?[州省])(.{2,})$/u;
/** 大阪府吹田市; 県 is written in Japanese alone. */
const PREFECTURE = /^(?:京都府|大阪府|北海道|\p{Script=Han}{2,3}県)(.{2,})$/u;
/** Mali, with which 马里兰 begins. */
const NO_COUNTRY_IN_FRONT = ['马里'];

/**
 * The city of an address and what stands behind it, as commas would part them, without postcodes: of Ann Arbor MI 48109
 * USA Ann Arbor, MI and USA, of 美国麻省剑桥 剑桥, 麻省 and 美国. Whole names of cities stay whole.
 */
export function addressParts(text: string, lists: Lists): string[] {
  const parts = text.split(BETWEEN).flatMap((part) => dividedPart(part.trim(), lists));
  const said = parts.filter((part) => part !== '');
  const [first, last] = [said[0] ?? '', said.at(-1) ?? ''];
  // 美国，波士顿
  const fromTheWhole = said.length > 1 && countryCode(first) !== null && !lists.isCity(first) && lists.isCity(last);
  return fromTheWhole ? said.reverse() : said;
}

function dividedPart(part: string, lists: Lists): string[] {
  const { rest, countries } = withoutPostcode(part);
  const district = /^(.*?\p{L})\s+(?:(?:district |ward )?\d{1,3}|cedex(?: \d+)?)$/iu.exec(rest)?.[1];
  const plain = district !== undefined && lists.isCity(district) ? district : rest;
  return [...divided(plain, lists), ...countries];
}

/** Of a postcode the country that it tells. */
function withoutPostcode(part: string): { rest: string; countries: string[] } {
  for (const [pattern, country] of TELLING)
    if (pattern.test(part)) return { rest: part.replace(pattern, ''), countries: [inWords(country)] };
  const [, state] = /(?:^|\s)([A-Z]{2})\s+\d{5}(?:-\d{4})?$/.exec(part) ?? [];
  const isOfTheStates = state !== undefined && stateOf(state)?.country === 'US';
  const letters = BEFORE.exec(part)?.[1];
  const before = letters === undefined ? null : countryCode(beforePostcode(letters));
  const countries = [...(isOfTheStates ? ['US'] : []), ...(before === null ? [] : [before])].map(inWords);
  return { rest: part.replace(BEFORE, '').replace(BEHIND, ''), countries };
}

/** CA would be California. */
const inWords = (code: string) => new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code;

const beforePostcode = (letters: string) =>
  BEFORE_POSTCODES.find((one) => one.startsWith(`${letters}/`))?.slice(2) ?? letters;

function divided(part: string, lists: Lists): string[] {
  if (lists.isCity(part) || stateOf(part) !== null || countryCode(part) !== null) return [part];
  const han = part.replace(/[^\p{Script=Han}]+/gu, '');
  const latin = part.replace(/\p{Script=Han}+/gu, ' ').trim();
  // 武汉 Wuhan: one city in two languages.
  if (han !== '' && latin !== '' && lists.isCity(han) && lists.isCity(latin)) return [han];
  return behindWhole(part, lists) ?? beforeWhole(part, lists) ?? [part];
}

/** 俄勒冈州波特兰, 美国波士顿: Chinese names come last. */
function behindWhole(part: string, lists: Lists): string[] | null {
  const plain = part.replace(/(?<=\p{Script=Han})[\s·•\-–—]+(?=\p{Script=Han})/gu, '');
  const [, state, city] = BEHIND_STATE.exec(plain) ?? [];
  if (state !== undefined && stateOf(state) !== null) return [...divided(city, lists), state];
  const inJapan = PREFECTURE.exec(plain)?.[1];
  if (inJapan !== undefined) return [...divided(inJapan, lists), '日本'];
  for (let length = Math.min(9, plain.length - 2); length >= 2; length--) {
    const [front, rest] = [plain.slice(0, length), plain.slice(length)];
    if (!/^\p{Script=Han}+$/u.test(front) || !/^\p{Script=Han}/u.test(rest)) continue;
    const code = countryCode(front);
    if (code !== null && code !== 'CN' && !NO_COUNTRY_IN_FRONT.includes(front)) return [...divided(rest, lists), front];
  }
  return null;
}

/** Boston MA, Paris France, São Paulo-SP: what stands behind a city without a comma. */
function beforeWhole(part: string, lists: Lists): string[] | null {
  const [, hyphened, letters] = /^(.+\p{L})[-–]([A-Z]{2})$/u.exec(part) ?? [];
  if (letters !== undefined && isRegion(letters, hyphened, lists)) return [hyphened, letters];
  const words = part.split(/\s+/);
  for (let count = Math.min(5, words.length - 1); count > 0; count--) {
    const [city, region] = [words.slice(0, -count).join(' '), words.slice(-count).join(' ')];
    if (BELONGS_TO_NEXT.test(city) || !isRegion(region, city, lists)) continue;
    // Kyoto 606-8501 Japan
    return [...dividedPart(city, lists), region.replaceAll('.', '')];
  }
  return null;
}

/** Whether a text behind a city and a space is its state or country. */
function isRegion(text: string, city: string, lists: Lists): boolean {
  const letters = text.replace(/[.\s]/g, '');
  const isShort = /^[A-Z]{2,3}$/.test(letters);
  if (!isShort && !/\.$/.test(text) && nameKey(text).length < 4 && !/\p{Script=Han}{2}/u.test(text)) return false;
  if (!isShort && !/^[\p{Lu}\p{Lo}]/u.test(text)) return false;
  // HU MA is no city in Massachusetts.
  const isSpelt = isShort && city === city.toUpperCase() && city.length < 4;
  if (isSpelt && !lists.isCity(city)) return false;
  // Victoria behind any name is not the state: Ciudad Victoria.
  const state = stateOf(isShort ? letters : text);
  if (state !== null) return nameKey(text) !== 'victoria' || lists.isCity(city);
  if (!isShort && lists.isProvince(text)) return lists.isCity(city);
  if (!isShort) return countryCode(text) !== null;
  if (isProvinceCode(letters)) return lists.isCity(city);
  return (
    countryCode(letters) !== null && (lists.isCity(city) || letters.length === 3 || ['UK', 'US'].includes(letters))
  );
}
