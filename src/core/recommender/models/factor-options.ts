import { say } from '../../../shared/messages/say.ts';
import type { RatingFactorSettings } from '../factors/rating-factors.ts';
import { type ModelDefinition, numberOption, type Options } from './model.ts';

/** The options of rating factors, for Funk-SVD and for the networks that predict them. */
export const RATING_FACTOR_OPTIONS: ModelDefinition['options'] = [
  {
    name: 'k',
    kind: 'integer',
    defaultValue: 15,
    minimum: 1,
    maximum: 500,
    help: say('model.factors'),
    search: [5, 10, 15, 30, 50, 100],
  },
  {
    name: 'epochs',
    kind: 'integer',
    defaultValue: 20,
    minimum: 1,
    maximum: 1000,
    help: say('model.passes'),
    search: [10, 20, 40],
  },
  {
    name: 'rate',
    kind: 'number',
    defaultValue: 0.005,
    minimum: 1e-6,
    maximum: 1,
    help: say('model.learning-rate-of-factors'),
    search: [0.002, 0.005, 0.01],
  },
  {
    name: 'reg',
    kind: 'number',
    defaultValue: 0.05,
    minimum: 0,
    maximum: 10,
    help: say('model.regularisation-of-factors'),
    search: [0.02, 0.05, 0.1, 0.3],
  },
];

export function ratingFactorSettings(options: Options): RatingFactorSettings {
  return {
    k: numberOption(options, 'k'),
    epochs: numberOption(options, 'epochs'),
    rate: numberOption(options, 'rate'),
    reg: numberOption(options, 'reg'),
  };
}
