import { isUtf8 } from 'node:buffer';
import { damagedShare, eastAsianReading, MOST_DAMAGED } from './east-asian-text.ts';
import { JUDGED_BYTES, wideTextEncoding } from './wide-text.ts';

/** A text as one encoding has it, told by some of its words that are not ASCII. */
export interface Reading {
  encoding: string;
  words: string[];
}

export interface JudgedEncoding {
  encoding: string;
  /** All ways to read the text that make sense, the first among them; none where only one does. */
  readings: Reading[];
  words: string[];
}

/** A text that is mostly not damaged in UTF-8 may be one of East Asia that happens to look like it. */
const MOST_DAMAGED_DOUBTFUL = 0.6;
const LATIN = ['windows-1252', 'windows-1250', 'windows-1254', 'iso-8859-2', 'macintosh'];
/** Encodings of one byte a character, the commonest first. */
const SINGLE_BYTE: readonly { encoding: string; script: RegExp }[] = [
  ...LATIN.map((encoding) => ({ encoding, script: /\p{Script=Latin}/u })),
  ...['windows-1251', 'koi8-r', 'ibm866'].map((encoding) => ({ encoding, script: /\p{Script=Cyrillic}/u })),
  { encoding: 'windows-1253', script: /\p{Script=Greek}/u },
];
/** Marks that texts have besides letters. */
const MARKS = /[‘’‚“”„–—…•·«»°¿¡´©®™€£№º\u00a0]/;
/** Share of the characters beyond ASCII that have to be letters where words have them. */
const LEAST_SENSIBLE = 0.9;
/** Words of Latin letters have no more of them in a row beyond ASCII. */
const LONGEST_RUN = 2;
const WORDS_SHOWN = 4;
/** How much of a text of East Asia is among the commonest characters; a text of letters read as one has rare ones. */
const SURE_FIT = 0.25;
const FEW_DAMAGED = 0.05;
const FIRST_BEYOND_ASCII = 0x80;
// biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII
const BEYOND_ASCII = /[^\x00-\x7f]+/g;

/**
 * How the characters of a text are written in its bytes. A text in UTF-8 but for some damaged rows is one in UTF-8, as
 * is one that makes no sense in any other way.
 */
export function judgeEncoding(given: Buffer): JudgedEncoding {
  const bytes = given.subarray(0, JUDGED_BYTES);
  const only = (encoding: string): JudgedEncoding => ({ encoding, readings: [], words: [] });
  const wide = wideTextEncoding(bytes);
  if (wide) return only(wide);
  const whole = withoutCutCharacter(bytes);
  if (isUtf8(whole)) return only('utf-8');
  const damaged = damagedShare(whole.toString('utf8'));
  if (damaged <= MOST_DAMAGED) return only('utf-8');
  const eastAsian = eastAsianReading(bytes);
  const isWhole = eastAsian && damagedShare(new TextDecoder(eastAsian.encoding).decode(bytes)) === 0;
  if (damaged <= MOST_DAMAGED_DOUBTFUL) return only(eastAsian && isWhole ? eastAsian.encoding : 'utf-8');
  if (eastAsian && eastAsian.fit >= SURE_FIT) return only(eastAsian.encoding);
  const readings = singleByteReadings(bytes);
  if (eastAsian && readings.length === 0) return only(eastAsian.encoding);
  const isLatin = readings.some(({ encoding }) => LATIN.includes(encoding));
  if (eastAsian && !isLatin && eastAsian.damaged <= FEW_DAMAGED)
    readings.push(readingOf(new TextDecoder(eastAsian.encoding).decode(bytes), eastAsian.encoding));
  const [first, ...others] = readings;
  return first ? { ...first, readings: others.length > 0 ? readings : [] } : only('utf-8');
}

/** A buffer may end within a character of UTF-8. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < FIRST_BEYOND_ASCII) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

function singleByteReadings(bytes: Buffer): Reading[] {
  const readings = new Map<string, Reading>();
  for (const { encoding, script } of SINGLE_BYTE) {
    const text = new TextDecoder(encoding).decode(bytes);
    const isSensible = sensibleShare(text, script) >= LEAST_SENSIBLE;
    if (isSensible && !readings.has(text)) readings.set(text, readingOf(text, encoding));
  }
  return [...readings.values()].filter(({ words }) => words.length > 0);
}

function readingOf(text: string, encoding: string): Reading {
  return { encoding, words: wordsBeyondAscii(text) };
}

/** How many of the characters beyond ASCII are letters of the script within a word of it, or marks. */
function sensibleShare(text: string, script: RegExp): number {
  let [sensible, all] = [0, 0];
  for (const { index, 0: run } of text.matchAll(BEYOND_ASCII)) {
    all += run.length;
    const isLatin = script.test('a');
    if (isLatin && run.length > LONGEST_RUN && !isMarks(run)) continue;
    // Two letters beyond ASCII and no other beside them are rather one character of East Asia.
    if (isLatin && run.length > 1 && !isMarks(run) && !isBesideLetters(text, index, run.length)) continue;
    for (let i = index; i < index + run.length; i++)
      if (MARKS.test(text[i]) || (script.test(text[i]) && isInWord(text, i, script))) sensible++;
  }
  return all === 0 ? 0 : sensible / all;
}

function isMarks(run: string): boolean {
  return [...run].every((sign) => MARKS.test(sign));
}

function isBesideLetters(text: string, at: number, length: number): boolean {
  return /[a-z]/i.test((text[at - 1] ?? '') + (text[at + length] ?? ''));
}

/** Beside letters of the script, or alone; no capital stands behind a small letter. */
function isInWord(text: string, at: number, script: RegExp): boolean {
  const [before, sign, after] = [text[at - 1] ?? ' ', text[at], text[at + 1] ?? ' '];
  const isLetter = (one: string) => /\p{L}/u.test(one);
  if ([before, after].some((one) => isLetter(one) && !script.test(one))) return false;
  if (sign === 'ÿ' && !isLetter(before)) return false;
  return !isRising(before, sign) && !isRising(sign, after);
}

function isRising(one: string, next: string): boolean {
  return /\p{Ll}/u.test(one) && /\p{Lu}/u.test(next);
}

function wordsBeyondAscii(text: string): string[] {
  const words = new Set<string>();
  for (const [word] of text.matchAll(/[\p{L}\p{M}'’]*[\p{L}\p{M}'’-]+/gu)) {
    if (word.search(BEYOND_ASCII) >= 0) words.add(word);
    if (words.size === WORDS_SHOWN) break;
  }
  return [...words];
}
