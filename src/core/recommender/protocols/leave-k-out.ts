import { say } from '../../../shared/messages/say.ts';
import { leaveOutFolds } from '../splits/split.ts';
import { FEWEST_SONGS_TO_RANK, type ProtocolDefinition, shorterThan, weak } from './protocol.ts';

export const leaveKOut: ProtocolDefinition = {
  name: 'leave-k-out',
  summary: say('protocol-summary.leave-k-out'),
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  takesSplit: null,
  needsTimes: false,
  ratingsToo: false,
  make({ interactions }, spec, seed) {
    const fewest = spec.leaveOut * spec.folds + FEWEST_SONGS_TO_RANK - 1;
    const split = leaveOutFolds(interactions, spec.leaveOut, fewest, seed);
    const short = shorterThan(interactions, fewest);
    return (fold) => weak(split(fold), short);
  },
};
