import { type MeasureInfo, measureInfo } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { coverage, gini, intraListDiversity, novelty } from './catalogue.ts';
import { f1, hitRate, map, mrrAt, ndcg, precision, recall, recallCapped } from './lists.ts';
import type { CatalogueMeasure, ListMeasure, MeasureDefinition, RankingMeasure, RatingMeasure } from './measure.ts';
import { mae, mse, msle, nmae, rmse } from './rating-errors.ts';
import { auc, mrr } from './whole-ranking.ts';

/** Every measure, in the order of tables; a new one is a file and a line here. */
export const MEASURES: readonly MeasureDefinition[] = [
  mae,
  nmae,
  mse,
  rmse,
  msle,
  precision,
  recall,
  recallCapped,
  f1,
  ndcg,
  map,
  mrrAt,
  hitRate,
  coverage,
  gini,
  novelty,
  intraListDiversity,
  auc,
  mrr,
];

const ofKind = <M extends MeasureDefinition>(kind: M['kind']) =>
  MEASURES.filter((measure): measure is M => measure.kind === kind);

export const RATING_MEASURES = ofKind<RatingMeasure>('rating');
export const LIST_MEASURES = ofKind<ListMeasure>('list');
export const RANKING_MEASURES = ofKind<RankingMeasure>('ranking');
export const CATALOGUE_MEASURES = ofKind<CatalogueMeasure>('catalogue');

/** @throws bad-request, listing the valid names */
export function measureDefinition(name: string): MeasureDefinition {
  const found = MEASURES.find((measure) => measure.name === name);
  if (!found)
    throw new AppError(
      'bad-request',
      say('evaluation.no-such-measure', { name, measures: MEASURES.map((measure) => measure.name) }),
    );
  return found;
}

/** Descriptions of the measures, for pages, reports and commands. */
export function measureInfos(): MeasureInfo[] {
  return MEASURES.map((measure) => measureInfo.parse(measure));
}
