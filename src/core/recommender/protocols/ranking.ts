import { say } from '../../../shared/messages/say.ts';
import { listenerFolds } from '../splits/split.ts';
import { FEWEST_SONGS_TO_RANK, parts, type ProtocolDefinition, shorterThan, TEST_SHARE, weak } from './protocol.ts';

/** With folds, each song of a listener is held out once. */
export const ranking: ProtocolDefinition = {
  name: 'ranking',
  summary: say('protocol-summary.ranking'),
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  takesSplit: 'parts',
  needsTimes: false,
  ratingsToo: true,
  make(data, spec, seed, { given }) {
    if (given) return parts(data, spec, given, spec.withRatings);
    const { interactions } = data;
    const fewest = Math.max(FEWEST_SONGS_TO_RANK, spec.folds);
    const split = listenerFolds(interactions, spec.folds, TEST_SHARE, fewest, seed);
    const short = shorterThan(interactions, fewest);
    return (fold) => weak(split(fold), short);
  },
};
