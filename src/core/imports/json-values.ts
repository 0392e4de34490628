export type JsonObject = Record<string, unknown>;

const LONG_NUMBER = /^-?\d{16,}$/;

/** An object of JSON; whole numbers that JavaScript has not to the last digit stay text. */
export function parsedJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const keep = (_: string, value: unknown, written?: { source?: string }) =>
    typeof value === 'number' && LONG_NUMBER.test(written?.source ?? '') ? written?.source : value;
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of JSON as `Number` has it; NaN for objects and lists, whose own "toString" may be anything. */
export function numberIn(value: unknown): number {
  return typeof value === 'object' && value !== null ? Number.NaN : Number(value);
}

/**
 * A text of JSON, or the list of those that stand one a line.
 *
 * @throws SyntaxError of the whole where it is neither
 */
export function jsonOrLines(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line));
    } catch {
      // What is wrong with the whole says more than what is wrong with its first line.
    }
    throw error;
  }
}

/**
 * The values of a text in which several of JSON stand one behind the other, as `cat` joins files; null where it is no
 * such text.
 */
export function joinedValues(text: string): string[] | null {
  if (!/[\]}]\s*[[{]/.test(text)) return null;
  const values: string[] = [];
  let [start, depth, isQuoted] = [0, 0, false];
  // Sign by sign: an expression for texts as a whole fails at a long one, and takes each quote of one that is cut off
  // for the beginning of another.
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (isQuoted) {
      if (sign === '\\') i++;
      else isQuoted = sign !== '"';
      continue;
    }
    if (sign === '"') isQuoted = true;
    else if (sign === '[' || sign === '{') depth++;
    else if ((sign === ']' || sign === '}') && --depth === 0) {
      // A file's mark of its encoding is no blank to JSON.
      values.push(text.slice(start, i + 1).trim());
      start = i + 1;
    }
    if (depth < 0) return null;
  }
  return depth === 0 && values.length > 1 && text.slice(start).trim() === '' ? values : null;
}
