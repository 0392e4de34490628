import type { OptionSpec } from '../../../shared/contract/recommender.ts';
import { say } from '../../../shared/messages/say.ts';
import { CONFIDENCES, type Confidence, PENALTIES, type Penalty } from '../factors/als.ts';
import type { PreferenceSpace } from '../factors/fold-in.ts';
import type { RatingFactorSettings } from '../factors/rating-factors.ts';
import { type ModelDefinition, numberOption, type Options } from './model.ts';

type GradientOption = 'k' | 'epochs' | 'rate' | 'reg';
type Difference = Required<Pick<OptionSpec, 'defaultValue' | 'help' | 'search'>> & Pick<OptionSpec, 'maximum'>;

/** What all options of gradient descent share; models differ in defaults, help and values of a search. */
const SHARED: Record<GradientOption, Pick<OptionSpec, 'kind' | 'minimum' | 'maximum'>> = {
  k: { kind: 'integer', minimum: 1, maximum: 500 },
  epochs: { kind: 'integer', minimum: 1, maximum: 1000 },
  rate: { kind: 'number', minimum: 1e-6, maximum: 1 },
  reg: { kind: 'number', minimum: 0, maximum: 10 },
};

/** @param differences per option: what this model's differs in */
export function gradientOptions(differences: Record<GradientOption, Difference>): ModelDefinition['options'] {
  return (['k', 'epochs', 'rate', 'reg'] as const).map((name) => ({ name, ...SHARED[name], ...differences[name] }));
}

/** The options of rating factors, for Funk-SVD and for the networks that predict them. */
export const RATING_FACTOR_OPTIONS = gradientOptions({
  k: { defaultValue: 15, help: say('model.factors'), search: [5, 10, 15, 30, 50, 100] },
  epochs: { defaultValue: 20, help: say('model.passes'), search: [10, 20, 40] },
  rate: { defaultValue: 0.005, help: say('model.learning-rate-of-factors'), search: [0.002, 0.005, 0.01] },
  reg: { defaultValue: 0.05, help: say('model.regularisation-of-factors'), search: [0.02, 0.05, 0.1, 0.3] },
});

export function ratingFactorSettings(options: Options): RatingFactorSettings {
  return {
    k: numberOption(options, 'k'),
    epochs: numberOption(options, 'epochs'),
    rate: numberOption(options, 'rate'),
    reg: numberOption(options, 'reg'),
  };
}

/** How alternating least squares weighs plays (Hu, Koren & Volinsky 2008), learning factors and folding in. */
export const CONFIDENCE_OPTIONS: ModelDefinition['options'] = [
  {
    name: 'alpha',
    kind: 'number',
    defaultValue: 4,
    minimum: 0,
    maximum: 10_000,
    help: say('model.confidence-of-play'),
  },
  {
    name: 'confidence',
    kind: 'choice',
    defaultValue: 'binary',
    choices: [...CONFIDENCES],
    help: say('model.confidence-weighting'),
  },
  { name: 'reg', kind: 'number', defaultValue: 10, minimum: 0, maximum: 100_000, help: say('model.regularisation') },
  {
    name: 'penalty',
    kind: 'choice',
    defaultValue: 'equal',
    choices: [...PENALTIES],
    help: say('model.penalty-of-plays'),
  },
];

export type ConfidenceSettings = Pick<PreferenceSpace, 'alpha' | 'confidence' | 'reg'> & { penalty: Penalty };

export function confidenceSettings(options: Options): ConfidenceSettings {
  return {
    alpha: numberOption(options, 'alpha'),
    confidence: options.confidence as Confidence,
    reg: numberOption(options, 'reg'),
    penalty: options.penalty as Penalty,
  };
}
