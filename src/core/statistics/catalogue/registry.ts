import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { ALPHA } from '../agreement/alpha.ts';
import { AC1, AC2, FLEISS } from '../agreement/chance-corrected.ts';
import { AC1_SAMPLE_SIZE, ALPHA_SAMPLE_SIZE, KAPPA_SAMPLE_SIZE } from '../agreement/sample-size.ts';
import { KAPPA } from '../agreement/kappa.ts';
import { LOGISTIC, MULTINOMIAL, ORDINAL } from '../models/regression.ts';
import { MIXED_LOGISTIC } from '../models/mixed.ts';
import { TRANSITION } from '../models/transition.ts';
import { COMPETING_RISKS } from '../survival/competing-risks.ts';
import { DISCRETE_TIME } from '../survival/discrete-time.ts';
import { COX } from '../survival/cox.ts';
import { KAPLAN_MEIER } from '../survival/kaplan-meier.ts';
import { MIXED_LINEAR } from '../models/mixed-linear.ts';
import { MOBILITY_TABLE } from '../models/mobility-table.ts';
import { SEQUENCE_CLUSTER_NUMBER } from '../sequences/cluster-number.ts';
import { SEQUENCE_DESCRIPTION } from '../sequences/description.ts';
import { SHARE_DIFFERENCE } from '../tests/share-difference.ts';
import { SEQUENCE_CLUSTERS } from '../sequences/clusters.ts';
import { SEQUENCE_DISTANCES } from '../sequences/distances.ts';
import { NULL_MODEL } from '../networks/null-model.ts';
import { SPRINGRANK } from '../networks/springrank.ts';
import type { Statistic } from '../statistic.ts';
import { ADJUST } from '../tests/adjust.ts';
import { CHI_SQUARE } from '../tests/chi-square.ts';
import { FISHER } from '../tests/fisher.ts';
import { T_TEST } from '../tests/means.ts';
import { BOWKER, MCNEMAR, STUART_MAXWELL } from '../tests/paired-tables.ts';
import { GOODNESS_OF_FIT, WILSON } from '../tests/proportions.ts';
import { KRUSKAL } from '../tests/kruskal.ts';
import { MANN_WHITNEY, SIGN, WILCOXON } from '../tests/ranks.ts';

/** Every statistic that can be run by name; a new one is a file that defines it and a line here. */
export const STATISTICS: readonly Statistic[] = [
  CHI_SQUARE,
  GOODNESS_OF_FIT,
  FISHER,
  MCNEMAR,
  BOWKER,
  STUART_MAXWELL,
  SIGN,
  WILCOXON,
  MANN_WHITNEY,
  KRUSKAL,
  T_TEST,
  WILSON,
  ADJUST,
  KAPPA,
  FLEISS,
  ALPHA,
  AC1,
  AC2,
  TRANSITION,
  LOGISTIC,
  ORDINAL,
  MULTINOMIAL,
  KAPLAN_MEIER,
  COX,
  DISCRETE_TIME,
  COMPETING_RISKS,
  SEQUENCE_DISTANCES,
  SEQUENCE_CLUSTERS,
  SEQUENCE_CLUSTER_NUMBER,
  SEQUENCE_DESCRIPTION,
  SPRINGRANK,
  NULL_MODEL,
  MIXED_LOGISTIC,
  MIXED_LINEAR,
  MOBILITY_TABLE,
  KAPPA_SAMPLE_SIZE,
  ALPHA_SAMPLE_SIZE,
  AC1_SAMPLE_SIZE,
  SHARE_DIFFERENCE,
];

export function statisticByName(name: string): Statistic {
  const found = STATISTICS.find((one) => one.name === name);
  if (!found)
    throw new AppError(
      'bad-request',
      say('statistics.no-such-statistic', { name, statistics: STATISTICS.map((one) => one.name) }),
    );
  return found;
}
