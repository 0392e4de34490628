import type { Codebook, Stage } from '../../../shared/mobility/codebook.ts';
import { type CodeValue, EMPTY_CODE, type Position, type Suggestion } from '../../../shared/mobility/coding.ts';

type Found = { position: Position; reasons: Suggestion['reasons'] } | { question: NonNullable<Suggestion['question']> };

/** What the codebook's rules make of a career, for one stage; pure, and always with its reason. */
export function suggest(stage: Stage, positions: readonly Position[], book: Codebook): Suggestion {
  const found = find(stage, positions, book);
  if ('question' in found) return { value: null, reasons: [], question: found.question };
  const { position, reasons } = found;
  const value = codeFrom(position, stage);
  if (position.institution === null)
    return { value: null, reasons, question: { code: 'not-reconciled', detail: position.mention } };
  return { value, reasons, question: null };
}

/** The code that a position gives: the year that the stage ends for a degree, begins for a job. */
export function codeFrom(position: Position, stage: Stage): CodeValue {
  const degree = stage.rule === 'bachelor' || stage.rule === 'master' || stage.rule === 'doctorate';
  const { evidence, startYear, endYear } = position;
  return {
    ...EMPTY_CODE,
    institution: position.institution,
    city: position.city,
    country: position.country,
    year: degree ? (endYear ?? startYear) : (startYear ?? endYear),
    role: position.role,
    evidence: { file: evidence.file, line: evidence.line, snippet: evidence.text },
  };
}

function find(stage: Stage, positions: readonly Position[], book: Codebook): Found {
  const explicit = positions.filter((position) => position.stage === stage.key);
  if (explicit.length === 1)
    return { position: explicit[0], reasons: [{ code: 'explicit-stage', detail: at(explicit[0]) }] };
  if (explicit.length > 1) return oneOf(explicit, book, [{ code: 'explicit-stage', detail: '' }]);
  switch (stage.rule) {
    case 'bachelor':
    case 'master':
      return latest(positions.filter(({ role }) => role === stage.rule));
    case 'doctorate':
      return latest(positions.filter(({ role }) => role === 'doctorate'));
    case 'first-job':
      return firstJob(positions, book);
    case 'award':
      return award(positions, book);
    case 'current':
      return current(positions, book);
    case 'manual':
      return { question: { code: 'manual', detail: '' } };
  }
}

function at({ evidence }: Position): string {
  return `${evidence.file}:${evidence.line}`;
}

function latest(degrees: readonly Position[]): Found {
  if (degrees.length === 0) return none();
  const position = degrees.reduce((a, b) =>
    (b.endYear ?? b.startYear ?? 0) > (a.endYear ?? a.startYear ?? 0) ? b : a,
  );
  return { position, reasons: [{ code: 'degree', detail: at(position) }] };
}

function none(): Found {
  return { question: { code: 'none-found', detail: '' } };
}

/** Jobs that the codebook counts. */
function counted(positions: readonly Position[], book: Codebook): Position[] {
  const { postdocIsFirstJob, partTime, visiting } = book.positions;
  return positions.filter(
    ({ role }) =>
      role === 'job' ||
      (role === 'postdoc' && postdocIsFirstJob) ||
      (role === 'part-time' && partTime === 'count') ||
      (role === 'visiting' && visiting === 'count'),
  );
}

function firstJob(positions: readonly Position[], book: Codebook): Found {
  const jobs = counted(positions, book).filter(({ startYear }) => startYear !== null);
  if (jobs.length === 0) return none();
  const degree = positions
    .filter(({ role }) => role === 'doctorate')
    .reduce<number | null>(
      (year, position) => Math.max(year ?? 0, position.endYear ?? position.startYear ?? 0) || year,
      null,
    );
  if (degree === null) return oneOf(earliest(jobs), book, [{ code: 'no-degree-first-job', detail: '' }]);
  const after = jobs.filter(({ startYear }) => (startYear as number) >= degree);
  const through = jobs.filter(
    ({ startYear, endYear, isCurrent }) =>
      (startYear as number) < degree && (isCurrent || (endYear !== null && endYear > degree)),
  );
  if (after.length === 0)
    return through.length === 0
      ? none()
      : oneOf(earliest(through), book, [{ code: 'held-through-degree', detail: String(degree) }]);
  const first = earliest(after);
  const reasons: Suggestion['reasons'] = [{ code: 'first-after-degree', detail: String(degree) }];
  if (first.some(({ role }) => role === 'postdoc')) reasons.push({ code: 'postdoc-counts', detail: '' });
  return oneOf(first, book, reasons);
}

function earliest(jobs: readonly Position[]): Position[] {
  const year = Math.min(...jobs.map(({ startYear }) => startYear ?? Number.POSITIVE_INFINITY));
  return jobs.filter(({ startYear }) => startYear === year);
}

function award(positions: readonly Position[], book: Codebook): Found {
  const awards = positions.filter(({ role }) => role === 'award');
  if (awards.length === 0) return none();
  const first = awards.reduce((a, b) => ((b.startYear ?? 9999) < (a.startYear ?? 9999) ? b : a));
  if (first.mention !== '') return { position: first, reasons: [{ code: 'award-line', detail: at(first) }] };
  const year = first.startYear;
  if (year === null) return none();
  const held = counted(positions, book).filter(
    ({ startYear, endYear, isCurrent }) =>
      startYear !== null && startYear <= year && (isCurrent || endYear === null || endYear >= year),
  );
  return held.length === 0 ? none() : oneOf(held, book, [{ code: 'held-in-award-year', detail: String(year) }]);
}

function current(positions: readonly Position[], book: Codebook): Found {
  const held = counted(positions, book).filter(({ isCurrent }) => isCurrent);
  return held.length === 0 ? none() : oneOf(held, book, [{ code: 'current-post', detail: '' }]);
}

/**
 * Several positions at once: the one marked as the main one, else as the codebook says; `ask` keeps all and leaves it
 * to the coder.
 */
function oneOf(candidates: readonly Position[], book: Codebook, reasons: Suggestion['reasons']): Found {
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
