import type { UnitCounts } from './units.ts';

/** How much two classes agree by the distance between them, as irrCAC names it. */
export const CLASS_WEIGHTS = ['none', 'linear', 'quadratic', 'ordinal', 'radical'] as const;
export type ClassWeights = (typeof CLASS_WEIGHTS)[number];

/** What other programs call them. */
export const OTHER_WEIGHTS: Readonly<Record<string, ClassWeights>> = {
  unweighted: 'none',
  identity: 'none',
  equal: 'linear',
  squared: 'quadratic',
};

export interface Weighting {
  /** Of two classes by their places: 1 on the same class, 0 on the two that lie farthest apart. */
  of(i: number, j: number): number;
  /** The sum over all pairs of classes. */
  total: number;
}

/**
 * Gwet (2014), chapter 3; equal to irrCAC's functions of these names.
 *
 * @param classes the whole scale in order; distances are those of the numbers, but for `ordinal`, which counts places
 */
export function weighting(kind: ClassWeights, classes: readonly number[]): Weighting {
  const of = kind === 'none' ? same : among(kind, classes);
  if (kind === 'none') return { of, total: classes.length };
  let total = 0;
  for (let i = 0; i < classes.length; i++) for (let j = 0; j < classes.length; j++) total += of(i, j);
  return { of, total };
}

function same(i: number, j: number): number {
  return i === j ? 1 : 0;
}

function among(kind: Exclude<ClassWeights, 'none'>, classes: readonly number[]): Weighting['of'] {
  const farthest = FAR[kind](classes, 0, classes.length - 1);
  return (i, j) => (i === j ? 1 : 1 - FAR[kind](classes, i, j) / farthest);
}

const FAR: Record<Exclude<ClassWeights, 'none'>, (classes: readonly number[], i: number, j: number) => number> = {
  linear: (classes, i, j) => Math.abs(classes[i] - classes[j]),
  quadratic: (classes, i, j) => (classes[i] - classes[j]) ** 2,
  radical: (classes, i, j) => Math.sqrt(Math.abs(classes[i] - classes[j])),
  ordinal: (_, i, j) => (Math.abs(i - j) * (Math.abs(i - j) + 1)) / 2,
};

/** How much a unit's pairs of codes agree, from 0 to 1; 0 where there is no pair. */
export function pairsAgreeing({ at, counts, size }: UnitCounts, { of }: Pick<Weighting, 'of'> = { of: same }): number {
  if (size < 2) return 0;
  let total = 0;
  for (let a = 0; a < at.length; a++) {
    total += counts[a] * (counts[a] - 1);
    for (let b = 0; b < a; b++) total += 2 * counts[a] * counts[b] * of(at[a], at[b]);
  }
  return total / (size * (size - 1));
}
