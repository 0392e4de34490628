import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { ratingFolds } from '../splits/split.ts';
import { type ProtocolDefinition, TEST_SHARE, weak } from './protocol.ts';

export const ratings: ProtocolDefinition = {
  name: 'ratings',
  summary: say('protocol-summary.ratings'),
  ranks: false,
  rates: true,
  bounds: false,
  folds: 1,
  takesSplit: null,
  needsTimes: false,
  ratingsToo: false,
  make({ interactions }, spec, seed) {
    if (spec.conversion === 'binary' && interactions.counts.every((count) => count === interactions.counts[0]))
      throw new AppError('bad-input', say('evaluation.all-counts-equal'));
    const split = ratingFolds(interactions, spec.folds, TEST_SHARE, seed);
    return (fold) => weak(split(fold));
  },
};
