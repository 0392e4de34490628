import type { Entry, KnownIds } from './entries.ts';

const NUMPY_VALUE = /\bnp\.\w+\(([^()]*)\)/g;
const PAIR = /\(\s*('[^']*'|"[^"]*"|[^,()]+),\s*([^(),]+)\)/g;
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;
const BRACKETED = /^\s*([[({])(.*)[\])}]\s*$/s;

/**
 * The songs in one field: a list as Python, numpy or JSON write it, pairs of a song and its score, `song:score` as
 * MyMediaLite has it, or ids between blanks, commas, bars or semicolons.
 */
export function songsOfCell(cell: string, songs: KnownIds['songs']): Entry[] {
  const inside = (BRACKETED.exec(cell)?.[2] ?? cell).replace(NUMPY_VALUE, '$1').trim();
  if (inside === '') return [];
  if (inside.startsWith('(')) {
    const pairs = Array.from(inside.matchAll(PAIR), ([, song, score]) => entry(unquoted(song), Number(score)));
    if (pairs.length > 0) return pairs;
  }
  if (/^['"]/.test(inside)) return Array.from(inside.matchAll(QUOTED), ([, one, other]) => entry(one ?? other));
  return parts(inside).map((part) => {
    const colon = part.lastIndexOf(':');
    const score = Number(part.slice(colon + 1));
    const isScored = colon > 0 && !songs.has(part) && part.slice(colon + 1) !== '' && Number.isFinite(score);
    return isScored ? entry(unquoted(part.slice(0, colon)), score) : entry(unquoted(part));
  });
}

/** A list of numbers beside the songs. */
export function scoresOfCell(cell: string): number[] {
  const inside = (BRACKETED.exec(cell)?.[2] ?? cell).replace(NUMPY_VALUE, '$1');
  return parts(inside).map(Number);
}

export function isBracketed(cell: string): boolean {
  return BRACKETED.test(cell);
}

function parts(text: string): string[] {
  const separator = [',', '|', ';'].find((sign) => text.includes(sign));
  return text
    .split(separator ?? /\s+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function unquoted(text: string): string {
  return text.trim().replace(/^(['"])(.*)\1$/s, '$2');
}

function entry(song: string, score: number | null = null): Entry {
  return { song, score, rank: null };
}
