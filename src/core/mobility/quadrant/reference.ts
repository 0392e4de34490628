import type { Codebook, InstitutionKind } from '../../../shared/mobility/codebook.ts';
import type { ScoresWithout } from '../../statistics/networks/scores-without.ts';

/**
 * Reference data as arrays and maps: institutions, their names and relations, rankings, city tiers. Rules are
 * pure functions of this and a codebook.
 */
export interface Reference {
  institutions: Map<number, Institution>;
  rankings: Map<string, Ranking>;
  /** city key + country → tier, of one edition. */
  tiers: Map<string, CityTier>;
  edition: string;
  /** Scores from the study's own moves; computed when a codebook asks for them. */
  ownMoves?(): ScoresWithout | null;
}

export interface Institution {
  id: number;
  key: string;
  name: string;
  kind: InstitutionKind;
  city: string | null;
  country: string | null;
  latitude: number | null;
  longitude: number | null;
  nameKeys: string[];
  relations: Relation[];
}

export const RELATION_KINDS = ['merged-into', 'parent', 'affiliate', 'campus'] as const;
export interface Relation {
  kind: (typeof RELATION_KINDS)[number];
  other: number;
  /** From this year on; null = always. */
  year: number | null;
}

export interface RankingYear {
  /** How far down the list goes. */
  deepest: number;
  rows: number;
}

export interface Ranking {
  years: Map<number, RankingYear>;
  /** It has grades (A+, 985) in place of ranks. */
  graded: boolean;
  /** By name key. */
  entries: Map<string, RankEntry[]>;
}

export interface RankEntry {
  year: number;
  low: number;
  high: number;
  country: string;
  /** Null in a table of ranks. */
  grade: string | null;
}

export interface CityTier {
  city: string;
  country: string;
  tier: string;
  latitude: number | null;
  longitude: number | null;
}

/**
 * The entity that an institution belongs to in a year: completed mergers are followed, and parents, affiliates and
 * campuses if the codebook says so.
 */
export function entityOf(
  id: number,
  year: number | null,
  reference: Reference,
  identity: Codebook['identity'],
): number {
  const follow = {
    'merged-into': identity.mergers,
    parent: identity.parents,
    affiliate: identity.affiliates,
    campus: identity.campuses,
  };
  let here = id;
  const seen = new Set([here]);
  for (;;) {
    const next = reference.institutions
      .get(here)
      ?.relations.find(
        (relation) => follow[relation.kind] && (relation.year === null || year === null || relation.year <= year),
      );
    if (!next || seen.has(next.other)) return here;
    here = next.other;
    seen.add(here);
  }
}
