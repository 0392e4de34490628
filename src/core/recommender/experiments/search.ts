import type { TrialResult } from '../../../shared/contract/experiments.ts';
import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { Dataset } from '../data/dataset.ts';
import { definitionsOf } from '../models/default-settings.ts';
import { FitSession } from '../models/fit-session.ts';
import type { FitContext, Options } from '../models/model.ts';
import { modelDefinition } from '../models/registry.ts';
import { partOf } from '../numeric/yielding.ts';
import { derivedSeed, Random } from '../../statistics/random.ts';
import { measureDefinition } from '../measures/registry.ts';
import { innerProblem, innerScore } from './inner.ts';

const MOST_DRAWS = 1000;
/** The fit's share of a trial. */
const FITTED = 0.9;

/**
 * The settings that a random search tries (Bergstra & Bengio 2012): the given ones first, then as many different random
 * ones as the budget has left. The same budget for every model; a model with
 * fewer different settings has fewer trials.
 */
export function drawTrials(model: string, given: Options, budget: number, seed: number): Options[] {
  const random = new Random(derivedSeed(seed, `search/${model}`));
  const searchable = modelDefinition(model).options.filter((option) => option.search && !(option.name in given));
  const trials = [given];
  const seen = new Set([JSON.stringify(given)]);
  for (let draw = 0; trials.length < budget && draw < MOST_DRAWS && searchable.length > 0; draw++) {
    const options = { ...given };
    for (const { name, search } of searchable)
      options[name] = (search as (string | number)[])[random.below((search as unknown[]).length)];
    const key = JSON.stringify(options);
    if (!seen.has(key)) trials.push(options);
    seen.add(key);
  }
  return trials;
}

/** The score of one setting on a part of one fold's training rows. */
export async function computeTrial(
  data: Dataset,
  spec: EvaluationSpec,
  fold: number,
  model: string,
  options: Options,
  measureName: string,
  context: Pick<FitContext, 'network' | 'threads' | 'progress'>,
): Promise<TrialResult> {
  const measure = measureDefinition(measureName);
  const problem = innerProblem(data, spec, fold);
  const fitted = await new FitSession(
    definitionsOf(spec),
    context.network,
    derivedSeed(spec.seed, 'trial'),
    context.threads,
  ).fit(model, problem.set, options, partOf(context, 0, FITTED).progress);
  return { model, options, score: await innerScore(fitted, problem, measure, partOf(context, FITTED, 1)) };
}
