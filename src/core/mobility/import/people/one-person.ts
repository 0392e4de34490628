import type { PositionRole } from '../../../../shared/mobility/codebook.ts';
import { nameKey } from '../../names/name-key.ts';
import { simplified } from '../../names/simplified.ts';

/** Attributes that stay: people of one name who differ in one are two. */
export const LASTING = ['gender', 'birthYear'];

const SEXES: [RegExp, string][] = [
  [/^(?:男|m(?:ale)?$|man$)/i, 'm'],
  [/^(?:女|f(?:emale)?$|woman$)/i, 'f'],
];

/** What a lasting attribute says, however it is written: 男性 is male, 1960年5月 is 1960; empty for what says neither. */
export function lastingValue(attribute: string, text: string): string {
  const plain = simplified(text.normalize('NFKC').trim());
  if (attribute === 'birthYear') return /(?<!\d)1[89]\d\d(?!\d)|(?<!\d)20\d\d(?!\d)/.exec(plain)?.[0] ?? '';
  return SEXES.find(([words]) => words.test(plain))?.[1] ?? '';
}

/** A degree that people usually take once. */
export interface Degree {
  role: PositionRole;
  institution: string;
  year: number | null;
}

/**
 * Null for what is no doctorate or first degree.
 *
 * @param keyOf what all names of an institution have in common
 */
export function degreeOf({ role, institution, year }: Degree, keyOf: (institution: string) => string): Degree | null {
  const isOnce = role === 'doctorate' || role === 'bachelor';
  return isOnce && nameKey(institution) !== '' ? { role, institution: keyOf(institution), year } : null;
}

/** A post with both its years. */
export interface Stay {
  institution: string;
  from: number;
  to: number;
}

/** Whether two posts are hardly one person's: at two institutions, more than a year at once. */
export function areAtOnce(one: Stay | null, other: Stay | null): boolean {
  if (one === null || other === null || one.institution === other.institution) return false;
  return Math.min(one.to, other.to) - Math.max(one.from, other.from) > 1;
}

/** Whether two degrees are hardly one person's: at two institutions, and not in one year as a joint one is. */
export function areOfTwo(one: Degree | null, other: Degree | null): boolean {
  if (one === null || other === null || one.role !== other.role) return false;
  return one.institution !== other.institution && (one.year === null || one.year !== other.year);
}
