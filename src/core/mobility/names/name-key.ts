const EDGE_WORDS = /^(the|die|der|das|le|la|les|l)\s+/;

/**
 * One spelling for comparing names: width, case, accents, punctuation and double spaces do not count. Chinese has no
 * spaces; brackets and their contents stay.
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
  return plain.replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '');
}
