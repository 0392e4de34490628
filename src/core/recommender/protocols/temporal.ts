import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { splitBy } from '../splits/split.ts';
import { type ProtocolDefinition, TEST_SHARE, weak } from './protocol.ts';

/** Raised before any work if the library is known, otherwise by the protocol. */
export function noTimes(): AppError {
  return new AppError('bad-input', say('evaluation.no-times'));
}

/** One cut-off for all: what a listener heard first after it is held out. */
export const temporal: ProtocolDefinition = {
  name: 'temporal',
  summary: say('protocol-summary.temporal'),
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  takesSplit: false,
  needsTimes: true,
  ratingsToo: false,
  make({ interactions, times }) {
    if (!times?.some((time) => time > 0)) throw noTimes();
    const sorted = times.filter((time) => time > 0).sort();
    const cutOff = sorted[Math.floor(sorted.length * (1 - TEST_SHARE))];
    return () => weak(splitBy(interactions, (row) => times[row] >= cutOff));
  },
};
