import type { GridRow } from '../../../shared/contract/experiments.ts';
import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import type { Dataset } from '../data/dataset.ts';
import type { NetworkModelDefinition } from '../models/factor-network.ts';
import { definitionsOf } from '../models/default-settings.ts';
import { FitSession } from '../models/fit-session.ts';
import type { FitContext, FittedModel, Options } from '../models/model.ts';
import { completeOptions } from '../models/options.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { rmse } from '../measures/rating-errors.ts';
import { innerProblem, innerScore } from './inner.ts';

type Context = Pick<FitContext, 'network' | 'threads' | 'progress'>;

/**
 * One K of the grid: validation RMSE after each epoch. A network is trained once, for the longest run, and evaluated
 * along the way, which equals training it for each number of epochs, since nothing
 * in training depends on how many epochs follow. Other models are fitted for each number of epochs.
 */
export async function computeGridRow(
  data: Dataset,
  spec: EvaluationSpec,
  fold: number,
  model: string,
  k: number,
  epochs: readonly number[],
  context: Context,
): Promise<GridRow & { globalMeanRmse: number }> {
  const problem = innerProblem(data, spec, fold);
  const lookup = definitionsOf(spec);
  const definition = lookup(model);
  const seed = derivedSeed(spec.seed, `grid-${k}${fold > 0 ? `/fold-${fold}` : ''}`);
  const session = new FitSession(lookup, context.network, seed, context.threads);
  const given = spec.options[model] ?? {};
  const started = { progress: () => context.progress(0) };
  const globalMean = await session.fit('global-mean', problem.set, {}, started.progress);
  const common = { globalMeanRmse: await innerScore(globalMean, problem, rmse, started), k };
  if (isNetwork(definition)) {
    const options = completeOptions(
      definition,
      { ...given, k, 'network-epochs': Math.max(...epochs), patience: 0 },
      lookup,
    );
    const fit = (part: string, set: typeof problem.set, partOptions: Options, progress: Context['progress']) =>
      session.fit(part, set, partOptions, progress);
    const { best, at } = await definition.fitAtEpochs(
      problem.set,
      options,
      { ...context, seed, splitSeed: seed, definition: lookup, fit },
      [...epochs],
    );
    const byEpochs: number[] = [];
    const measuring = { progress: () => context.progress(1) };
    for (const epoch of epochs) byEpochs.push(await innerScore(at.get(epoch) as FittedModel, problem, rmse, measuring));
    return {
      ...common,
      rmse: byEpochs,
      loss: best.facts?.loss ?? [],
      validationLoss: best.facts?.validationLoss ?? [],
      engine: best.facts?.engine ?? null,
    };
  }
  const byEpochs: number[] = [];
  for (const epoch of epochs) {
    const own = { progress: (fraction: number) => context.progress((byEpochs.length + fraction) / epochs.length) };
    const fitted = await session.fit(model, problem.set, { ...given, k, epochs: epoch }, own.progress);
    byEpochs.push(await innerScore(fitted, problem, rmse, { progress: () => own.progress(1) }));
  }
  return { ...common, rmse: byEpochs, loss: [], validationLoss: [], engine: null };
}

export function isNetwork(definition: object): definition is NetworkModelDefinition {
  return 'fitAtEpochs' in definition;
}
