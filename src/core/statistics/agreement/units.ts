import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { sum } from '../descriptive.ts';
import { type Interval, wilsonInterval } from '../intervals.ts';
import { unusable } from '../result.ts';
import { count, ratingsShape } from '../statistic.ts';

/**
 * Units × coders; null if a coder did not code a unit. Classes are numbers; for ordinal and interval levels their
 * order and distances count.
 */
export type Ratings = (number | null)[][];

/** How much a disagreement counts by its distance. */
export const WEIGHTS = ['none', 'linear', 'quadratic'] as const;
export type Weights = (typeof WEIGHTS)[number];

export interface Units {
  /** For every coded unit, how many coders gave each class. */
  counts: number[][];
  classes: number[];
  /** Units with fewer than two codes, which say nothing about agreement. */
  excluded: number;
}

/** Ratings, or how many coders gave each unit each class. */
export interface Coded {
  ratings?: Ratings;
  counts?: number[][];
}

export function unitsOf({ ratings, counts }: Coded): Units {
  const ragged = counts?.findIndex((unit) => unit.length !== counts[0].length) ?? -1;
  if (counts && ragged >= 0)
    throw unusable(
      say('statistics.ragged-counts', { unit: ragged + 1, classes: counts[ragged].length, first: counts[0].length }),
    );
  const classes = counts
    ? counts[0].map((_, i) => i)
    : [...new Set((ratings ?? []).flat().filter((value): value is number => value !== null))].sort((a, b) => a - b);
  const all =
    counts ?? (ratings ?? []).map((unit) => classes.map((value) => unit.filter((code) => code === value).length));
  const agreeing = all.filter((unit) => sum(unit) >= 2).length;
  if (agreeing < 2) throw unusable(say('statistics.agreement-needs-units', { agreeing }));
  return { counts: all.filter((unit) => sum(unit) > 0), classes, excluded: all.length - agreeing };
}

/** A standard error, or a width, that is 0 but for rounding. */
export const NO_SPREAD = 1e-9;

/**
 * Where all units agree (or none does) a coefficient's standard error is 0, which says nothing about how sure it is.
 * Its interval is then the Wilson interval of the share of agreeing units, corrected for the chance agreement.
 */
export function intervalOfShare(
  agreeing: number,
  chance: number,
  units: number,
  /** Fewer than the units where these come in clusters. */
  independent = units,
): { interval: Interval | null; notes: Message[] } {
  const share = wilsonInterval(Math.round(agreeing * independent), independent);
  const bound = (value: number) => Math.max(-1, 1 - (1 - value) / (1 - chance));
  return {
    interval: share && chance < 1 ? [bound(share[0]), bound(share[1])] : null,
    notes: [say('statistics.agreement-without-spread', { n: units })],
  };
}

export const coded = z
  .object({
    ratings: ratingsShape.optional(),
    counts: z.array(z.array(count).min(1)).min(1).optional(),
    level: z.string().optional(),
  })
  .refine((data) => data.ratings !== undefined || data.counts !== undefined, {
    message: 'give ratings (units × coders), or counts (units × classes)',
    path: ['ratings'],
  });
/** For examples of coefficients for several coders. */
export const THREE_CODERS = {
  ratings: [
    [1, 1, 2],
    [2, 2, 2],
    [1, 1, 1],
  ],
};
