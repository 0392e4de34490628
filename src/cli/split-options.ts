import type { App } from '../core/app/app.ts';
import { PROTOCOLS } from '../core/recommender/protocols/registry.ts';
import { callerPath, type CommandInput, oneOf, type OptionTable, required, wholeNumber } from './command.ts';
import { FILTER_OPTIONS, filterOf } from './filter.ts';

/** What settles a split, to evaluate on it or to export it. */
export const SPLIT_OPTIONS: OptionTable = {
  protocol: { type: 'string' },
  split: { type: 'string' },
  folds: { type: 'string' },
  'leave-out': { type: 'string' },
  seed: { type: 'string' },
  'keep-mismatches': { type: 'boolean' },
  ...FILTER_OPTIONS,
};

/** @throws UsageError if no protocol is named, or an option has no such value */
export function splitOf(input: CommandInput) {
  required(input, 'protocol');
  const names = PROTOCOLS.map(({ name }) => name);
  return {
    protocol: oneOf(input, 'protocol', names, names[0]),
    leaveOut: wholeNumber(input, 'leave-out', 1, 1, 1000),
    seed: wholeNumber(input, 'seed', 1, 0, 0xffffffff),
    dropMismatches: input.values['keep-mismatches'] !== true,
    filter: filterOf(input),
    ...(input.values.folds === undefined ? {} : { folds: wholeNumber(input, 'folds', 1, 1, 20) }),
  };
}

/** The folder of a split of one's own, if one was named. */
export function givenSplit(app: App, input: CommandInput): { splitGrant?: string } {
  return input.values.split === undefined ? {} : { splitGrant: app.grants.add(callerPath(required(input, 'split'))) };
}
