import { simplified } from './simplified.ts';

const EDGE_WORDS = /^(the|die|der|das|le|la|les|l)\s+/;

/**
 * One spelling for comparing names: width, case, accents, punctuation, double spaces and traditional characters do not
 * count. Chinese has no spaces; brackets and their contents stay.
 */
export function nameKey(name: string): string {
  return withoutSpacesInChinese(wordsOf(name).replace(EDGE_WORDS, ''));
}

/** The same with the article in front, which tells cities apart: La Mesa is not Mesa. */
export function nameWithArticle(name: string): string {
  return withoutSpacesInChinese(wordsOf(name));
}

function wordsOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function withoutSpacesInChinese(plain: string): string {
  return simplified(plain.replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, ''));
}

/** Keys that older versions stored may hold traditional characters. */
export const storedKey = simplified;
