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

/** The id of the n-th person of a name who has none: 王伟, 王伟 (2). */
export function namesakeKey(name: string, nth: number): string {
  return nth === 1 ? name : `${name} (${nth})`;
}

const NUMBERED = / \((?:[2-9]|[1-9]\d+)\)$/;

/** The name that such an id is of. */
export function withoutNumber(key: string): string {
  return key.replace(NUMBERED, '');
}
