import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { ratingFolds } from '../splits/split.ts';
import { parts, type ProtocolDefinition, TEST_SHARE, weak } from './protocol.ts';

export const ratings: ProtocolDefinition = {
  name: 'ratings',
  summary: say('protocol-summary.ratings'),
  ranks: false,
  rates: true,
  bounds: false,
  folds: 1,
  takesSplit: 'parts',
  needsTimes: false,
  ratingsToo: false,
  make(data, spec, seed, { given }) {
    const { interactions } = data;
    if (spec.conversion === 'binary' && interactions.counts.every((count) => count === interactions.counts[0]))
      throw new AppError('bad-input', say('evaluation.all-counts-equal'));
    if (given) return parts(data, spec, given, true);
    const split = ratingFolds(interactions, spec.folds, TEST_SHARE, seed);
    return (fold) => weak(split(fold));
  },
};
