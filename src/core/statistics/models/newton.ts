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
    const direction = solve(new Matrix(here.hessian), Matrix.columnVector(here.gradient), true).to1DArray();
    let length = 1;
    let next = here;
    let candidate = estimate;
    for (; length > 1e-10; length /= 2) {
      candidate = estimate.map((value, i) => value - length * direction[i]);
      next = likelihood(candidate);
      if (next.value >= here.value - 1e-12) break;
    }
    converged = Math.abs(next.value - here.value) < 1e-10 * (Math.abs(here.value) + 1e-10);
    estimate = candidate;
    here = next;
  }
  const covariance = inverse(new Matrix(here.hessian).neg(), true);
  return {
    estimate,
    se: estimate.map((_, i) => Math.sqrt(covariance.get(i, i))),
    logLikelihood: here.value,
    covariance: covariance.to2DArray(),
    converged,
  };
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
