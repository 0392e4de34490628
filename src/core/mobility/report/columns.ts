import type { NumberStyle } from '../../../shared/number-format.ts';
import { type MessageId, say } from '../../../shared/messages/say.ts';
import type { Column } from '../../../shared/table.ts';

/** The columns of the study's tables: keys for scripts, labels, and number formats other than `result`. */
const COLUMNS = {
  scholar: ['study-column.scholar'],
  name: ['study-column.name'],
  stage: ['study-column.stage'],
  state: ['study-column.state'],
  institution: ['study-column.institution'],
  kind: ['study-column.kind'],
  level: ['study-column.level', 'year'],
  mean_rank: ['study-column.mean-rank'],
  ranked_years: ['study-column.ranked-years'],
  usable_years: ['study-column.usable-years'],
  city: ['study-column.city'],
  tier: ['study-column.tier'],
  year: ['study-column.year', 'year'],
  role: ['study-column.role'],
  uncertain: ['study-column.uncertain'],
  adjudicated: ['study-column.adjudicated'],
  evidence_file: ['study-column.evidence-file'],
  evidence_line: ['study-column.evidence-line', 'year'],
  evidence: ['study-column.evidence'],
  codebook_version: ['study-column.codebook-version', 'year'],
  transition: ['study-column.transition'],
  outcome: ['study-column.outcome'],
  missing: ['study-column.missing'],
  comparable: ['study-column.comparable'],
  not_comparable_reason: ['study-column.not-comparable-reason'],
  level_before: ['study-column.level-before', 'year'],
  level_after: ['study-column.level-after', 'year'],
  tier_before: ['study-column.tier-before'],
  tier_after: ['study-column.tier-after'],
  school_change: ['study-column.school-change'],
  city_change: ['study-column.city-change'],
  direction: ['study-column.direction'],
  subtype: ['study-column.subtype'],
  city_changed_inside: ['study-column.city-changed-inside'],
  measure: ['study-column.measure'],
  count: ['study-column.count', 'count'],
  share_of: ['study-column.share-of'],
  share: ['study-column.share', 'percent'],
  wilson_low: ['study-column.low', 'percent'],
  wilson_high: ['study-column.high', 'percent'],
  choice: ['study-column.choice'],
  value: ['study-column.value'],
  current: ['study-column.current'],
  changed: ['study-column.changed', 'count'],
  stayed: ['study-column.stayed', 'count'],
  suggestions: ['study-column.suggestions'],
  field: ['study-column.field'],
  judgement: ['study-column.judgement'],
  excluded: ['study-column.excluded', 'count'],
  percent: ['study-column.percent', 'percent'],
  at: ['study-column.at'],
  who: ['study-column.who'],
  what: ['study-column.what'],
  before: ['study-column.before'],
  after: ['study-column.after'],
  accepted: ['study-column.accepted'],
  event: ['study-column.event'],
  refers_to: ['study-column.refers-to'],
  codebook: ['study-column.codebook'],
  note: ['study-column.note'],
  flagged: ['study-column.flagged'],
  memo: ['study-column.memo'],
  attribute: ['study-column.attribute'],
  share_of_found: ['study-column.share-of-found'],
  share_of_missing: ['study-column.share-of-missing'],
  standardised_difference: ['study-column.standardised-difference'],
  test: ['study-column.test'],
  statistic: ['study-column.statistic'],
  df: ['study-column.df'],
  p: ['study-column.p', 'p'],
  family: ['study-column.family'],
  adjusted_p: ['study-column.adjusted-p', 'p'],
  asked: ['study-column.asked'],
  quarter: ['study-column.quarter'],
  from: ['study-column.from'],
  to: ['study-column.to'],
  codes: ['study-column.codes', 'count'],
  compared: ['study-column.compared', 'count'],
  share_unsure: ['study-column.share-unsure', 'percent'],
  share_missing: ['study-column.share-missing', 'percent'],
} as const satisfies Record<string, readonly [MessageId, NumberStyle?]>;

export function studyColumn(key: keyof typeof COLUMNS): Column {
  const [id, numbers] = COLUMNS[key] as readonly [MessageId, NumberStyle?];
  return { key, label: say(id), numbers };
}

const COEFFICIENTS = {
  kappa: 'κ',
  kappa_linear: say('study-column.kappa-linear'),
  kappa_quadratic: say('study-column.kappa-quadratic'),
  fleiss: say('study-column.fleiss'),
  alpha: say('study-column.alpha'),
  ac1: say('study-column.ac1'),
  ac2: say('study-column.ac2'),
} as const;

/** A coefficient and the bounds of its interval. */
export function coefficientColumns(key: keyof typeof COEFFICIENTS): Column[] {
  const coefficient = COEFFICIENTS[key];
  return [
    { key, label: coefficient },
    { key: `${key}_low`, label: say('study-column.lower-of', { coefficient }) },
    { key: `${key}_high`, label: say('study-column.upper-of', { coefficient }) },
  ];
}
