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
import type { TrainingSet } from '../data/training-set.ts';
import { derivedSeed } from '../../statistics/random.ts';
import { fitRatings } from '../data/ratings.ts';

const VALIDATION_SHARE = 0.1;
const FEWEST_SONGS = 5;
export const SEARCH_CUTOFF = 10;

/**
 * What settings are chosen on: the training part of the coming test, split once more. No row of the test is among them.
 */
export interface InnerProblem {
  set: TrainingSet;
  test: TestRows;
  dataHash: string;
}

export function innerProblem(whole: Dataset, spec: EvaluationSpec, measure: 'ndcg' | 'rmse'): InnerProblem {
  const data = spec.filter ? filterDataset(whole, spec.filter) : whole;
  const folds = protocolDefinition(spec.protocol).make(data, spec, derivedSeed(spec.seed, 'split'), {
    given: null,
    needs: needsOf(spec.models),
  });
  const { training } = folds(0);
  const seed = derivedSeed(spec.seed, 'inner');
  const split: Split =
    measure === 'rmse'
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

export function innerRmse(model: FittedModel, { set, test }: InnerProblem): number {
  const { rmse } = measureRatings(model, set, test, false).values;
  if (rmse === null || rmse === undefined)
    throw new AppError('bad-request', say('experiment.gives-no-ratings-so-it-has', { type: model.type }));
  return rmse;
}

export function innerNdcg(model: FittedModel, { set, test }: InnerProblem): number {
  const { values } = measureRanking(
    (history, out) => model.scores(history, out),
    set,
    test,
    [SEARCH_CUTOFF],
    SEARCH_CUTOFF,
    () => {},
  );
  return values[`ndcg@${SEARCH_CUTOFF}`] ?? 0;
}
