import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { RankEntry, Ranking } from './reference.ts';

/** The grades of a table as levels, the best first; what is not in the table has no level, or the one below them. */
export interface GradeScale {
  levels: readonly (readonly string[])[];
  unlisted: 'no-level' | 'lowest';
}

/** Grades in use, best first: 学科评估 by discipline; the university programmes. */
export const KNOWN_GRADES: readonly (readonly string[])[] = [
  ['A+', 'A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'C-'],
  ['985', '211', '双一流', '其他'],
];

/** One spelling for comparing grades: Ａ＋, A＋ and a+ are A+, C− is C-. */
export function gradeKey(grade: string): string {
  return grade
    .normalize('NFKC')
    .replace(/[−–—－]/g, '-')
    .replace(/\s+/g, '')
    .toUpperCase();
}

/** The codebook's order of a table's grades; without one, each known grade is a level. */
export function gradeScaleOf(table: string, { reputation }: Codebook, ranking: Ranking): GradeScale {
  const own = reputation.gradeTables?.find((one) => one.table === table);
  if (own) return { levels: own.levels.map((grades) => grades.map(gradeKey)), unlisted: own.unlisted };
  const used = new Set([...ranking.entries.values()].flat().map(({ grade }) => gradeKey(grade ?? '')));
  const known = KNOWN_GRADES.find((grades) => grades.some((grade) => used.has(grade))) ?? [];
  return { levels: known.filter((grade) => used.has(grade)).map((grade) => [grade]), unlisted: 'no-level' };
}

export function gradeCount({ levels, unlisted }: GradeScale): number {
  return levels.length + (unlisted === 'lowest' ? 1 : 0);
}

/** By the newest edition, or the one nearest to the stage where the codebook asks for that. */
export function gradeLevel(
  entries: readonly RankEntry[],
  year: number | null,
  ranking: Ranking,
  scale: GradeScale,
): number | null {
  const editions = [...ranking.years.keys()].sort((a, b) => b - a);
  const edition =
    year === null ? editions[0] : editions.reduce((a, b) => (Math.abs(b - year) < Math.abs(a - year) ? b : a));
  const grades = new Set(entries.filter((entry) => entry.year === edition).map(({ grade }) => gradeKey(grade ?? '')));
  if (grades.size === 0) return scale.unlisted === 'lowest' ? scale.levels.length + 1 : null;
  if (grades.size > 1) return null;
  const at = scale.levels.findIndex((level) => level.some((grade) => grades.has(grade)));
  return at < 0 ? null : at + 1;
}
