import { atRiskAt, failedAt, timesOf } from './observations.ts';

/** What happened to each row between `start`, where it came under observation, and `stop`; 0 is censored. */
export interface Watched {
  start: readonly number[];
  stop: readonly number[];
  cause: readonly number[];
}

/** One time at which any cause struck. */
interface Moment {
  time: number;
  atRisk: number;
  failed: number;
  mine: number;
  /** Share that nothing has happened to, just before. */
  free: number;
}

/**
 * Cumulative incidence of one cause where some come under observation late (Aalen & Johansen 1978): only who is under
 * observation is at risk. Variance by the infinitesimal jackknife, as R's survfit of several states.
 *
 * @param rows of one group
 */
export function truncatedIncidence(
  watched: Watched,
  rows: readonly number[],
  of: number,
): { time: number; estimate: number; variance: number }[] {
  const moments = momentsOf(watched, rows, of);
  const variance = new Float64Array(moments.length);
  for (const i of rows) addInfluence(watched, i, of, moments, variance);
  let estimate = 0;
  return moments.flatMap(({ time, free, atRisk, mine }, k) => {
    estimate += (free * mine) / atRisk;
    return mine > 0 ? [{ time, estimate, variance: variance[k] }] : [];
  });
}

function momentsOf({ start, stop, cause }: Watched, rows: readonly number[], of: number): Moment[] {
  const failing = rows.filter((i) => cause[i] > 0);
  const times = timesOf(
    failing.map((i) => stop[i]),
    () => true,
  );
  const equal = { start: [...start], stop: [...stop], weights: stop.map(() => 1) };
  const risk = atRiskAt(times, equal, rows);
  const failed = failedAt(times, equal, failing, () => true);
  const mine = failedAt(times, equal, failing, (i) => cause[i] === of);
  let free = 1;
  return times.map((time, k) => {
    const moment = { time, atRisk: risk[k], failed: failed[k], mine: mine[k], free };
    free *= (risk[k] - failed[k]) / risk[k];
    return moment;
  });
}

/** Adds the square of how much one row moves the incidence by each time. */
function addInfluence(
  { start, stop, cause }: Watched,
  row: number,
  of: number,
  moments: readonly Moment[],
  variance: Float64Array,
): void {
  let onFree = 0;
  let onIncidence = 0;
  moments.forEach(({ time, atRisk, failed, mine, free }, k) => {
    if (free > 0) {
      const watched = start[row] < time && stop[row] >= time;
      const now = watched && stop[row] === time && cause[row] > 0;
      onIncidence += free * ((onFree * mine) / atRisk);
      if (now && cause[row] === of) onIncidence += free / atRisk;
      if (watched) onIncidence -= (free * mine) / atRisk ** 2;
      if (watched && atRisk > failed) onFree += (now ? 0 : 1 / (atRisk - failed)) - 1 / atRisk;
    }
    variance[k] += onIncidence ** 2;
  });
}
