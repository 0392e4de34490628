import { Matrix, solve } from 'ml-matrix';
import type { Observations } from './observations.ts';

/** What those at risk at one time are expected to contribute, summed over that time's tied events. */
export interface Moment {
  time: number;
  /** Σ of weight / total hazard. */
  hazard: number;
  /** Σ of weight × mean / total hazard. */
  mean: number[];
  /** The same two, each tied event in its turn times the share of those who fail that is left out for it. */
  leftOut: number;
  meanLeftOut: number[];
  /** Of the variables, over the tied events. */
  average: number[];
}

/**
 * How much each row moves the score of a Cox regression (Lin & Wei 1989), as coxph's residuals of type "score": those
 * whose weights are no frequencies have standard errors from them.
 *
 * @param rows variables of each row, around the same centre as the moments
 * @param hazard e^score of each row, without its weight
 * @param moments times with events, ascending
 */
export function scoresOfRows(
  { start, stop, event, weights }: Observations,
  rows: readonly (readonly number[])[],
  hazard: readonly number[],
  moments: readonly Moment[],
): number[][] {
  const width = rows[0].length;
  const times = moments.map(({ time }) => time);
  const reached = cumulated(moments, width);
  return rows.map((row, i) => {
    const from = reached[countUpTo(times, start[i])];
    const last = countUpTo(times, stop[i]);
    const until = reached[last];
    const own = event[i] === 1 ? moments[last - 1] : null;
    return row.map((value, j) => {
      const expected = value * (until.hazard - from.hazard) - (until.mean[j] - from.mean[j]);
      const notAtRisk = own ? value * own.leftOut - own.meanLeftOut[j] : 0;
      return weights[i] * ((own ? value - own.average[j] : 0) - hazard[i] * (expected - notAtRisk));
    });
  });
}

/**
 * Covariance of estimates whose weights are no frequencies, which the information would make too small or too large:
 * from how much each row moves them (White 1982), without a factor for small samples.
 *
 * @param scores of each row, by coefficient
 * @param covariance from the information
 */
export function robustCovariance(
  scores: readonly (readonly number[])[],
  covariance: readonly (readonly number[])[],
): { covariance: number[][]; se: number[] } {
  const moved = new Matrix(scores.map((row) => [...row])).mmul(new Matrix(covariance.map((row) => [...row])));
  const robust = moved.transpose().mmul(moved).to2DArray();
  return { covariance: robust, se: robust.map((row, j) => Math.sqrt(row[j])) };
}

/** Wald's test that all of some coefficients are 0; null where their covariance has no inverse. */
export function waldStatistic(estimates: readonly number[], covariance: readonly (readonly number[])[]): number | null {
  const column = Matrix.columnVector([...estimates]);
  const statistic = column.dot(solve(new Matrix(covariance.map((row) => [...row])), column, true));
  return Number.isFinite(statistic) && statistic >= 0 ? statistic : null;
}

function cumulated(moments: readonly Moment[], width: number): { hazard: number; mean: number[] }[] {
  const reached = [{ hazard: 0, mean: new Array<number>(width).fill(0) }];
  for (const { hazard, mean } of moments) {
    const before = reached[reached.length - 1];
    reached.push({ hazard: before.hazard + hazard, mean: before.mean.map((value, j) => value + mean[j]) });
  }
  return reached;
}

/** How many of ascending times are no later than one. */
function countUpTo(times: readonly number[], limit: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
