import type { ExperimentSpec } from '../../shared/contract/experiments.ts';
import type { ConversionName, DataFilter, EvaluationSpec } from '../../shared/contract/recommender.ts';
import type { TypedNumber } from '../ui/form.ts';

type Options = EvaluationSpec['options'];

/** One comparison in the form. */
export interface ComparisonValues {
  protocol: string;
  models: string[];
  folds: TypedNumber;
  repeats: TypedNumber;
  leaveOut: TypedNumber;
  /** Lengths of lists, as typed. */
  cutoffs: string;
  /** Settings of each model; a model that is not named has its defaults. */
  options: Options;
  withRatings: boolean;
  mostTestListeners: TypedNumber;
  /** False: grid and search leave it alone. */
  choose: boolean;
  ties: EvaluationSpec['ties'];
}

/** What the form holds: a single comparison, or an experiment with a grid, a search or several comparisons. */
export interface Values {
  name: string;
  description: string;
  conversion: ConversionName | 'auto';
  seed: TypedNumber;
  minListeners: TypedNumber;
  minSongs: TypedNumber;
  comparisons: ComparisonValues[];
  grid: { on: boolean; model: string; k: string; epochs: string };
  search: { on: boolean; budget: TypedNumber; measure: string };
  /** What the form does not ask for, as it was. */
  kept: Partial<Pick<ExperimentSpec, 'parallel' | 'onFailure'>> & {
    filter?: DataFilter | null;
    dropMismatches?: boolean;
  };
}

export const ONE_COMPARISON: ComparisonValues = {
  protocol: 'ranking',
  models: ['popularity', 'item-knn', 'ease', 'funk-svd', 'user-cf'],
  folds: 1,
  repeats: 1,
  leaveOut: 1,
  cutoffs: '5, 10, 20, 50, 100',
  options: {},
  withRatings: true,
  mostTestListeners: 10_000,
  choose: true,
  ties: 'auto',
};

/** What can tell new songs apart: models of words. */
const OF_NEW_SONGS = ['ridge', 'tags', 'content'];

/**
 * The models of a comparison whose protocol changes: those that suit it, unless somebody has chosen others.
 *
 * @param wereNew whether the protocol of before tested songs that nobody has played
 */
export function suitingModels(models: readonly string[], wereNew: boolean, areNew: boolean): string[] {
  const suiting = (newSongs: boolean) => (newSongs ? OF_NEW_SONGS : ONE_COMPARISON.models);
  return [...(models.join() === suiting(wereNew).join() ? suiting(areNew) : models)];
}

export const BEGINNING: Values = {
  name: '',
  description: '',
  conversion: 'auto',
  seed: 1,
  minListeners: 0,
  minSongs: 0,
  comparisons: [ONE_COMPARISON],
  grid: { on: false, model: 'funk-svd', k: '5, 10, 20, 30, 40, 50', epochs: '5, 10, 20, 30, 40' },
  search: { on: false, budget: 10, measure: 'ndcg' },
  kept: {},
};

const NO_FILTER: DataFilter = {
  minListeners: 0,
  minSongs: 0,
  density: 1,
  seed: 1,
  tag: '',
  yearFrom: null,
  yearTo: null,
};

/** `5, 10, 20` as numbers; also with the commas of Chinese. Null if anything else stands there. */
export function numbersIn(text: string): number[] | null {
  const parts = text.split(/[,，、;；\s]+/).filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : null;
}

/** Something besides one comparison: then it is run as an experiment, with a name. */
export function isExperiment({ comparisons, grid, search }: Values): boolean {
  return comparisons.length > 1 || grid.on || search.on;
}

export function valuesOfComparison(spec: EvaluationSpec): Values {
  const { conversion, seed, filter, dropMismatches } = spec;
  return {
    ...BEGINNING,
    conversion,
    seed,
    minListeners: filter?.minListeners ?? 0,
    minSongs: filter?.minSongs ?? 0,
    comparisons: [comparisonOf(spec, spec.folds)],
    kept: { filter, dropMismatches },
  };
}

/** @param foldsOf the protocol's own number of folds */
export function valuesOfExperiment(spec: ExperimentSpec, foldsOf: (protocol: string) => number): Values {
  const { name, description, conversion, seed, data, grid, search, parallel, onFailure } = spec;
  return {
    name,
    description,
    conversion,
    seed,
    minListeners: data.filter?.minListeners ?? 0,
    minSongs: data.filter?.minSongs ?? 0,
    comparisons: spec.evaluations.map((one) => comparisonOf(one, one.folds ?? foldsOf(one.protocol))),
    grid: grid ? { on: true, model: grid.model, k: grid.k.join(', '), epochs: grid.epochs.join(', ') } : BEGINNING.grid,
    search: search ? { on: true, ...search } : BEGINNING.search,
    kept: { filter: data.filter, dropMismatches: data.dropMismatches, parallel, onFailure },
  };
}

function comparisonOf(one: ExperimentSpec['evaluations'][number], folds: number): ComparisonValues {
  const { protocol, models, repeats, leaveOut, cutoffs, options, withRatings, mostTestListeners, ties } = one;
  return {
    ...{ protocol, models, folds, repeats, leaveOut, options, withRatings, mostTestListeners, ties },
    cutoffs: cutoffs.join(', '),
    choose: one.choose ?? true,
  };
}

export function filterOf({
  minListeners,
  minSongs,
  kept,
}: Pick<Values, 'minListeners' | 'minSongs' | 'kept'>): DataFilter | null {
  const limits = { minListeners: Number(minListeners), minSongs: Number(minSongs) };
  if (!kept.filter && limits.minListeners === 0 && limits.minSongs === 0) return null;
  return { ...NO_FILTER, ...kept.filter, ...limits };
}

function evaluationOf(one: ComparisonValues) {
  const { protocol, models, withRatings, ties } = one;
  return {
    ...{ protocol, models, withRatings, ties },
    folds: Number(one.folds),
    repeats: Number(one.repeats),
    leaveOut: Number(one.leaveOut),
    cutoffs: numbersIn(one.cutoffs) ?? [],
    mostTestListeners: Number(one.mostTestListeners),
    options: Object.fromEntries(Object.entries(one.options).filter(([model]) => models.includes(model))),
  };
}

/** A single comparison, as the backend takes it. */
export function comparisonInput(values: Values) {
  return {
    ...evaluationOf(values.comparisons[0]),
    conversion: values.conversion,
    seed: Number(values.seed),
    filter: filterOf(values),
    dropMismatches: values.kept.dropMismatches ?? true,
  };
}

export function experimentInput(values: Values, unnamed: string): ExperimentSpec {
  const { name, description, conversion, seed, grid, search, kept, comparisons } = values;
  return {
    name: name.trim() || unnamed,
    description,
    data: { filter: filterOf(values), dropMismatches: kept.dropMismatches ?? true },
    conversion,
    seed: Number(seed),
    grid: grid.on ? { model: grid.model, k: numbersIn(grid.k) ?? [], epochs: numbersIn(grid.epochs) ?? [] } : null,
    search: search.on ? { budget: Number(search.budget), measure: search.measure } : null,
    evaluations: comparisons.map((one) => ({ ...evaluationOf(one), ...(one.choose ? {} : { choose: false }) })),
    parallel: kept.parallel ?? 0,
    ...(kept.onFailure ? { onFailure: kept.onFailure } : {}),
  };
}
