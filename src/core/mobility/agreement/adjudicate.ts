import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import { isClosed } from '../coding/blind.ts';
import { rebuildSettlement } from '../coding/fold.ts';
import { personKey } from '../names/person-key.ts';
import { addEvent, nextTick } from '../rows/event-rows.ts';
import { codesOfScholar, scholarById } from '../rows/scholar-rows.ts';
import type { Study } from '../study/study.ts';

interface Decision {
  scholarId: number;
  stage: string;
  value: CodeValue;
  author: string;
  reason: string;
}

/**
 * Settles a disagreement with a third record of who decided, why, and over which codes. The coders' codes are not
 * changed.
 */
export function adjudicate(study: Study, { scholarId, stage, value, author, reason }: Decision): void {
  if (author.trim() === '') throw new AppError('bad-request', say('agreement.judge-missing'));
  const { codebook } = study.book;
  if (!codebook.stages.some(({ key }) => key === stage))
    throw new AppError(
      'bad-request',
      say('coding.no-such-stage', { stage, stages: codebook.stages.map(({ key }) => key) }),
    );
  if (value.institution !== null && !study.placer().institution(value.institution))
    throw new AppError('not-found', say('coding.no-such-institution', { institution: value.institution }));
  if (isClosed(study.closed(), scholarId, stage)) throw new AppError('conflict', say('agreement.still-blind'));
  const codes = codesOfScholar(study.db, scholarId).filter((code) => code.stage === stage);
  if (codes.some(({ coder }) => personKey(coder) === personKey(author)))
    throw new AppError('conflict', say('agreement.judge-is-coder', { author }));
  const before = settlementOf(study, scholarId, stage);
  record(study, {
    kind: 'adjudicate',
    ...{ scholarId, stage, author, reason, before },
    after: value,
    basis: codes.map(({ eventUid }) => eventUid).sort(),
  });
}

/** Takes a settlement back: the codes of the coders count again, or disagree again. */
export function withdrawSettlement(study: Study, { scholarId, stage, author, reason }: Omit<Decision, 'value'>): void {
  const before = settlementOf(study, scholarId, stage);
  if (!before) throw new AppError('not-found', say('agreement.no-settlement'));
  record(study, { kind: 'withdraw', ...{ scholarId, stage, author, reason, before }, after: null, basis: null });
}

function settlementOf(study: Study, scholarId: number, stage: string): CodeValue | null {
  const row = study.db.get<{ value: string }>(
    'SELECT value FROM adjudications WHERE scholar_id = ? AND stage = ?',
    scholarId,
    stage,
  );
  return row ? JSON.parse(row.value) : null;
}

function record(
  study: Study,
  event: Omit<Decision, 'value'> & {
    kind: 'adjudicate' | 'withdraw';
    before: CodeValue | null;
    after: CodeValue | null;
    basis: string[] | null;
  },
): void {
  const { db } = study;
  const { scholarId, ...rest } = event;
  const at = study.now();
  db.transaction(() => {
    addEvent(
      db,
      {
        ...rest,
        uid: randomUUID(),
        tick: nextTick(db, at),
        scholar: scholarById(db, scholarId).key,
        suggestions: 'hidden',
        accepted: false,
        codebookVersion: study.book.version,
        refersTo: null,
        at,
      },
      true,
    );
    rebuildSettlement(db, scholarId, event.stage);
  });
}
