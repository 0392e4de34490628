import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Dataset, datasetHash } from '../data/dataset.ts';
import { filterDataset } from '../data/filter.ts';
import { casesOf } from '../splits/held-out.ts';
import { measureRanking, measureRatings, type TestRows, testRows } from '../evaluation/measure.ts';
import { protocolDefinition } from '../protocols/registry.ts';
import { listenerFolds, ratingFolds, type Split } from '../splits/split.ts';
import type { FittedModel } from '../models/model.ts';
import { needsOf } from '../models/registry.ts';
import type { History, TrainingSet } from '../data/training-set.ts';
import { columnOf, type MeasureDefinition } from '../measures/measure.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { fitRatings } from '../data/ratings.ts';

const VALIDATION_SHARE = 0.1;
const FEWEST_SONGS = 5;
const TIE_SEED = 1;
const SEARCH_CUTOFF = 10;

/**
 * The data for choosing settings: the training part of the later test, split again. It contains no test row.
 */
export interface InnerProblem {
  set: TrainingSet;
  test: TestRows;
  dataHash: string;
}

export function innerProblem(whole: Dataset, spec: EvaluationSpec, measure: MeasureDefinition): InnerProblem {
  const data = spec.filter ? filterDataset(whole, spec.filter) : whole;
  const folds = protocolDefinition(spec.protocol).make(data, spec, derivedSeed(spec.seed, 'split'), {
    given: null,
    needs: needsOf(spec.models),
  });
  const { training } = folds(0);
  const seed = derivedSeed(spec.seed, 'inner');
  const split: Split =
    measure.kind === 'rating'
      ? ratingFolds(training, 1, VALIDATION_SHARE, seed)(0)
      : listenerFolds(training, 1, VALIDATION_SHARE, FEWEST_SONGS, seed)(0);
  const set = {
    interactions: split.training,
    ...fitRatings({ conversion: spec.conversion, unit: data.valueUnit }, split.training),
    features: data.features,
  };
  const test = testRows(
    { training: split.training, cases: casesOf(split), candidates: null },
    set,
    spec.mostTestListeners,
  );
  return { set, test, dataHash: datasetHash(data) };
}

/** Scores a fitted model by one measure, at the search's list length. */
export function innerScore(model: FittedModel, { set, test }: InnerProblem, measure: MeasureDefinition): number {
  if (measure.kind === 'rating') {
    const value = measureRatings(model, set, test, false).values[measure.name];
    if (value === null || value === undefined)
      throw new AppError(
        'bad-request',
        say('experiment.search-without-ratings', { model: model.type, measure: measure.heading }),
      );
    return value;
  }
  const score = (history: History, out: Float64Array) => model.scores(history, out);
  const { values } = measureRanking(score, set, test, [SEARCH_CUTOFF], SEARCH_CUTOFF, TIE_SEED, () => {});
  return values[columnOf(measure, SEARCH_CUTOFF)] ?? 0;
}
