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
  ['一流大学A类', '一流大学B类', '一流学科', '其他'],
];

/** The classes of 双一流 as lists write them: 一流大学建设高校（A类）, A类, 世界一流学科建设高校. */
const CLASS_OF_UNIVERSITY = /^(?:世界)?一流大学(?:建设)?(?:高校)?\(?([AB])类?\)?$|^([AB])类$/;
const CLASS_OF_SUBJECT = /^(?:世界)?一流学科(?:建设)?(?:高校)?$/;

/** University programmes that one cell names, the highest first: 985/211/双一流 is 985, 211工程 is 211. */
const PROGRAMMES = ['985', '211', '双一流'];
const OF_PROGRAMMES = /^(?:(?:985|211|双一流)(?:工程|高校|大学|院校|建设高校|建设)?[/、,;+&和及·|]?)+$/;
const OF_NONE = /^(?:普通|一般|非双一流|非985|双非|其它)(?:本科|高校|院校|大学)*$/;

/** One spelling for comparing grades: Ａ＋, A＋ and a+ are A+, C− is C-, A类 of 双一流 is 一流大学A类. */
export function gradeKey(grade: string): string {
  const plain = grade
    .normalize('NFKC')
    .replace(/[−–—－]/g, '-')
    .replace(/\s+/g, '')
    .toUpperCase();
  if (OF_PROGRAMMES.test(plain)) return PROGRAMMES.find((name) => plain.includes(name)) ?? plain;
  if (OF_NONE.test(plain)) return '其他';
  const [, university, alone] = CLASS_OF_UNIVERSITY.exec(plain) ?? [];
  if (university ?? alone) return `一流大学${university ?? alone}类`;
  return CLASS_OF_SUBJECT.test(plain) ? '一流学科' : plain;
}

/** The order in use that has most of a table's grades; none where no order has one. */
export function orderOf(used: ReadonlySet<string>): readonly string[] {
  const shared = (grades: readonly string[]) => grades.filter((grade) => used.has(grade)).length;
  const best = KNOWN_GRADES.reduce((a, b) => (shared(b) > shared(a) ? b : a));
  return shared(best) > 0 ? best : [];
}

/** The codebook's order of a table's grades; without one, each known grade is a level. */
export function gradeScaleOf(table: string, { reputation }: Codebook, ranking: Ranking): GradeScale {
  const own = reputation.gradeTables?.find((one) => one.table === table);
  if (own) return { levels: own.levels.map((grades) => grades.map(gradeKey)), unlisted: own.unlisted };
  const used = new Set([...ranking.entries.values()].flat().map(({ grade }) => gradeKey(grade ?? '')));
  const known = orderOf(used);
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
