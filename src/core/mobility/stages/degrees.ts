import type { PositionRole } from '../../../shared/mobility/codebook.ts';
import type { Position } from '../../../shared/mobility/coding.ts';
import { lineOf, noneFound } from './candidates.ts';
import type { Found, StageKind } from './stage-kind.ts';

export const BACHELOR = degree('bachelor', 'the latest bachelor’s degree');
export const MASTER = degree('master', 'the latest master’s degree');
export const DOCTORATE: StageKind = {
  ...degree('doctorate', 'the latest doctorate'),
  headerWords: ['doctorate', '博士', 'phd'],
  endsTraining: true,
};

function degree(role: PositionRole, summary: string): StageKind {
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
