import type { PositionRole } from '../../../shared/mobility/codebook.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Position } from '../../../shared/mobility/coding.ts';
import { lineOf, noneFound } from './candidates.ts';
import type { Found, StageKind } from './stage-kind.ts';

export const BACHELOR = degree('bachelor', say('stage-rule.bachelor'));
export const MASTER = degree('master', say('stage-rule.master'));
export const DOCTORATE: StageKind = {
  ...degree('doctorate', say('stage-rule.doctorate')),
  headerWords: ['doctorate', '博士', 'phd'],
  endsTraining: true,
};

function degree(role: PositionRole, summary: Message): StageKind {
  return {
    rule: role,
    summary,
    role,
    dated: 'end',
    isCurrent: false,
    headerWords: [],
    endsTraining: false,
    find: (positions) => latest(positions.filter((position) => position.role === role)),
  };
}

function latest(degrees: readonly Position[]): Found {
  if (degrees.length === 0) return noneFound();
  const position = degrees.reduce((a, b) =>
    (b.endYear ?? b.startYear ?? 0) > (a.endYear ?? a.startYear ?? 0) ? b : a,
  );
  return { position, reasons: [{ code: 'degree', detail: lineOf(position) }] };
}
