import { simplified } from './simplified.ts';

const EDGE_WORDS = /^(the|die|der|das|le|la|les|l)\s+/;

/**
 * One spelling for comparing names: width, case, accents, punctuation, double spaces and traditional characters do not
 * count. Chinese has no spaces; brackets and their contents stay.
 */
export function nameKey(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(EDGE_WORDS, '');
  return simplified(plain.replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, ''));
}

/** Keys that older versions stored may hold traditional characters. */
export const storedKey = simplified;
