import { AppError } from '../../../shared/errors.ts';
import { bias, globalMean } from './bias.ts';
import { content } from './content.ts';
import { funkSvd } from './funk-svd.ts';
import { hybridWeighted } from './hybrid-weighted.ts';
import type { ModelDefinition } from './model.ts';
import { cnn, cnn2d, tags } from './neural.ts';
import { popularity } from './popularity.ts';
import { userCf } from './user-cf.ts';

/** Every model type; a new one is a file and a line here. */
export const MODELS: readonly ModelDefinition[] = [globalMean, popularity, bias, funkSvd, userCf, content, cnn, cnn2d, tags, hybridWeighted];

export function modelDefinition(type: string): ModelDefinition {
  const found = MODELS.find((model) => model.type === type);
  if (!found) throw new AppError('not-found', `There is no model type "${type}". Known: ${MODELS.map((model) => model.type).join(', ')}.`);
  return found;
}
