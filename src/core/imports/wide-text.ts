/** Share of zero bytes in even or odd places that makes a text UTF-16. */
const LEAST_ZEROS = 0.2;
/** How many bytes decide. */
export const JUDGED_BYTES = 200_000;
const FIRST_PRINTED = 32;
const SPACES = new Set([9, 10, 12, 13]);

type WideEncoding = 'utf-16le' | 'utf-16be';

/** UTF-16 by its mark, or by the zeros that it writes beside every character of ASCII; null for all else. */
export function wideEncoding(bytes: Uint8Array): WideEncoding | null {
  const marked = markedEncoding(bytes);
  if (marked) return marked;
  const length = Math.min(bytes.length, JUDGED_BYTES) & ~1;
  const zeros = [0, 0];
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i & 1]++;
  const [even, odd] = zeros.map((count) => count / Math.max(1, length / 2));
  if (Math.max(even, odd) < LEAST_ZEROS) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** The same for bytes that may be no text: without a mark, a text has no control characters but spaces. */
export function wideTextEncoding(bytes: Uint8Array): WideEncoding | null {
  const encoding = wideEncoding(bytes);
  if (encoding === null || markedEncoding(bytes)) return encoding;
  const high = encoding === 'utf-16le' ? 1 : 0;
  for (let i = 0; i + 1 < Math.min(bytes.length, JUDGED_BYTES); i += 2) {
    const [low, top] = [bytes[i + 1 - high], bytes[i + high]];
    if (top === 0 && low < FIRST_PRINTED && !SPACES.has(low)) return null;
  }
  return encoding;
}

function markedEncoding(bytes: Uint8Array): WideEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}
