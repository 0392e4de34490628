import { tQuantile } from './distributions.ts';
import { sum } from './descriptive.ts';
import type { Interval } from './intervals.ts';

export interface StratifiedUnit {
  stratum: number;
  /** Units of the population that this one stands for. */
  weight: number;
  /** Belongs to those whose share is asked for. */
  counted: boolean;
  hit: boolean;
}

/**
 * The share of hits among the counted, with inverse-probability weights: a ratio, its standard error linearised within
 * strata without a finite-population correction, its 95 % interval on the logit scale (as R's survey: svydesign(ids =
 * ~1, strata, weights), svyratio, svyciprop(method = "xlogit")). No interval where the share is 0 or 1, or a stratum
 * has one unit.
 */
export function stratifiedShare(units: readonly StratifiedUnit[]): {
  share: number | null;
  se: number | null;
  interval: Interval | null;
} {
  const total = sum(units.map(({ weight, counted }) => (counted ? weight : 0)));
  if (total === 0) return { share: null, se: null, interval: null };
  const share = sum(units.map(({ weight, counted, hit }) => (counted && hit ? weight : 0))) / total;
  const strata = [...Map.groupBy(units, ({ stratum }) => stratum).values()];
  if (strata.some((members) => members.length < 2)) return { share, se: null, interval: null };
  const variance = sum(
    strata.map((members) => {
      const parts = members.map(({ weight, counted, hit }) =>
        counted ? (weight * ((hit ? 1 : 0) - share)) / total : 0,
      );
      const mean = sum(parts) / parts.length;
      return (parts.length / (parts.length - 1)) * sum(parts.map((part) => (part - mean) ** 2));
    }),
  );
  const se = Math.sqrt(variance);
  if (share <= 0 || share >= 1) return { share, se: null, interval: null };
  const half = (tQuantile(0.975, units.length - strata.length) * se) / (share * (1 - share));
  const logit = Math.log(share / (1 - share));
  const back = (value: number) => 1 / (1 + Math.exp(-value));
  return { share, se, interval: [back(logit - half), back(logit + half)] };
}
