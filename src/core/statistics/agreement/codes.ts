import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { unusable } from '../result.ts';
import { choice, count } from '../statistic.ts';
import { CLASS_WEIGHTS, OTHER_WEIGHTS } from './class-weights.ts';
import { type Coded, classRatings, numbered } from './units.ts';

/** The classes of a scale, in order, whether a coder used them or not. */
const categories = z.array(z.union([z.number(), z.string()])).min(2);

/** Codes of several coders, as given. */
export const coded = z.object({
  ratings: classRatings.optional(),
  counts: z.array(z.array(count).min(1)).min(1).optional(),
  categories: categories.optional(),
  weights: choice(CLASS_WEIGHTS, OTHER_WEIGHTS),
  level: z.string().optional(),
});

/**
 * Codes as numbers. Words stand for their places among the categories; without these they are classes without an order.
 *
 * @throws where weights need an order that words do not have, or a code is none of the categories
 */
export function codesOf({ ratings, counts, categories: scale, weights }: z.infer<typeof coded>): Coded {
  if (counts && scale && counts[0].length !== scale.length)
    throw unusable(say('statistics.categories-of-counts', { categories: scale.length, classes: counts[0].length }));
  if (!scale) {
    const hasOrder = (ratings ?? []).every((unit) => unit.every((code) => typeof code !== 'string'));
    if (weights !== 'none' && !hasOrder) throw unusable(say('statistics.words-need-categories', { weights }));
    return { ratings: ratings && numbered(ratings), counts };
  }
  const inOrder = scale.every((one) => typeof one === 'number') ? [...scale].sort((a, b) => a - b) : scale.map(String);
  const isWords = typeof inOrder[0] === 'string';
  const places = new Map(inOrder.map((one, i) => [String(one), i]));
  if (places.size < scale.length) throw unusable(say('statistics.categories-twice', {}));
  const values = isWords ? inOrder.map((_, i) => i + 1) : (inOrder as number[]);
  return {
    ratings: ratings?.map((unit, i) => unit.map((code, j) => numberOf(code, i, j))),
    counts,
    categories: values,
  };

  function numberOf(code: string | number | null, unit: number, coder: number): number | null {
    if (code === null) return null;
    const place = places.get(String(code));
    if (place === undefined)
      throw unusable(say('statistics.no-such-category', { unit: unit + 1, coder: coder + 1, code: String(code) }));
    return values[place];
  }
}
