import { Matrix } from 'ml-matrix';
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
 * Standard errors of a Cox regression from how much each row moves the estimate (Lin & Wei 1989), as coxph's with
 * `robust`: weights that are no frequencies would make those from the information too small or too large.
 *
 * @param rows variables of each row, around the same centre as the moments
 * @param hazard e^score of each row, without its weight
 * @param moments times with events, ascending
 */
export function robustErrors(
  { start, stop, event, weights }: Observations,
  rows: readonly (readonly number[])[],
  hazard: readonly number[],
  moments: readonly Moment[],
  covariance: readonly (readonly number[])[],
): number[] {
  const width = covariance.length;
  const times = moments.map(({ time }) => time);
  const reached = cumulated(moments, width);
  const moved = rows.map((row, i) => {
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
  const changes = new Matrix(moved).mmul(new Matrix(covariance.map((row) => [...row])));
  return Array.from({ length: width }, (_, j) => Math.sqrt(changes.getColumn(j).reduce((sum, by) => sum + by ** 2, 0)));
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
