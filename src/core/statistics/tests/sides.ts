import type { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { choice } from '../statistic.ts';
import { type TestResult, unusable } from '../result.ts';

/** Which hypothesis p is about, as R's tests name them: the first group, or what came first, is the greater. */
const SIDES = ['two-sided', 'greater', 'less'] as const;
export const alternative = choice(SIDES, { 'two.sided': 'two-sided', 'two sided': 'two-sided' });
export type Alternative = z.infer<typeof alternative>;

/**
 * A result whose `p` is about one side. Its interval and effect stay two-sided, and it says so.
 *
 * @throws where the test has no sides on these data
 */
export function onOneSide(result: TestResult, side: Alternative): TestResult {
  if (side === 'two-sided') return result;
  const p = result[side];
  if (typeof p !== 'number') throw unusable(say('statistics.no-sides', { side }));
  return { ...result, p, alternative: side, notes: [...result.notes, say('statistics.one-sided', { side })] };
}
