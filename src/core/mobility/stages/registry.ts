import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { AWARD } from './award.ts';
import { CURRENT } from './current-post.ts';
import { BACHELOR, DOCTORATE, MASTER } from './degrees.ts';
import { FIRST_JOB } from './first-job.ts';
import { MANUAL } from './manual.ts';
import type { StageKind } from './stage-kind.ts';

/** Every rule that a codebook can give a stage; a new one is a file that defines it and a line here. */
export const STAGE_KINDS: readonly StageKind[] = [BACHELOR, MASTER, DOCTORATE, FIRST_JOB, AWARD, CURRENT, MANUAL];

export function stageKindOf(rule: string): StageKind {
  const found = STAGE_KINDS.find((kind) => kind.rule === rule);
  if (found) return found;
  throw new AppError('bad-input', say('codebook.no-such-rule', { rule, rules: STAGE_KINDS.map((kind) => kind.rule) }), {
    field: 'rule',
  });
}
