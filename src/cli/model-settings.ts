import { CONVERSIONS } from '../shared/contract/recommender.ts';
import { assignments, type CommandInput, oneOf, type OptionTable, wholeNumber } from './command.ts';

/** What a command takes that names the settings of one model. */
export const MODEL_SETTINGS: OptionTable = {
  set: { type: 'string', multiple: true },
  seed: { type: 'string' },
  conversion: { type: 'string' },
};

/** Settings of a model, its seed, and how plays become ratings for it. */
export function modelSettingsOf(input: CommandInput) {
  return {
    options: Object.fromEntries(assignments(input)),
    seed: wholeNumber(input, 'seed', 1, 0, 0xffffffff),
    conversion: oneOf(input, 'conversion', ['auto', ...CONVERSIONS], 'auto'),
  };
}
