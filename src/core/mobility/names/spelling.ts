import { inReadingOrder } from './full-name.ts';
import { simplified } from './simplified.ts';

const BESIDE = /[(（【[][^)）】\]]*[)）】\]]|[*†‡]/g;
const HAN = /^[\p{Script=Han}·•.・‧-]+$/u;
const CHINESE_TITLE = /(?<=.{2})(?:副?教授|先生|女士|老师|博士|院士|研究员)$/;
const TITLE = /^(?:(?:prof(?:essor)?|dr|mr|mrs|ms|sir|dame)\.?\s+)+/i;

/** What stands for letters that a keyboard lacks: Mueller for Müller. */
const SPELLED_OUT: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa', æ: 'ae', œ: 'oe' };
/** Letters that are no other letter with an accent. */
const OWN_LETTERS: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };

/** A name in its words, and the place of the family's among them; null for what is no person's name. */
interface Words {
  words: string[];
  family: string;
  given: string[];
}

/**
 * What a person's name has in common with other spellings of it: traditional characters, titles and remarks beside it,
 * accents, hyphens, spaces within given names and their order. Names that share one may be one person's.
 */
export function spellings(name: string): string[] {
  const both = inTwoScripts(name);
  if (both !== null) return both.flatMap(spellings);
  const plain = name.normalize('NFKC').replace(BESIDE, ' ').replace(/\s+/g, ' ').trim();
  if (/\d/.test(plain) || plain === '') return [];
  const signs = simplified(plain.replace(/\s+/g, ''));
  if (HAN.test(signs)) return [signs.replace(/[·•.・‧-]/g, '').replace(CHINESE_TITLE, '')];
  const spelledOut = plain.replace(/[äöüøåæœ]/gi, (letter) => SPELLED_OUT[letter.toLowerCase()]);
  return [...new Set([plain, spelledOut])].flatMap((one) => {
    const { words } = wordsOf(one);
    const [first, ...rest] = words;
    if (rest.length === 0) return [first];
    return [words.toSorted().join(' '), `${first} ${rest.join('')}`, `${words.at(-1)} ${words.slice(0, -1).join('')}`];
  });
}

/** 张伟 Wei Zhang and Zhang Wei（张伟） as two names of one person; null for a name in one script. */
function inTwoScripts(name: string): [string, string] | null {
  const plain = name.normalize('NFKC').replace(/[()（）/／,，·]/g, ' ');
  const [han, others] = [plain.match(/\p{Script=Han}+/gu), plain.replace(/\p{Script=Han}+/gu, ' ').trim()];
  const isPair = han?.length === 1 && han[0].length >= 2 && han[0].length <= 4 && /^\p{Script=Latin}.*\s/u.test(others);
  return isPair ? [han[0], others] : null;
}

/** Whether a name leaves out or shortens given names of another: J. Smith and John Smith of John A. Smith. */
export function isShortened(short: string, long: string): boolean {
  const [a, b] = [short, long].map((name) => wordsOf(name.normalize('NFKC').replace(BESIDE, ' ').trim()));
  if (a.family !== b.family || a.given.length === 0 || a.given.length > b.given.length) return false;
  const fits = (x: string, y: string) => x === y || ((x.length === 1 || y.length === 1) && x[0] === y[0]);
  return a.given.join('').length < b.given.join('').length && a.given.every((given, i) => fits(given, b.given[i]));
}

/** The family's name and the first letter of the given ones, within which shortened names are looked for. */
export function familyAndInitial(name: string): string | null {
  if (/\d|\p{Script=Han}/u.test(name)) return null;
  const { family, given } = wordsOf(name.normalize('NFKC').replace(BESIDE, ' ').trim());
  return given.length === 0 ? null : `${family} ${given[0][0]}`;
}

/** Words without accents, hyphens and points. In Li X and LI Xiaoming the family comes first. */
function wordsOf(name: string): Words {
  const written = inReadingOrder(name.replace(TITLE, ''))
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[øłđıßæœ]/gi, (letter) => OWN_LETTERS[letter.toLowerCase()] ?? letter)
    .replace(/(?<=[\p{L}])\.(?=\p{L})/gu, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}]+/gu, ''))
    .filter((word) => word !== '');
  const capitals = written.filter((word) => word.length > 1 && word === word.toUpperCase() && /\p{Lu}/u.test(word));
  const words = written.map((word) => word.toLowerCase());
  const isFirst =
    words.length > 1 && (words.at(-1)?.length === 1 || (capitals.length === 1 && capitals[0] === written[0]));
  const [family, given] = isFirst ? [words[0], words.slice(1)] : [words.at(-1) ?? '', words.slice(0, -1)];
  return { words, family, given };
}
