import type { ConversionName } from '../../../shared/contract/recommender.ts';
import { assertNever } from '../../../shared/errors.ts';
import type { Interactions } from './dataset.ts';

/**
 * Minimum plays that the binary conversion counts as "liked". At 1 every observed value would be 1, so rating errors
 * would mean nothing.
 */
const BINARY_THRESHOLD_PLAYS = 2;

export interface Conversion {
  conversion: ConversionName;
  /** The value of a stored count of 1 in the explicit conversion: 1, or ½ in a library of ratings in half steps. */
  unit: number;
}

/**
 * A conversion fitted on training rows only. `rate` gives the rating of a count, seen beside the listener's own
 * training counts.
 */
export interface RatingScale extends Conversion {
  minimum: number;
  maximum: number;
}

/**
 * The rating of `plays` for a listener whose training counts are given.
 * percentile: 1 + 4 · (rows with fewer plays + half the rows with as many) / rows; log-count: ln(1 + plays); share:
 * plays / the listener's training
 * plays, at most 1; binary: plays ≥ 2; explicit: the value itself, in the library's unit.
 */
export function rate({ conversion, unit }: Conversion, trainingCounts: Uint32Array, plays: number): number {
  switch (conversion) {
    case 'percentile': {
      if (trainingCounts.length === 0) return 3;
      let fewer = 0;
      let same = 0;
      for (const count of trainingCounts) {
        if (count < plays) fewer++;
        else if (count === plays) same++;
      }
      return 1 + (4 * (fewer + same / 2)) / trainingCounts.length;
    }
    case 'log-count':
      return Math.log1p(plays);
    case 'share': {
      let total = 0;
      for (const count of trainingCounts) total += count;
      return total === 0 ? 0 : Math.min(1, plays / total);
    }
    case 'binary':
      return plays >= BINARY_THRESHOLD_PLAYS ? 1 : 0;
    case 'explicit':
      return plays * unit;
    default:
      return assertNever(conversion);
  }
}

/** Ratings of all training rows, and the scale that they span. */
export function fitRatings(
  { conversion, unit }: Conversion,
  training: Interactions,
): { ratings: Float32Array; scale: RatingScale } {
  const ratings = new Float32Array(training.items.length);
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let u = 0; u < training.listeners; u++) {
    const from = training.offsets[u];
    const counts = training.counts.subarray(from, training.offsets[u + 1]);
    const sorted = conversion === 'percentile' ? percentiles(counts) : null;
    for (let i = 0; i < counts.length; i++) {
      const rating = sorted ? (sorted.get(counts[i]) as number) : rate({ conversion, unit }, counts, counts[i]);
      ratings[from + i] = rating;
      if (rating < minimum) minimum = rating;
      if (rating > maximum) maximum = rating;
    }
  }
  if (conversion === 'percentile') [minimum, maximum] = [1, 5];
  if (conversion === 'share' || conversion === 'binary') [minimum, maximum] = [0, 1];
  return { ratings, scale: { conversion, unit, minimum, maximum } };
}

/** Whether nothing is to be predicted; a scale may be wider than what occurs. */
export function allAlike(ratings: Float32Array): boolean {
  return ratings.every((rating) => rating === ratings[0]);
}

/** As a message shows a rating. */
export function shownRating(rating: number): number {
  return Number(rating.toPrecision(4));
}

/** Percentile rating of each distinct count of one listener. */
function percentiles(counts: Uint32Array): Map<number, number> {
  const sorted = counts.slice().sort();
  const result = new Map<number, number>();
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end < sorted.length && sorted[end] === sorted[i]) end++;
    result.set(sorted[i], 1 + (4 * (i + (end - i) / 2)) / sorted.length);
    i = end;
  }
  return result;
}

export function clipToScale(scale: RatingScale, rating: number): number {
  return Math.min(scale.maximum, Math.max(scale.minimum, rating));
}
