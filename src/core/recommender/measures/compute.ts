import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { RATING_MEASURES } from './registry.ts';

/**
 * Every measure of predicted ratings, each a mean over ratings.
 *
 * @throws bad-input when there is no rating, or a prediction is not a number
 */
export function ratingErrors(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  scale: { minimum: number; maximum: number },
): Record<string, number> {
  if (truth.length === 0 || truth.length !== predicted.length)
    throw new AppError(
      'bad-input',
      say('evaluation.ratings-without-predictions', { ratings: truth.length, predictions: predicted.length }),
    );
  for (let i = 0; i < truth.length; i++)
    if (Number.isNaN(truth[i] - predicted[i]))
      throw new AppError('bad-input', say('evaluation.rating-not-a-number', { position: i + 1 }));
  return Object.fromEntries(
    RATING_MEASURES.map(({ name, error, of }) => {
      let sum = 0;
      for (let i = 0; i < truth.length; i++) sum += error(truth[i], predicted[i]);
      return [name, of(sum / truth.length, scale)];
    }),
  );
}
