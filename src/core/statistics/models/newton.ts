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
  converged: boolean;
}

const MOST_STEPS = 200;

/**
 * Maximises a concave log-likelihood by Newton's method with step halving; standard errors from the observed
 * information.
 */
export function maximise(start: number[], likelihood: (parameters: number[]) => Likelihood): Fit {
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
    converged,
  };
}
