/** Zero-width and other signs that copying brings along and nobody sees. */
export const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/g;

/** What all spellings of a person's id or name have in common: width, case, spaces and invisible signs do not count. */
export function personKey(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().replace(/\s+/g, '');
}

/** A person's name as it is stored: without invisible signs, one space between words. */
export function tidyName(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}
