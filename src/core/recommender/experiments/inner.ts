import type { EvaluationSpec } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { derivedSeed } from '../../statistics/random.ts';
import type { Dataset } from '../data/dataset.ts';
import { allAlike, fitRatings, shownRating } from '../data/ratings.ts';
import type { History, TrainingSet } from '../data/training-set.ts';
import { measureRanking, measureRatings, type TestRows, testRows } from '../evaluation/measure.ts';
import { columnOf, type MeasureDefinition } from '../measures/measure.ts';
import type { FittedModel } from '../models/model.ts';
import { needsOf } from '../models/registry.ts';
import type { Reporting } from '../numeric/yielding.ts';
import { openProtocol } from '../protocols/open.ts';
import { protocolDefinition } from '../protocols/registry.ts';

const TIE_SEED = 1;
const SEARCH_CUTOFF = 10;

/**
 * The data for choosing settings: the training part of one fold of the later test, split again as the protocol splits.
 * It contains no test row, of whatever fold.
 */
export interface InnerProblem {
  set: TrainingSet;
  test: TestRows;
  /** The held-out songs are new, and so are the ratings to predict. */
  cold: boolean;
}

export function innerProblem(whole: Dataset, spec: EvaluationSpec, fold: number): InnerProblem {
  const protocol = protocolDefinition(spec.protocol);
  const context = { given: null, needs: needsOf(spec.models, spec.options) };
  const seen = openProtocol(protocol, whole, spec, derivedSeed(spec.seed, 'split'), context).foldAt(fold);
  const { training } = seen.fold;
  // Times belong to the rows of the whole; a split over time has cut both already.
  const data =
    training === seen.data.interactions ? seen.data : { ...seen.data, interactions: training, listens: undefined };
  const seed = derivedSeed(spec.seed, `inner-${fold}`);
  const inner = openProtocol(protocol, data, { ...spec, filter: null }, seed, context).foldAt(0);
  const set: TrainingSet = {
    interactions: inner.fold.training,
    ...fitRatings({ conversion: spec.conversion, unit: data.valueUnit }, inner.fold.training),
    features: inner.data.features,
    ...(protocol.holdsOut ? { holdsOut: protocol.holdsOut } : {}),
  };
  return {
    set,
    test: testRows(inner.fold, set, spec.mostTestListeners),
    cold: protocol.bounds,
  };
}

/** Scores a fitted model by one measure, at the search's list length. */
export async function innerScore(
  model: FittedModel,
  problem: InnerProblem,
  measure: MeasureDefinition,
  context: Reporting,
): Promise<number> {
  const { set, test, cold } = problem;
  if (measure.kind === 'rating') {
    if (allAlike(set.ratings))
      throw new AppError('bad-input', say('evaluation.all-ratings-equal', { rating: shownRating(set.ratings[0]) }));
    const value = (await measureRatings(model, set, test, cold, context)).values[measure.name];
    if (value === null || value === undefined)
      throw new AppError(
        'bad-request',
        say('experiment.search-without-ratings', { model: model.type, measure: measure.heading }),
      );
    return value;
  }
  const score = (history: History, out: Float64Array) => model.scores(history, out);
  const { values } = await measureRanking(score, set, test, [SEARCH_CUTOFF], SEARCH_CUTOFF, TIE_SEED, context);
  return values[columnOf(measure, SEARCH_CUTOFF)] ?? 0;
}
