import { say } from '../../../shared/messages/say.ts';
import type { StageKind } from './stage-kind.ts';

export const MANUAL: StageKind = {
  rule: 'manual',
  summary: say('stage-rule.manual'),
  role: null,
  dated: 'start',
  isCurrent: false,
  headerWords: [],
  endsTraining: false,
  find: () => ({ question: { code: 'manual', detail: '' } }),
};
