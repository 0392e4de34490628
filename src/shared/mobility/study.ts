import type { Codebook } from './codebook.ts';
import type { Move, PlaneMove, PlanePlace, Summary, WeightedShares } from './results.ts';

/** The year of a table that is of no year, such as the list of a programme. */
export const UNDATED = 0;

export interface StudyInfo {
  name: string;
  fictional: boolean;
  codebook: { version: number; codebook: Codebook; note: string; author: string; createdAt: string };
  counts: {
    scholars: number;
    positions: number;
    evidence: number;
    institutions: number;
    openMentions: number;
    codes: number;
    coders: number;
    edges: number;
  };
  rankings: { ranking: string; year: number; rows: number; deepest: number; complete: boolean }[];
  editions: { edition: string; cities: number }[];
  coders: { name: string; codes: number; assigned: number }[];
  transitions: string[];
}

/** Without these there are no results, or wrong ones; the others make them incomplete. */
export const GRAVE_TODOS = [
  'no-table',
  'no-edition',
  'no-scholars',
  'open-spellings',
  'not-in-table',
  'named-otherwise',
  'no-city-class',
  'unknown-tiers',
  'cut-years',
  'to-settle',
] as const;
type TodoId = (typeof GRAVE_TODOS)[number] | 'blind' | 'unfinished' | 'unsure' | 'flagged';

/** Something that makes results wrong or incomplete. */
export interface TodoItem {
  id: TodoId;
  count: number;
  /** Of how many. */
  of?: number;
  /** The table or edition that it is about, or the classes. */
  name?: string;
}

export interface CodebookPreview {
  differences: { path: string; before: string; after: string }[];
  affected: {
    /** Codes whose level or tier would change. */
    codes: number;
    levels: number;
    tiers: number;
    /** Rule suggestions that would change; existing codes stay. */
    suggestions: number;
    /** Codes of stages that the new codebook does not have; they stay stored. */
    orphaned: number;
  };
  transitions: { transition: string; changed: number; before: Counts; after: Counts }[];
}

interface Counts {
  stayed: number;
  upward: number;
  downward: number;
  parallel: number;
  notComparable: number;
}

export interface SensitivityRow {
  /** Which choice is varied, as a translation key, and its value. */
  choice: string;
  value: string;
  isCurrent: boolean;
  changed: number;
  summary: Pick<Summary, 'stayed' | 'moved' | 'comparableMoves' | 'upward' | 'downward' | 'parallel'>;
}

export interface Mention {
  key: string;
  mention: string;
  count: number;
  scholars: number;
  firstYear: number | null;
  lastYear: number | null;
  cities: string[];
  state: 'open' | 'automatic' | 'decided' | 'not-an-institution';
  institution: string | null;
  institutionName: string | null;
}

export interface InstitutionFields {
  key: string;
  name: string;
  kind: string;
  city: string | null;
  country: string | null;
  latitude: number | null;
  longitude: number | null;
}

export interface InstitutionRow extends InstitutionFields {
  id: number;
  names: { name: string; from: number | null; to: number | null }[];
  relations: { kind: string; other: string; otherName: string; year: number | null }[];
  /** Résumé lines that mean it. */
  mentions: number;
}

export interface Candidate {
  institution: string;
  name: string;
  matched: string;
  kind: string;
  city: string | null;
  /** 0 to 1. */
  score: number;
  /** Why it may match: `same-letters`, `contains`, `abbreviation`, `other-years`, `same-city`. */
  reasons: string[];
}

export interface MoveList {
  summary: Summary;
  /** Of all scholars, where the queue was ordered by use and is not finished. */
  weighted: WeightedShares | null;
  moves: Move[];
  /** Kinds of institution before and after, of all who moved. */
  byKind: Summary['byKind'];
}

/** The same, with no more of each move than the plane and its table show. */
export interface MovesPlane extends Omit<MoveList, 'moves'> {
  moves: PlaneMove[];
  places: PlanePlace[];
}

export interface RankingName {
  name: string;
  /** 0 to 1. */
  score: number;
}

/** What an institution is called in the résumés, in the study and in each ranking. */
export interface InstitutionNames {
  key: string;
  name: string;
  kind: string;
  city: string | null;
  names: string[];
  spellings: { mention: string; count: number }[];
  lines: number;
  /** A line of a résumé means it, or a final code names it. */
  used: boolean;
  /** The table that should list it and does not. */
  missing: string | null;
  /** With a like name that the codebook's table has in the years without a name of its own, where there is one. */
  rankings: { ranking: string; name: string | null; candidates: RankingName[]; otherYears: RankingYears[] }[];
}

/** An institution that a table lists under a like name in years in which none of its own stands there. */
export interface InstitutionOtherYears {
  key: string;
  name: string;
  ranking: string;
  /** Years that count as beyond the cap. */
  absent: number[];
  names: RankingYears[];
}

export interface RankingYears {
  name: string;
  years: number[];
}

/** A name that can be taken with others at once. */
export interface NameMatch {
  /** An open spelling that means an institution, or an institution that a ranking lists under another name. */
  kind: 'spelling' | 'ranking';
  /** Of the spelling or of the institution. */
  key: string;
  text: string;
  /** Key of the institution, or the ranking. */
  target: string;
  /** Of the institution, or in the ranking. */
  name: string;
  /** Résumé lines. */
  count: number;
  score: number;
  sure: boolean;
}
