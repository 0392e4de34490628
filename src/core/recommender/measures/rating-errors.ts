import { say } from '../../../shared/messages/say.ts';
import type { RatingMeasure } from './measure.ts';

const absolute = (truth: number, predicted: number) => Math.abs(truth - predicted);

function squared(truth: number, predicted: number): number {
  const error = truth - predicted;
  return error * error;
}

export const mae: RatingMeasure = {
  name: 'mae',
  summary: say('measure-summary.mae'),
  kind: 'rating',
  lowerIsBetter: true,
  heading: 'MAE',
  tested: 1,
  interval: true,
  error: absolute,
  of: (meanError) => meanError,
};

export const nmae: RatingMeasure = {
  name: 'nmae',
  summary: say('measure-summary.nmae'),
  kind: 'rating',
  lowerIsBetter: true,
  heading: 'NMAE',
  interval: true,
  error: absolute,
  of: (meanError, { minimum, maximum }) => meanError / (maximum - minimum),
};

export const mse: RatingMeasure = {
  name: 'mse',
  summary: say('measure-summary.mse'),
  kind: 'rating',
  lowerIsBetter: true,
  heading: 'MSE',
  tested: 2,
  interval: true,
  error: squared,
  of: (meanError) => meanError,
};

export const rmse: RatingMeasure = {
  name: 'rmse',
  summary: say('measure-summary.rmse'),
  kind: 'rating',
  lowerIsBetter: true,
  heading: 'RMSE',
  interval: true,
  error: squared,
  of: (meanError) => Math.sqrt(meanError),
};

/** Predictions below 0 count as 0; the other errors take predictions as they are. */
export const msle: RatingMeasure = {
  name: 'msle',
  summary: say('measure-summary.msle'),
  kind: 'rating',
  lowerIsBetter: true,
  heading: 'MSLE',
  interval: true,
  error: (truth, predicted) => (Math.log1p(truth) - Math.log1p(Math.max(0, predicted))) ** 2,
  of: (meanError) => meanError,
};
