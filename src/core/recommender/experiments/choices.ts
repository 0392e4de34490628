import type { Choice, ExperimentSpec, GridRow, TrialResult } from '../../../shared/contract/experiments.ts';
import { measureDefinition } from '../measures/registry.ts';
import type { Options } from '../models/model.ts';
import { completeOptions } from '../models/options.ts';
import { modelDefinition } from '../models/registry.ts';
import { isNetwork } from './grid.ts';

type Grid = NonNullable<ExperimentSpec['grid']>;

/** Where settings are chosen: one fold of one comparison. Nothing chosen there is used anywhere else. */
export interface Place {
  evaluation: number;
  fold: number;
}

export function samePlace(a: Place, b: Place): boolean {
  return a.evaluation === b.evaluation && a.fold === b.fold;
}

/** The best setting of each model; ties go to the earlier trial, and so to the given setting. Failed trials lose. */
export function bestTrials(trials: readonly TrialResult[], measure: string): Record<string, TrialResult> {
  const { lowerIsBetter } = measureDefinition(measure);
  const best: Record<string, TrialResult> = {};
  for (const trial of trials) {
    if (trial.score === null) continue;
    const before = best[trial.model]?.score ?? null;
    if (before === null || (lowerIsBetter ? trial.score < before : trial.score > before)) best[trial.model] = trial;
  }
  return best;
}

export function chosenBySearch(trials: readonly TrialResult[], measure: string, place: Place): Choice[] {
  return Object.values(bestTrials(trials, measure)).map(({ model, options, score }) => ({
    ...place,
    by: 'search',
    model,
    options,
    score,
    edges: edgesOf(model, options, trials),
  }));
}

/** Numeric settings of a winner beyond which nothing was tried. */
function edgesOf(model: string, options: Options, trials: readonly TrialResult[]): Choice['edges'] {
  return modelDefinition(model).options.flatMap(({ name }) => {
    const tried = trials.flatMap((trial) => {
      const value = trial.model === model ? trial.options[name] : undefined;
      return typeof value === 'number' ? [value] : [];
    });
    return edgeOf(name, options[name], tried);
  });
}

function edgeOf(option: string, value: string | number | undefined, tried: readonly number[]): Choice['edges'] {
  const [lowest, highest] = [Math.min(...tried), Math.max(...tried)];
  if (typeof value !== 'number' || lowest === highest) return [];
  if (value === lowest) return [{ option, value, end: 'lowest' }];
  return value === highest ? [{ option, value, end: 'highest' }] : [];
}

/** K 0 if every row failed. */
export function bestCell(grid: Grid, rows: readonly GridRow[]): { k: number; epochs: number; rmse: number } {
  let best = { k: 0, epochs: 0, rmse: Number.POSITIVE_INFINITY };
  for (const { k, rmse } of rows) {
    rmse.forEach((value, i) => {
      if (value !== null && value < best.rmse) best = { k, epochs: grid.epochs[i], rmse: value };
    });
  }
  return best;
}

/** K and epochs for the grid's model, and for hybrids as options of their part. */
export function chosenByGrid(grid: Grid, rows: readonly GridRow[], models: readonly string[], place: Place): Choice[] {
  const best = bestCell(grid, rows);
  if (best.k === 0) return [];
  const own: Options = isNetwork(modelDefinition(grid.model))
    ? { k: best.k, 'network-epochs': best.epochs, patience: 0 }
    : { k: best.k, epochs: best.epochs };
  const edges = [...edgeOf('k', best.k, grid.k), ...edgeOf('epochs', best.epochs, grid.epochs)];
  const common = { ...place, by: 'grid' as const, score: best.rmse, edges };
  return models.flatMap((model) => {
    if (model === grid.model) return [{ ...common, model, options: own }];
    const ofPart = Object.fromEntries(Object.entries(own).map(([name, value]) => [`${grid.model}.${name}`, value]));
    return takes(model, ofPart) ? [{ ...common, model, options: ofPart }] : [];
  });
}

/** Whether the grid's choice matters to a comparison of these models. */
export function usesGrid(grid: Grid, models: readonly string[]): boolean {
  return models.some((model) => model === grid.model || takes(model, { [`${grid.model}.k`]: grid.k[0] }));
}

/** Whether a hybrid takes options of this part. */
function takes(model: string, options: Options): boolean {
  const definition = modelDefinition(model);
  if (!definition.combines) return false;
  try {
    completeOptions(definition, options, modelDefinition);
    return true;
  } catch {
    return false;
  }
}

/** Options by model, for each fold of one comparison; where both chose, the grid's values win. */
export function optionsByFold(
  choices: readonly Choice[],
  evaluation: number,
  folds: number,
): Record<string, Options>[] {
  return Array.from({ length: folds }, (_, fold) => {
    const own: Record<string, Options> = {};
    for (const by of ['search', 'grid'] as const)
      for (const choice of choices)
        if (choice.by === by && samePlace(choice, { evaluation, fold }))
          own[choice.model] = { ...own[choice.model], ...choice.options };
    return own;
  });
}
