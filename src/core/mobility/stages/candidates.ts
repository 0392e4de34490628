import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Position, Suggestion } from '../../../shared/mobility/coding.ts';
import type { Found } from './stage-kind.ts';

export function lineOf({ evidence }: Position): string {
  return `${evidence.file}:${evidence.line}`;
}

export function noneFound(): Found {
  return { question: { code: 'none-found', detail: '' } };
}

/** Jobs that the codebook counts. */
export function countedJobs(positions: readonly Position[], book: Codebook): Position[] {
  const { postdocIsFirstJob, partTime, visiting } = book.positions;
  return positions.filter(
    ({ role }) =>
      role === 'job' ||
      (role === 'postdoc' && postdocIsFirstJob) ||
      (role === 'part-time' && partTime === 'count') ||
      (role === 'visiting' && visiting === 'count'),
  );
}

/** Current posts, if there are several and not exactly one is marked as the main one. */
export function undecidedCurrent<P extends Pick<Position, 'isCurrent' | 'isPrimary' | 'role'>>(
  positions: readonly P[],
): P[] {
  const current = positions.filter(({ isCurrent, role }) => isCurrent && role !== 'award');
  return current.length > 1 && current.filter(({ isPrimary }) => isPrimary).length !== 1 ? current : [];
}

/**
 * For simultaneous positions: the one marked as the main one, otherwise as the codebook says; `ask` keeps all and
 * leaves it to the coder.
 */
export function oneOf(candidates: readonly Position[], book: Codebook, reasons: Suggestion['reasons']): Found {
  if (
    candidates.length === 1 ||
    new Set(candidates.map(({ institution, mentionKey }) => institution ?? mentionKey)).size === 1
  )
    return { position: candidates[0], reasons };
  const main = candidates.filter(({ isPrimary }) => isPrimary);
  if (main.length === 1)
    return { position: main[0], reasons: [...reasons, { code: 'main-of-several', detail: String(candidates.length) }] };
  if (book.positions.concurrent === 'ask')
    return { question: { code: 'several-at-once', detail: candidates.map(({ mention }) => mention).join(' / ') } };
  if (book.positions.concurrent === 'earliest') {
    const [first] = [...candidates].sort((a, b) => (a.startYear ?? 9999) - (b.startYear ?? 9999));
    return {
      position: first,
      reasons: [...reasons, { code: 'earliest-of-several', detail: String(candidates.length) }],
    };
  }
  const [longest] = [...candidates].sort((a, b) => span(b) - span(a));
  return {
    position: longest,
    reasons: [...reasons, { code: 'longest-of-several', detail: String(candidates.length) }],
  };
}

function span({ startYear, endYear, isCurrent }: Position): number {
  if (startYear === null) return 0;
  return (isCurrent || endYear === null ? 9999 : endYear) - startYear;
}
