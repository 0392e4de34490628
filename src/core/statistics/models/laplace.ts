import { CholeskyDecomposition, inverse, Matrix, solve } from 'ml-matrix';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { unusable } from '../result.ts';
import type { RandomEffects } from './random-effects.ts';

/** A standard deviation between groups that is 0 but for rounding, as lme4's isSingular. */
export const SINGULAR = 1e-4;
const MOST_STEPS = 200;

/** Binomial observations with their groups. */
export interface Grouped {
  /** Columns of the design, the intercept's included. */
  columns: readonly Float64Array[];
  success: Float64Array;
  trials: Float64Array;
  effects: RandomEffects;
}

export interface LaplaceFit {
  /** Intercept and slopes. */
  slopes: number[];
  /** The spread between groups, in the order of the effects. */
  spreads: number[];
  /** Of intercept and slopes. */
  covariance: Matrix;
  /** Log-likelihood but for a constant of the data. */
  value: number;
  converged: boolean;
}

interface Height {
  value: number;
  gradient: number[];
}

/**
 * The log-likelihood that the Laplace approximation gives for slopes and spreads, with its exact gradient. The modes of
 * the groups are found anew from those of the last call.
 */
function laplaceOf({ columns, success, trials, effects }: Grouped): (parameters: readonly number[]) => Height {
  const width = columns.length;
  const n = success.length;
  let modes: Float64Array = new Float64Array(effects.size);
  const chances = new Float64Array(n);
  const weights = new Float64Array(n);
  const errors = new Float64Array(n);
  return (parameters) => {
    const spreads = parameters.slice(width);
    const fixed = new Float64Array(n);
    for (let j = 0; j < width; j++) for (let i = 0; i < n; i++) fixed[i] += columns[j][i] * parameters[j];
    const eta = (u: Float64Array, i: number) => {
      let value = fixed[i];
      for (let k = 0; k < spreads.length; k++) value += spreads[k] * u[effects.levels[k][i]];
      return value;
    };
    const height = (u: Float64Array) => {
      let total = 0;
      for (let i = 0; i < n; i++) {
        const value = eta(u, i);
        total += success[i] * value - trials[i] * (Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))));
      }
      for (const value of u) total -= (value * value) / 2;
      return total;
    };
    const look = (u: Float64Array) => {
      for (let i = 0; i < n; i++) {
        chances[i] = 1 / (1 + Math.exp(-eta(u, i)));
        weights[i] = trials[i] * chances[i] * (1 - chances[i]);
        errors[i] = success[i] - trials[i] * chances[i];
      }
      return effects.factorise(weights, spreads);
    };
    let u = modes;
    let here = height(u);
    for (let step = 0; step < MOST_STEPS; step++) {
      const factorised = look(u);
      const move = factorised.solve(effects.gather(errors, spreads).map((value, level) => value - u[level]));
      const reach = move.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      let length = 1;
      let next = u.map((value, level) => value + move[level]);
      let there = height(next);
      while (length * reach > 1e-12 && there < here - 1e-13 * (1 + Math.abs(here))) {
        length /= 2;
        next = u.map((value, level) => value + length * move[level]);
        there = height(next);
      }
      [u, here] = [next, there];
      if (length * reach < 1e-12) break;
    }
    modes = u;
    const factorised = look(u);
    const { own, bySpread } = effects.leverage(factorised, spreads);
    // How log |K| moves with the linear predictor of each row, and through the modes with everything.
    const bend = weights.map((weight, i) => weight * (1 - 2 * chances[i]) * own[i]);
    const pull = factorised.solve(effects.gather(bend, spreads));
    const through = new Float64Array(n);
    for (let i = 0; i < n; i++)
      for (let k = 0; k < spreads.length; k++) through[i] += spreads[k] * pull[effects.levels[k][i]];
    const gradient = columns.map((column) => {
      let total = 0;
      for (let i = 0; i < n; i++) total += column[i] * (errors[i] - (bend[i] - weights[i] * through[i]) / 2);
      return total;
    });
    for (let k = 0; k < spreads.length; k++) {
      let total = 0;
      for (let i = 0; i < n; i++) {
        const level = effects.levels[k][i];
        const direct = u[level] * (errors[i] - (bend[i] - weights[i] * through[i]) / 2);
        total += direct - errors[i] * (pull[level] / 2) - weights[i] * bySpread[k][i];
      }
      gradient.push(total);
    }
    return { value: here - factorised.logDeterminant / 2, gradient };
  };
}

/** Newton's method on the exact gradient; its derivatives by central differences. */
export function maximiseLaplace(grouped: Grouped, method: Message): LaplaceFit {
  const at = laplaceOf(grouped);
  const width = grouped.columns.length;
  const factors = grouped.effects.levels.length;
  const scale = [
    ...grouped.columns.map((column) => column.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300)),
    ...new Array<number>(factors).fill(1),
  ];
  const curvature = (parameters: readonly number[]) => {
    const columns = parameters.map((_, j) => {
      const reach = 1e-5 / scale[j];
      const shifted = (by: number) => at(parameters.map((value, k) => (k === j ? value + by : value))).gradient;
      const [more, less] = [shifted(reach), shifted(-reach)];
      return more.map((value, k) => (value - less[k]) / (2 * reach));
    });
    return columns.map((column, j) => column.map((value, k) => -(value + columns[k][j]) / 2));
  };
  let parameters = [...new Array<number>(width).fill(0), ...new Array<number>(factors).fill(1)];
  let here = at(parameters);
  let converged = false;
  for (let step = 0; step < MOST_STEPS && !converged; step++) {
    const move = ascent(curvature(parameters), here.gradient, scale);
    let length = 1;
    let next = here;
    let candidate = parameters;
    for (; length > 1e-10; length /= 2) {
      candidate = parameters.map((value, j) => value + length * move[j]);
      next = at(candidate);
      if (next.value >= here.value - 1e-11) break;
    }
    const gain = next.value - here.value;
    parameters = candidate;
    here = next;
    converged =
      Math.abs(gain) < 1e-9 && here.gradient.every((value, j) => Math.abs(value / scale[j]) < 1e-6 || length <= 1e-9);
  }
  try {
    const information = curvature(parameters);
    // At a spread of 0 the likelihood is flat in it to first order: the others stand alone.
    const used = parameters.flatMap((value, j) => (j < width || Math.abs(value) >= SINGULAR ? [j] : []));
    const covariance = inverse(new Matrix(used.map((j) => used.map((k) => information[j][k]))));
    return {
      slopes: parameters.slice(0, width),
      spreads: parameters.slice(width).map(Math.abs),
      covariance: covariance.subMatrix(0, width - 1, 0, width - 1),
      value: here.value,
      converged,
    };
  } catch {
    throw unusable(say('statistics.not-fitted', { method }));
  }
}

/** Newton's step where the likelihood is concave; else the information is raised until the step goes up. */
function ascent(information: number[][], gradient: readonly number[], scale: readonly number[]): number[] {
  for (let ridge = 0; ridge < 1e12; ridge = ridge === 0 ? 1e-3 : ridge * 10) {
    const raised = new Matrix(information);
    scale.forEach((size, j) => void raised.set(j, j, raised.get(j, j) + ridge * size ** 2));
    const move = solve(raised, Matrix.columnVector([...gradient]), true).to1DArray();
    if (move.every(Number.isFinite) && new CholeskyDecomposition(raised).isPositiveDefinite()) return move;
  }
  return gradient.map((value, j) => value / scale[j] ** 2);
}
