import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { ScholarState, StageSign } from '../../../shared/mobility/scholars.ts';
import type { FinalCode } from '../study/final-code.ts';

/** How a stage stands, from its final code. */
export function signOf(final: FinalCode | undefined): StageSign {
  if (!final) return 'open';
  if (final.why === 'disagreement') return 'disagreement';
  if (final.value === null) return 'open';
  const { state, uncertain } = final.value;
  if (state !== 'coded') return state;
  if (final.settled) return 'settled';
  return uncertain ? 'unsure' : 'coded';
}

const FINISHED: readonly StageSign[] = ['coded', 'unsure', 'missing', 'settled'];

/** Of the stages that the codebook needs. */
export function stateOf(signs: readonly StageSign[], { stages }: Codebook): ScholarState {
  const needed = signs.filter((_, i) => !stages[i].optional);
  if (signs.includes('blind')) return 'blind';
  if (signs.includes('disagreement')) return 'disagreement';
  if (needed.every((sign) => FINISHED.includes(sign))) return 'done';
  return signs.every((sign) => sign === 'open') ? 'open' : 'begun';
}
