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

/** Of each class a number, and its derivatives by all parameters. */
interface OfClasses {
  values: number[];
  gradients: number[][];
}

/** How the probabilities of the classes follow from a row of the design. */
interface ChancesModel {
  chances(row: readonly number[]): OfClasses;
  /** Derivatives of the probabilities by one column. */
  slopes(row: readonly number[], column: number): OfClasses;
}

/**
 * Average marginal effects of a regression on classes: by how much the probability of each class changes for one unit
 * more of a number, or from the reference class to another one, all else as observed. Standard errors by the delta
 * method, as R's margins.
 *
 * @returns of each class, in the order of the levels, the effect of each term
 */
function effectsOf(design: Design, { covariance }: Fit, model: ChancesModel): Record<string, MarginalEffect>[] {
  const { names, variables, rows, weights, levels } = design;
  const total = sum(weights);
  const effects = names.map((_, column) => {
    const values = levels.map(() => 0);
    const gradients = levels.map(() => covariance.map(() => 0));
    const add = (part: OfClasses, factor: number) => {
      part.values.forEach((value, k) => void (values[k] += factor * value));
      part.gradients.forEach((list, k) => {
        for (let a = 0; a < list.length; a++) gradients[k][a] += factor * list[a];
      });
    };
    const variable = variables[column];
    rows.forEach((row, i) => {
      const weight = weights[i] / total;
      if (variable === undefined) {
        add(model.slopes(row, column), weight);
        return;
      }
      const as = (chosen: number) =>
        row.map((value, j) => (variables[j] === variable ? (j === chosen ? 1 : 0) : value));
      add(model.chances(as(column)), weight);
      add(model.chances(as(-1)), -weight);
    });
    return values.map((value, k) => effectWith(value, gradients[k], covariance));
  });
  return levels.map((_, k) => Object.fromEntries(names.map((name, column) => [name, effects[column][k]])));
}

function effectWith(estimate: number, gradient: readonly number[], covariance: readonly number[][]): MarginalEffect {
  const se = Math.sqrt(sum(gradient.map((a, j) => a * sum(gradient.map((b, k) => b * covariance[j][k])))));
  return {
    estimate,
    se,
    p: normalTwoSided(estimate / se),
    interval: [estimate - Z95 * se, estimate + Z95 * se],
  };
}

/** Of a logistic regression: the class that is not the reference. */
export function logisticEffects(design: Design, fit: Fit): Record<string, MarginalEffect> {
  return effectsOf(design, fit, softmax(design, fit))[1];
}

/** Of every class, the reference too. */
export function multinomialEffects(design: Design, fit: Fit): Record<string, Record<string, MarginalEffect>> {
  return byLevel(design, effectsOf(design, fit, softmax(design, fit)));
}

/** Of every class of an ordinal regression. */
export function ordinalEffects(design: Design, fit: Fit): Record<string, Record<string, MarginalEffect>> {
  return byLevel(design, effectsOf(design, fit, cumulative(design, fit)));
}

function byLevel<T>({ levels }: Design, ofClasses: readonly T[]): Record<string, T> {
  return Object.fromEntries(levels.map((level, k) => [level, ofClasses[k]]));
}

/** Parameters of each class but the first, the intercept before the columns. */
function softmax({ levels, names }: Design, { estimate }: Fit): ChancesModel {
  const width = names.length + 1;
  const probabilities = (row: readonly number[]) => {
    const scores = levels.map((_, k) => {
      if (k === 0) return 0;
      const at = (k - 1) * width;
      let score = estimate[at];
      for (let j = 0; j < row.length; j++) score += row[j] * estimate[at + j + 1];
      return score;
    });
    const most = Math.max(...scores);
    const raw = scores.map((score) => Math.exp(score - most));
    const total = sum(raw);
    return raw.map((value) => value / total);
  };
  const gradient = (row: readonly number[], factor: (l: number) => number, ofSlope: (l: number) => number, at = -1) =>
    levels.slice(1).flatMap((_, i) => {
      const l = i + 1;
      const part = factor(l);
      const own = [part, ...row.map((value) => value * part)];
      if (at >= 0) own[at + 1] += ofSlope(l);
      return own;
    });
  const same = (k: number, l: number) => (k === l ? 1 : 0);
  return {
    chances(row) {
      const p = probabilities(row);
      return {
        values: p,
        gradients: p.map((own, k) =>
          gradient(
            row,
            (l) => own * (same(k, l) - p[l]),
            () => 0,
          ),
        ),
      };
    },
    slopes(row, column) {
      const p = probabilities(row);
      const slope = levels.map((_, k) => (k === 0 ? 0 : estimate[(k - 1) * width + column + 1]));
      const middle = sum(slope.map((one, k) => one * p[k]));
      return {
        values: p.map((own, k) => own * (slope[k] - middle)),
        gradients: p.map((own, k) =>
          gradient(
            row,
            (l) => own * ((same(k, l) - p[l]) * (slope[k] - middle) - p[l] * (slope[l] - middle)),
            (l) => own * (same(k, l) - p[l]),
            column,
          ),
        ),
      };
    },
  };
}

/** The cut-points, then the slopes. */
function cumulative({ levels, names }: Design, { estimate }: Fit): ChancesModel {
  const cuts = levels.length - 1;
  /** Density of the logistic distribution and its derivative on both sides of each class. */
  const sides = (row: readonly number[]) => {
    let score = 0;
    for (let j = 0; j < row.length; j++) score += row[j] * estimate[cuts + j];
    const below = Array.from({ length: cuts }, (_, k) => 1 / (1 + Math.exp(score - estimate[k])));
    const density = below.map((f) => f * (1 - f));
    const bent = below.map((f, k) => density[k] * (1 - 2 * f));
    return { below, density, bent };
  };
  const between = (list: readonly number[], k: number, last: number) =>
    (k < cuts ? list[k] : last) - (list[k - 1] ?? 0);
  const byCuts = (list: readonly number[], k: number, factor: number) =>
    list.map((value, cut) => (cut === k ? factor * value : cut === k - 1 ? -factor * value : 0));
  return {
    chances(row) {
      const { below, density } = sides(row);
      return {
        values: levels.map((_, k) => between(below, k, 1)),
        gradients: levels.map((_, k) => [
          ...byCuts(density, k, 1),
          ...row.map((value) => -value * between(density, k, 0)),
        ]),
      };
    },
    slopes(row, column) {
      const { density, bent } = sides(row);
      const slope = estimate[cuts + column];
      return {
        values: levels.map((_, k) => -slope * between(density, k, 0)),
        gradients: levels.map((_, k) => [
          ...byCuts(bent, k, -slope),
          ...names.map((_, j) => slope * row[j] * between(bent, k, 0) - (j === column ? between(density, k, 0) : 0)),
        ]),
      };
    },
  };
}
