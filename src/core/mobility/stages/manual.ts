import type { StageKind } from './stage-kind.ts';

export const MANUAL: StageKind = {
  rule: 'manual',
  summary: 'no rule: the coder finds it',
  role: null,
  dated: 'start',
  isCurrent: false,
  headerWords: [],
  endsTraining: false,
  find: () => ({ question: { code: 'manual', detail: '' } }),
};
