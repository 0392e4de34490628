import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { unusable } from '../result.ts';
import { inverse, Matrix, solve } from 'ml-matrix';

export interface Likelihood {
  value: number;
  gradient: number[];
  hessian: number[][];
}

export interface Fit {
  estimate: number[];
  se: number[];
  logLikelihood: number;
  covariance: number[][];
  converged: boolean;
}

const MOST_STEPS = 200;

/**
 * Maximises a concave log-likelihood by Newton's method with step halving; standard errors from the observed
 * information.
 */
function maximise(start: number[], likelihood: (parameters: number[]) => Likelihood): Fit {
  let estimate = start;
  let here = likelihood(estimate);
  let converged = false;
  for (let step = 0; step < MOST_STEPS && !converged; step++) {
    const direction = scaledSolution(here.hessian, here.gradient);
    let length = 1;
    let next = here;
    let candidate = estimate;
    for (; length > 1e-10; length /= 2) {
      candidate = estimate.map((value, i) => value - length * direction[i]);
      next = likelihood(candidate);
      if (next.value >= here.value - 1e-12) break;
    }
    converged = Math.abs(next.value - here.value) < 1e-10 * (Math.abs(here.value) + 0.1);
    estimate = candidate;
    here = next;
  }
  const { covariance, se } = covarianceOf(here.hessian);
  return { estimate, se, logLikelihood: here.value, covariance, converged };
}

/** What makes each diagonal element 1; 1 where it is 0. */
function scalesOf(hessian: readonly (readonly number[])[]): number[] {
  return hessian.map((row, i) => (row[i] < 0 ? 1 / Math.sqrt(-row[i]) : 1));
}

/**
 * Solved at a diagonal of 1: a direction in which the likelihood is all but flat (a separated class) would otherwise
 * be taken for rounding beside a variable of large numbers, such as years.
 */
export function scaledSolution(hessian: readonly (readonly number[])[], gradient: readonly number[]): number[] {
  const scales = scalesOf(hessian);
  const left = new Matrix(hessian.map((row, i) => row.map((value, j) => value * scales[i] * scales[j])));
  const right = Matrix.columnVector(gradient.map((value, i) => value * scales[i]));
  return solve(left, right, true)
    .to1DArray()
    .map((value, i) => value * scales[i]);
}

/** Covariance and standard errors from the information; infinite where the data have none about a coefficient. */
export function covarianceOf(hessian: readonly (readonly number[])[]): { covariance: number[][]; se: number[] } {
  const scales = scalesOf(hessian);
  const scaled = new Matrix(hessian.map((row, i) => row.map((value, j) => -value * scales[i] * scales[j])));
  const inverted = inverse(
    scaled,
    hessian.some((row, i) => !(row[i] < 0)),
  );
  const covariance = inverted.to2DArray().map((row, i) => row.map((value, j) => value * scales[i] * scales[j]));
  const se = covariance.map((row, i) =>
    hessian[i][i] < 0 && row[i] > 0 ? Math.sqrt(row[i]) : Number.POSITIVE_INFINITY,
  );
  return { covariance, se };
}

export function maximiseSafely(
  start: number[],
  likelihood: (parameters: number[]) => Likelihood,
  method: Message,
): Fit {
  try {
    return maximise(start, likelihood);
  } catch {
    throw unusable(say('statistics.not-fitted', { method }));
  }
}

/** |slope| of a variable with standard deviation 1 from which its classes are taken for separated: odds of 1 to e¹⁵. */
const SEPARATING = 15;
/** Standard error of such a slope from which the data say nothing about it. */
const NO_INFORMATION = 100;

/** Whether a slope has no finite estimate, given the standard deviation of its variable. */
export function separates(slope: number, se: number, spread: number): boolean {
  return Math.abs(slope * spread) > SEPARATING || !(se * spread < NO_INFORMATION);
}
