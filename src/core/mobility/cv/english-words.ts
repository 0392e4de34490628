/** Words of English text, and where a name of them begins and ends. */

import { HEAD_BEHIND, MAIN, OF_A_SCHOOL, PART, SOCIETY, STOP } from './english-name-words.ts';
import { type Gazetteer, lookUp } from './gazetteer.ts';
import type { PlaceToken } from './place.ts';
import { NO_NAME } from './unknown-place.ts';

export interface Word {
  text: string;
  from: number;
  to: number;
}

/** "à l'Université", "dell'Accademia": an article that a French or Italian name drops its vowel behind. */
export const ELIDED = String.raw`(?:[dl]|dell|all|nell|dall|sull)'`;
const WORD = new RegExp(
  String.raw`(?<!\p{L})${ELIDED}(?=\p{Lu}|universi)|` +
    String.raw`(?!\p{Script=Han})[\p{L}\p{N}&](?:(?!\p{Script=Han})[\p{L}\p{N}'&./+-])*`,
  'gu',
);

/** "professeur à l'université de Provence": in prose these languages write the word small, and its name behind it. */
function isSmallHead(word: string, behind: string): boolean {
  return (
    /^universi(?:té|tà|dade?)$/.test(word) &&
    /^ (?:de |du |des |del |di |do |da |della |degli )?(?:la |los )?(?:[dl]'|dell')?\p{Lu}/u.test(behind)
  );
}

/** Runs of words without other punctuation than what belongs to a name. */
export function phrases(text: string): Word[][] {
  const lines: Word[][] = [];
  let line: Word[] = [];
  let end = -1;
  for (const word of text.matchAll(WORD)) {
    const between = text.slice(end, word.index);
    if (end >= 0 && between !== ' ' && between !== '-' && between !== "' " && between !== '') {
      lines.push(line);
      line = [];
    }
    let shown = word[0];
    const abbreviation = /^(?:Univ|Inst|Coll|Dept|Corp|Inc|Ltd|Assoc|St|Ss|SS|Sts|Mt|Acad|Sci|Tech|Natl|[A-Z])\.$/.test(
      shown,
    );
    const isElided = /'$/.test(shown) && /^(?:\p{Lu}|universi)/u.test(text.slice(word.index + shown.length));
    if (!abbreviation && !isElided) shown = shown.replace(/[.'/+-]+$/, '');
    if (isSmallHead(shown, text.slice(word.index + shown.length))) shown = `U${shown.slice(1)}`;
    line.push({ text: shown, from: word.index, to: word.index + shown.length });
    end = word.index + shown.length;
  }
  lines.push(line);
  return lines;
}

export const isCapital = (word: Word | undefined) => word !== undefined && /^(?:[dl]')?\p{Lu}/u.test(word.text);
export const carries = (word: Word | undefined) =>
  (isCapital(word) && !STOP.test(word!.text)) || (word !== undefined && OF_A_SCHOOL.test(word.text));

export function sortOf({ text }: Word): PlaceToken['sort'] | null {
  // "Southern Example University-Carbondale"
  if (/^(?:University|College)-\p{Lu}\p{Ll}+$/u.test(text)) return 'main';
  const last = text.includes('-') && !MAIN.test(text) ? (text.split('-').at(-1) ?? text) : text;
  if (MAIN.test(last) || last === "University's") return 'main';
  if (PART.test(last)) return 'part';
  return SOCIETY.test(last) ? 'society' : null;
}

const PARTICLE = /^(?:de|do|da|dos|das|del|di|du|la|los|las|le|van|von|der|den|y|al|el|bin|ibn|&)$/;

/** "Estácio de Sá University", "Design & Technology College": small words that join the names before. */
export function withParticles(line: readonly Word[], start: number, from: number, at: number): number {
  let first = start;
  while (first < at || /^(?:University|College|Institute)$/.test(line[at].text)) {
    let before = first - 1;
    while (before > from && PARTICLE.test(line[before].text)) before--;
    // "Physics & Leeds University": a field beside a name, no name of two
    const isBeside =
      line[first - 1]?.text === '&' && NO_NAME.test(line[before].text) !== NO_NAME.test(line[first].text);
    if (
      isBeside ||
      before === first - 1 ||
      before < from ||
      first === at ||
      !carries(line[before]) ||
      sortOf(line[before])
    )
      break;
    first = before;
    while (first > from && carries(line[first - 1]) && !sortOf(line[first - 1])) first--;
  }
  return first;
}

/** "South Bank University", not "National Museum University of Oslo", where a comma is missing. */
export function isHeadBehind({ text: word, to }: Word, text: string): boolean {
  return HEAD_BEHIND.test(word) && !/^ (?:of|College)\b/.test(text.slice(to, to + 9));
}

/** "Nova University Lisbon": a town that ends the column or clause. */
export function isCityBehind(
  line: readonly Word[],
  first: number,
  at: number,
  text: string,
  gazetteer: Gazetteer,
): boolean {
  const next = line[at + 1];
  const isKnown = lookUp(gazetteer, text.slice(line[first].from, line[at].to)) !== null;
  if (
    line[at].text !== 'University' ||
    !carries(next) ||
    NO_NAME.test(next.text) ||
    !/^\p{Lu}\p{Ll}{3,}$/u.test(next.text)
  )
    return false;
  const behind = text.slice(next.to, next.to + 8);
  if (sortOf(next) !== null) return false;
  return (
    /^(?:\s*$| {2}|[\n\t,(])/.test(behind) || (!isKnown && /^(?: \(|[.;]| (?:from|in|as|until|since)\b)/.test(behind))
  );
}

/** "an engineer with Example Group, Shanghai": a company; "the Signal Processing Group" is a part of something. */
export function isGroupOfFirms(words: readonly Word[], text: string): boolean {
  if (words.at(-1)!.text !== 'Group' || words.length < 2 || words.length > 3) return false;
  const before = text.slice(Math.max(0, words[0].from - 12), words[0].from);
  if (/\b(?:with|by|for|joined|at) $/.test(before)) return true;
  return /\b(?:with|by|for|joined|at) the $/.test(before) && words.length === 2 && !NO_NAME.test(words[0].text);
}

const FOR_A_FIELD = new RegExp(
  '^(?:Nationalities|Sciences?|Women|Foreign\\w*|Technolog\\w+|Development|Peace|Creative|Humanities|Health|' +
    'Agricult\\w+|Music|Business|Information|Languages)$',
);

/** "University for Nationalities", but "University for five years" */
export function isForAField(word: string): boolean {
  return FOR_A_FIELD.test(word);
}
