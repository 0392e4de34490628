import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { sum } from '../descriptive.ts';
import { type Interval, wilsonInterval } from '../intervals.ts';
import { unusable } from '../result.ts';

/**
 * Units × coders; null if a coder did not code a unit. Classes are numbers; for ordinal and interval levels their
 * order and distances count.
 */
export type Ratings = (number | null)[][];

/** How much a disagreement counts by its distance. */
export const WEIGHTS = ['none', 'linear', 'quadratic'] as const;
export type Weights = (typeof WEIGHTS)[number];

/** The classes that coders gave a unit, in order, with how many did; the others are left out: classes may be many. */
export interface UnitCounts {
  at: number[];
  counts: number[];
  /** All codes of the unit. */
  size: number;
}

export interface Units {
  /** Coded units only. */
  units: UnitCounts[];
  classes: number[];
  /** Units with fewer than two codes, which say nothing about agreement. */
  excluded: number;
}

/** Ratings, or how many coders gave each unit each class. */
export interface Coded {
  ratings?: Ratings;
  counts?: number[][];
  /** The scale's classes in order; by default those that occur. */
  categories?: readonly number[];
}

export function unitsOf({ ratings, counts, categories }: Coded): Units {
  if (!ratings && !counts) throw unusable(say('statistics.ratings-or-counts'));
  const ragged = counts?.findIndex((unit) => unit.length !== counts[0].length) ?? -1;
  if (counts && ragged >= 0)
    throw unusable(
      say('statistics.ragged-counts', { unit: ragged + 1, classes: counts[ragged].length, first: counts[0].length }),
    );
  const classes = categories
    ? [...categories]
    : counts
      ? counts[0].map((_, i) => i + 1)
      : [...new Set((ratings ?? []).flat().filter((value): value is number => value !== null))].sort((a, b) => a - b);
  const places = new Map(classes.map((value, i) => [value, i]));
  const all = counts ? counts.map(ofCounts) : (ratings ?? []).map((unit) => ofRatings(unit, places));
  const agreeing = all.filter(({ size }) => size >= 2).length;
  if (agreeing < 2) throw unusable(say('statistics.agreement-needs-units', { agreeing }));
  return { units: all.filter(({ size }) => size > 0), classes, excluded: all.length - agreeing };
}

function ofCounts(unit: readonly number[]): UnitCounts {
  const at = unit.flatMap((count, i) => (count > 0 ? [i] : []));
  return { at, counts: at.map((i) => unit[i]), size: sum(unit) };
}

function ofRatings(unit: readonly (number | null)[], places: ReadonlyMap<number, number>): UnitCounts {
  const counts = new Map<number, number>();
  for (const code of unit) {
    if (code === null) continue;
    const place = places.get(code) as number;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const at = [...counts.keys()].sort((a, b) => a - b);
  const sizes = at.map((place) => counts.get(place) as number);
  return { at, counts: sizes, size: sum(sizes) };
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

/** Units × coders of classes that are numbers or words. */
export const classRatings = z.array(z.array(z.union([z.number(), z.string(), z.null()])).min(2)).min(1);

/**
 * Words as numbers of their classes, in the order of the alphabet.
 *
 * @throws where an order or distances count, which words do not have
 */
export function numbered(ratings: z.infer<typeof classRatings>, level = 'nominal'): Ratings {
  const all = ratings.flat().filter((code) => code !== null);
  const at = ratings.flatMap((unit, i) => unit.flatMap((code, j) => (typeof code === 'string' ? [[i, j]] : [])))[0];
  if (!at) return ratings as Ratings;
  if (level !== 'nominal')
    throw unusable(say('statistics.words-without-order', { unit: at[0] + 1, coder: at[1] + 1, level }));
  const classes = [...new Set(all.map(String))].sort();
  return ratings.map((unit) => unit.map((code) => (code === null ? null : classes.indexOf(String(code)) + 1)));
}

/** For examples of coefficients for several coders. */
export const THREE_CODERS = {
  ratings: [
    [1, 1, 2],
    [2, 2, 2],
    [1, 1, 1],
  ],
};
