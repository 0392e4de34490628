const MISSING = /^(|nan|-nan|null|none|na|n\/a|<na>|nat)$/i;
const INFINITE = /^([+-]?)inf(inity)?$/i;
const DECIMAL_COMMA = /^[+-]?\d+,\d+(e[+-]?\d+)?$/i;

/** A rank `#3`, a score `78 %`. */
const SIGNED = /^#?([+-]?\d[\d.,]*)\s?%?$/;

export function missing(text: string): boolean {
  return MISSING.test(text.trim());
}

/**
 * A rank or score as programs write it: NaN where there is none, infinite ones of masked songs, a decimal comma where
 * commas do not part the fields.
 *
 * @returns null for what is no number
 */
export function numberOf(text: string, decimals: { comma: boolean; seen: boolean }): number | null {
  if (missing(text)) return Number.NaN;
  const infinite = INFINITE.exec(text.trim());
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const plain = text.trim().replace(SIGNED, '$1');
  const isComma = decimals.comma && DECIMAL_COMMA.test(plain);
  if (isComma) decimals.seen = true;
  const value = Number(isComma ? plain.replace(',', '.') : plain);
  return Number.isNaN(value) ? null : value;
}

/** Whether these are the numbers from 0 or 1 on, each once. */
export function isCount(values: readonly number[]): boolean {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[0] === 0 || sorted[0] === 1) && sorted.every((value, i) => value === sorted[0] + i);
}

export function isRising(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]);
}
