import type { Message } from '../messages/message.ts';
/** Results of the rules, as pages and the command line show them. */
export type Change = -1 | 0 | 1;
export type Direction = 'upward' | 'downward' | 'parallel' | 'mixed' | 'same';
export type Subtype = 'doubleSame' | 'upgradeCityDowngradeSchool' | 'downgradeCityUpgradeSchool';
export const SUBTYPES: readonly Subtype[] = ['doubleSame', 'upgradeCityDowngradeSchool', 'downgradeCityUpgradeSchool'];
export const NOT_COMPARABLE_REASONS = [
  'different-kinds',
  'specialist',
  'ineligible',
  'no-reputation',
  'city-not-comparable',
  'unknown-city',
] as const;
export type NotComparable = (typeof NOT_COMPARABLE_REASONS)[number];
export const MISSING_REASONS = [
  'not-coded',
  'coded-missing',
  'skipped',
  'disagreement',
  'no-institution',
  'blind',
] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

/**
 * How an institution stands to its reputation table: listed; a kind with a level apart; a kind that the table does not
 * cover; covered, but under no name in it; no table or no usable year. Of levels from the study's own moves: outside
 * the largest part that moves hold together, or held to it by this scholar alone.
 */
export type ReputationStatus =
  | 'ranked'
  | 'specialist'
  | 'ineligible'
  | 'not-found'
  | 'no-table'
  | 'no-year'
  | 'not-connected'
  | 'only-link';

/** A stage after the rules were applied. */
export interface Place {
  stage: string;
  state: 'known' | 'missing';
  missing: MissingReason | null;
  institutionId: number | null;
  institution: string | null;
  kind: string | null;
  city: string | null;
  country: string | null;
  tier: string | null;
  tierRank: number | null;
  level: number | null;
  meanRank: number | null;
  rankedYears: number;
  usableYears: number;
  reputationStatus: ReputationStatus | null;
  year: number | null;
  role: string | null;
  uncertain: boolean;
}

export interface Move {
  scholarId: number;
  scholar: string;
  name: string;
  from: Place;
  to: Place;
  outcome: 'stayed' | 'moved' | 'missing';
  missing: MissingReason | null;
  /** Inside one institution, from one city to another. */
  cityChangedInside: boolean;
  comparable: boolean;
  reason: NotComparable | null;
  /** +1 = to a better level, to a higher tier. */
  school: Change | null;
  cityChange: Change | null;
  /** The ranks of both institutions cannot be told apart, in levels from the study's own moves. */
  tied?: true;
  direction: Direction | null;
  subtype: Subtype | null;
}

export type PlanePlace = Pick<Place, 'institution' | 'level' | 'tier'>;

/** A move as the plane shows it, between two places of its list. */
export interface PlaneMove
  extends Pick<
    Move,
    'scholarId' | 'scholar' | 'name' | 'outcome' | 'comparable' | 'direction' | 'subtype' | 'school' | 'cityChange'
  > {
  from: number;
  to: number;
}

export type Interval = [number, number];
export interface Share {
  count: number;
  share: number | null;
  /** Wilson, 95 %. */
  interval: Interval | null;
}

/** A share that is estimated with weights. */
export interface WeightedShare {
  share: number | null;
  se: number | null;
  interval: Interval | null;
}

/** Estimates for all scholars where coding went by use and is not finished. No share where a stratum has no code. */
export interface WeightedShares {
  order: 'uncertain' | 'conflicts';
  strata: { first: boolean; scholars: number; coded: number }[];
  upward: WeightedShare;
  downward: WeightedShare;
  parallel: WeightedShare;
}

export interface Summary {
  transition: string;
  codebookVersion: number;
  scholars: number;
  stayed: number;
  stayedCityChanged: number;
  moved: number;
  missing: number;
  missingReasons: Partial<Record<MissingReason, number>>;
  /** Left out of the quadrants, with their share of those who moved. */
  notComparable: Share & { reasons: Partial<Record<NotComparable, number>> };
  comparableMoves: number;
  postdoc: { count: number; continuedAtAlmaMater: number };
  /** Rows: school change down, same, up; columns: city change down, same, up. */
  cells: number[][];
  cellAxes: { rows: string[]; columns: string[] };
  upward: Share;
  downward: Share;
  parallel: Share & Record<Subtype, Share>;
  /** Only if the codebook separates them from parallel. */
  mixed: Share;
  same: Share;
  /** Moves by the level they started from: top levels cannot rise, bottom levels cannot fall. */
  byOriginLevel: { level: number; moves: number; upward: Share; downward: Share; parallel: Share }[];
  /** Moves between universities, between institutes …, and between kinds that are not compared. */
  byKind: { from: string; to: string; moves: number }[];
  uncertain: number;
  fictional: boolean;
  notes: Message[];
}
