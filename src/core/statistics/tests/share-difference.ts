import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { normalQuantile, normalUpper, Z95 } from '../distributions.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { statistic } from '../statistic.ts';

interface Wish {
  first: number;
  second: number;
  /** In each group; without it, the number that reaches the power is answered. */
  n?: number;
  power?: number;
  significance?: number;
}

/**
 * How many scholars two groups need for a difference of two shares to be found, and how wide its 95 % interval then is,
 * as R's power.prop.test (two-sided).
 */
export function shareDifference({ first, second, n, power = 0.8, significance = 0.05 }: Wish): TestResult {
  if (first === second) throw unusable(say('statistics.shares-equal'));
  const gap = Math.abs(first - second);
  const pooled = (first + second) / 2;
  const [same, apart] = [Math.sqrt(2 * pooled * (1 - pooled)), Math.sqrt(first * (1 - first) + second * (1 - second))];
  const critical = -normalQuantile(significance / 2);
  const needed = ((critical * same + normalQuantile(power) * apart) / gap) ** 2;
  const used = n ?? Math.ceil(needed - 1e-9);
  const reached = normalUpper((critical * same - Math.sqrt(used) * gap) / apart);
  return result('Difference of two shares', {
    estimate: first - second,
    nEach: needed,
    units: used,
    power: reached,
    halfWidth: Z95 * (apart / Math.sqrt(used)),
    effect: { difference: first - second },
    n: 2 * used,
    notes: used * Math.min(first, second, 1 - first, 1 - second) < 5 ? [say('statistics.few-for-normal')] : [],
  });
}

const share = z.number().gt(0).lt(1);

export const SHARE_DIFFERENCE = statistic({
  name: 'share-difference',
  summary: say('statistic.share-difference'),
  data: z.object({
    first: share,
    second: share,
    n: z.number().int().min(2).optional(),
    power: z.number().gt(0).lt(1).default(0.8),
    significance: z.number().gt(0).lt(1).default(0.05),
  }),
  example: { first: 0.45, second: 0.3, power: 0.8 },
  run: shareDifference,
});
