import type { Candidate } from '../../../shared/mobility/study.ts';
import type { Institution } from '../quadrant/reference.ts';
import { cityOf, isSameCity } from '../names/city.ts';
import { nameKey } from '../names/name-key.ts';

const HAN = /\p{Script=Han}/u;
const LEAST = 0.35;
/** Words in nearly every name, so that sharing them means little. */
const COMMON = new Set(['university', 'of', 'and', 'college', 'institute', 'school', 'for', 'in', 'at', 'de', 'di']);
const SHORT: [RegExp, string][] = [
  [/\buniv\b/g, 'university'],
  [/\binst\b/g, 'institute'],
  [/\btech\b/g, 'technology'],
  [/\bsci\b/g, 'science'],
  [/\bcoll\b/g, 'college'],
  [/\bacad\b/g, 'academy'],
  [/ main campus$/g, ''],
];

/**
 * Candidate institutions for a mention, best first, each with its score and reason. Chinese is compared by
 * pairs of characters, other scripts by words and letters.
 */
export function candidatesFor(
  mention: string,
  cities: readonly string[],
  institutions: Iterable<Institution>,
  most = 6,
): Candidate[] {
  const key = expand(nameKey(mention));
  const found: Candidate[] = [];
  for (const institution of institutions) {
    let best: { score: number; matched: string; reasons: string[] } = { score: 0, matched: '', reasons: [] };
    for (const name of institution.nameKeys) {
      if (standsForOther(name, key, institution.nameKeys)) continue;
      const { score, reasons } = similarity(key, expand(name));
      if (score > best.score) best = { score, matched: name, reasons };
    }
    if (best.score < LEAST) continue;
    const inCity =
      institution.city !== null &&
      cities.some((city) => {
        const { key, meanings } = cityOf(city, institution.country);
        const own = cityOf(institution.city as string, institution.country).key;
        return isSameCity(key, own, institution.country) || meanings.includes(own);
      });
    found.push({
      institution: institution.key,
      name: institution.name,
      matched: best.matched,
      kind: institution.kind,
      city: institution.city,
      score: Math.min(1, best.score + (inCity ? 0.05 : 0)),
      reasons: inCity ? [...best.reasons, 'same-city'] : best.reasons,
    });
  }
  return found.sort((a, b) => b.score - a.score || a.name.localeCompare(b.name)).slice(0, most);
}

/** An abbreviation that is short for the institution's own name, beside a whole name: UW of Wyoming for Washington. */
function standsForOther(short: string, whole: string, names: readonly string[]): boolean {
  if (short.includes(' ') || short.length >= whole.length || HAN.test(short)) return false;
  return acronym(whole) === short && names.some((name) => name !== whole && name !== short && acronym(name) === short);
}

const PARTICLES = new Set(['of', 'the', 'at', 'in', 'for', 'and', 'de', 'di']);

/**
 * Whether two names are one but for abbreviations, articles and prepositions. Similar letters are not enough (Hunan and
 * Henan University), nor the same words in another order (Washington University, University of Washington).
 */
export function isSameName(a: string, b: string): boolean {
  const plain = (name: string) =>
    expand(nameKey(name))
      .split(' ')
      .filter((word) => !PARTICLES.has(word))
      .join(' ');
  return plain(a) !== '' && plain(a) === plain(b);
}

/** The words of a name key that other names do not share: neither kinds of institutions nor particles. */
export function tellingWords(key: string): string[] {
  return expand(key)
    .split(' ')
    .filter((word) => word !== '' && !COMMON.has(word) && !PARTICLES.has(word));
}

const expanded = new Map<string, string>();
const MOST_KEPT = 50_000;

function expand(key: string): string {
  let full = expanded.get(key);
  if (full === undefined) {
    full = SHORT.reduce((text, [short, long]) => text.replaceAll(short, long), key);
    if (expanded.size >= MOST_KEPT) expanded.clear();
    expanded.set(key, full);
  }
  return full;
}

/** Similarity from 0 to 1, with the reason. Both arguments are name keys. */
export function similarity(a: string, b: string): { score: number; reasons: string[] } {
  if (a === b) return { score: 1, reasons: ['same-name'] };
  if (a === '' || b === '') return { score: 0, reasons: [] };
  if (HAN.test(a) !== HAN.test(b)) return { score: 0, reasons: [] };
  if (HAN.test(a)) {
    const letters = dice(pairs(a), pairs(b));
    if (a.length >= 2 && b.length > a.length && isSubsequence(a, b))
      return { score: Math.max(letters, 0.68 + (0.2 * a.length) / b.length), reasons: ['abbreviation'] };
    if (a.includes(b) || b.includes(a)) return { score: Math.max(letters, 0.75), reasons: ['contains'] };
    return { score: letters, reasons: ['same-letters'] };
  }
  if (acronym(b) === a.replaceAll(' ', '') || acronym(a) === b.replaceAll(' ', ''))
    return { score: 0.8, reasons: ['abbreviation'] };
  const words = weightedWords(a, b);
  const letters = dice(pairs(a.replaceAll(' ', '')), pairs(b.replaceAll(' ', '')));
  const reasons = [...(words >= letters ? ['same-words'] : []), ...(letters >= words ? ['same-letters'] : [])];
  return { score: Math.max(words, letters) * 0.97, reasons };
}

/** 北大 is in 北京大学, letter by letter. */
function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

function acronym(name: string): string {
  return name
    .split(' ')
    .filter((word) => !['of', 'and', 'the', 'for', 'in', 'at'].includes(word))
    .map((word) => word[0])
    .join('');
}

function pairs(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + 1 < text.length; i++)
    counts.set(text.slice(i, i + 2), (counts.get(text.slice(i, i + 2)) ?? 0) + 1);
  return counts;
}

/** Sørensen–Dice of two bags. */
function dice(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  let total = 0;
  for (const [pair, count] of a) {
    shared += Math.min(count, b.get(pair) ?? 0);
    total += count;
  }
  for (const count of b.values()) total += count;
  return total === 0 ? 0 : (2 * shared) / total;
}

function weightedWords(a: string, b: string): number {
  const weight = (word: string) => (COMMON.has(word) ? 0.2 : 1);
  const [left, right] = [new Set(a.split(' ')), new Set(b.split(' '))];
  let shared = 0;
  let total = 0;
  for (const word of new Set([...left, ...right])) {
    total += weight(word);
    if (left.has(word) && right.has(word)) shared += weight(word);
  }
  return shared / total;
}
