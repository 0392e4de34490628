import { type ModelCapability, type ModelTypeInfo, modelType } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { als } from './als.ts';
import { bias, globalMean } from './bias.ts';
import { bpr } from './bpr.ts';
import { content } from './content.ts';
import { ease } from './ease.ts';
import { externalFactors } from './external-factors.ts';
import { funkSvd } from './funk-svd.ts';
import { hybridMixed } from './hybrid-mixed.ts';
import { hybridSwitching } from './hybrid-switching.ts';
import { hybridWeighted } from './hybrid-weighted.ts';
import { itemKnn } from './item-knn.ts';
import { namesIn, TAGS_INPUT } from '../data/song-vectors.ts';
import type { ModelDefinition, Options } from './model.ts';
import { cnn, cnn2d, joint, tags, NO_ENCODER } from './neural.ts';
import { popularity } from './popularity.ts';
import { ridge } from './ridge.ts';
import { rp3beta } from './rp3beta.ts';
import { svdPlusPlus } from './svd-plus-plus.ts';
import { userCf } from './user-cf.ts';

/** Every model type; a new one is a file and a line here. */
export const MODELS: readonly ModelDefinition[] = [
  globalMean,
  popularity,
  bias,
  funkSvd,
  svdPlusPlus,
  userCf,
  itemKnn,
  als,
  bpr,
  ease,
  rp3beta,
  externalFactors,
  content,
  ridge,
  cnn,
  cnn2d,
  tags,
  joint,
  hybridWeighted,
  hybridSwitching,
  hybridMixed,
];

export function modelDefinition(type: string): ModelDefinition {
  const found = MODELS.find((model) => model.type === type);
  if (!found)
    throw new AppError('not-found', say('model.no-such-type', { type, models: MODELS.map((model) => model.type) }));
  return found;
}

/** Types with a capability. */
export function modelsThat(capability: ModelCapability): string[] {
  return MODELS.filter(({ capabilities }) => capabilities.includes(capability)).map(({ type }) => type);
}

/** What a song can be required to have; a set of vectors by its name. */
export type Need = ModelTypeInfo['needs'][number] | `vectors:${string}`;

/** What these types with these options together need of a song. */
export function needsOf(types: readonly string[], options: Record<string, Options> = {}): Set<Need> {
  return new Set(
    types.flatMap((type): Need[] => {
      const { needs } = modelDefinition(type);
      const { inputs, encoder } = options[type] ?? {};
      if (encoder !== undefined && encoder !== NO_ENCODER) return [`vectors:${encoder}`];
      if (inputs === undefined || !needs.includes('tags')) return needs;
      return [
        ...needs.filter((need) => need !== 'tags'),
        ...namesIn(inputs).map((name): Need => (name === TAGS_INPUT ? 'tags' : `vectors:${name}`)),
      ];
    }),
  );
}

/** Description of a model type, for pages and commands. */
export function modelTypes(): ModelTypeInfo[] {
  return MODELS.map((definition) => modelType.parse(definition));
}
