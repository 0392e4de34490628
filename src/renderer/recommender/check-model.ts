import type { ConversionName, ModelRow, ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { ONE_COMPARISON } from './comparison-values.ts';

/** What nothing may fall below. */
const BASELINE = 'popularity';

/** A check of one model: a fifth of each listener's songs held out, the most popular songs beside it. */
export function checkInput(
  { type }: Pick<ModelTypeInfo, 'type'>,
  given: { options: Record<string, string | number>; conversion: ConversionName | 'auto'; seed: number },
) {
  const { conversion, seed, options } = given;
  return {
    protocol: ONE_COMPARISON.protocol,
    models: [...new Set([type, BASELINE])],
    options: { [type]: options },
    conversion,
    seed,
    withRatings: true,
  };
}

export function checkOfModel({ type, options, conversion, seed }: ModelRow) {
  return checkInput({ type }, { options, conversion, seed });
}
