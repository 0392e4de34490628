import { sum } from '../descriptive.ts';
import { normalTwoSided, Z95 } from '../distributions.ts';
import type { Interval } from '../intervals.ts';
import type { Design } from './design.ts';
import type { Fit } from './newton.ts';

export interface MarginalEffect {
  /** Change of the probability, averaged over the observations. */
  estimate: number;
  se: number;
  p: number;
  interval: Interval;
}

/**
 * Average marginal effects of a logistic regression: by how much the probability changes for one unit more of a number,
 * or from the reference class to another one, all else as observed. Standard errors by the delta method, as R's
 * margins.
 */
export function marginalEffects(design: Design, { estimate, covariance }: Fit): Record<string, MarginalEffect> {
  const { names, variables, rows, weights } = design;
  const total = sum(weights);
  const chance = (row: readonly number[]) =>
    1 / (1 + Math.exp(-estimate[0] - sum(row.map((value, j) => value * estimate[j + 1]))));
  /** Adds the gradient of the probability at a row, times a factor. */
  const add = (gradient: number[], row: readonly number[], factor: number) => {
    const p = chance(row);
    gradient[0] += factor * p * (1 - p);
    row.forEach((value, j) => void (gradient[j + 1] += factor * p * (1 - p) * value));
    return p;
  };
  const effectOf = (column: number): MarginalEffect => {
    const gradient = new Array<number>(names.length + 1).fill(0);
    let effect = 0;
    rows.forEach((row, i) => {
      const weight = weights[i] / total;
      const variable = variables[column];
      if (variable === undefined) {
        const p = chance(row);
        const bent = p * (1 - p) * (1 - 2 * p) * estimate[column + 1];
        effect += weight * p * (1 - p) * estimate[column + 1];
        gradient[0] += weight * bent;
        row.forEach((value, j) => void (gradient[j + 1] += weight * bent * value));
        gradient[column + 1] += weight * p * (1 - p);
        return;
      }
      const as = (chosen: number) =>
        row.map((value, j) => (variables[j] === variable ? (j === chosen ? 1 : 0) : value));
      effect += weight * (add(gradient, as(column), weight) - add(gradient, as(-1), -weight));
    });
    const se = Math.sqrt(sum(gradient.map((a, j) => a * sum(gradient.map((b, k) => b * covariance[j][k])))));
    return {
      estimate: effect,
      se,
      p: normalTwoSided(effect / se),
      interval: [effect - Z95 * se, effect + Z95 * se],
    };
  };
  return Object.fromEntries(names.map((name, column) => [name, effectOf(column)]));
}
