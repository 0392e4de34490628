import { say } from '../../../shared/messages/say.ts';
import { countedJobs, noneFound, oneOf } from './candidates.ts';
import type { StageKind } from './stage-kind.ts';

export const CURRENT: StageKind = {
  rule: 'current',
  summary: say('stage-rule.current'),
  role: null,
  dated: 'start',
  isCurrent: true,
  headerWords: [],
  columnWords: ['现', '现任', '现职', '目前', 'current', 'current post'],
  endsTraining: false,
  find: (positions, book) => {
    const held = countedJobs(positions, book).filter(({ isCurrent }) => isCurrent);
    return held.length === 0 ? noneFound() : oneOf(held, book, [{ code: 'current-post', detail: '' }]);
  },
};
