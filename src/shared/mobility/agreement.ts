import type { CodeValue, EvidenceLine, SettlementView } from './coding.ts';
import type { Interval, Share } from './results.ts';
import type { Message } from '../messages/message.ts';

export interface Coefficient {
  estimate: number | null;
  se: number | null;
  interval: Interval | null;
}

/** Agreement in one field. Derived fields follow from the judgements by the codebook's rules. */
export interface AgreementRow {
  field: string;
  kind: 'judgement' | 'derived';
  level: 'nominal' | 'ordinal' | 'interval';
  /** Scholar-stages (or scholar-transitions) with values from at least two coders. */
  units: number;
  /** Coded by two, but with fewer than two values. */
  excluded: number;
  coders: number;
  percent: { share: number | null; interval: Interval | null };
  /** Of the two coders who share most units; null if there are fewer than two. */
  kappa: Coefficient & { pair: [string, string] | null; units: number };
  /** Linear and quadratic weights, if the values have an order. */
  kappaLinear: Coefficient | null;
  kappaQuadratic: Coefficient | null;
  fleiss: Coefficient;
  alpha: Coefficient;
  ac1: Coefficient;
  /** With quadratic weights, if the values have an order. */
  ac2: Coefficient | null;
  notes: Message[];
}

/** Without suggestions, with them, both; the pilot rounds, which are in no other. */
export const AGREEMENT_GROUPS = ['hidden', 'shown', 'all', 'pilot'] as const;
export type AgreementGroup = (typeof AGREEMENT_GROUPS)[number];

/** A quarter of a coder's codes, in the order in which they were made. */
export interface DriftPart {
  part: number;
  from: string;
  to: string;
  codes: number;
  /** Of these, coded by somebody else too. */
  compared: number;
  agreement: Share;
  unsure: Share;
  missing: Share;
}

export interface CoderDrift {
  coder: string;
  codes: number;
  /** One, if there are too few codes for quarters. */
  parts: DriftPart[];
  /** p of χ²: whether the quarters differ in agreement, and in how many are unsure. */
  agreementP: number | null;
  unsureP: number | null;
}

export interface AgreementReport {
  codebookVersion: number;
  /** Codes made without suggestions, with them, and both together; codes as given, before adjudication. */
  groups: Record<AgreementGroup, AgreementRow[]>;
  doubleCodedUnits: number;
  doubleCodedScholars: number;
  /** Of these, drawn at random before anybody had coded them. */
  drawnScholars: number;
  /** Of a pilot round, left out of the other groups. */
  pilotScholars: number;
  disagreements: number;
  adjudicated: number;
  coders: { name: string; codes: number; shown: number; accepted: number; acceptanceRate: number | null }[];
  fictional: boolean;
  notes: Message[];
}

export interface Disagreement {
  scholarId: number;
  scholar: string;
  name: string;
  stage: string;
  fields: string[];
  values: { coder: string; value: CodeValue; institutionName: string | null }[];
  evidence: EvidenceLine[];
  adjudicated: SettlementView | null;
}

/** A disagreement, or an agreement to be checked, as a judge sees it: without names, in random order. */
export interface SettlementQuestion extends Omit<Disagreement, 'values'> {
  sides: { value: CodeValue; institutionName: string | null }[];
}

/** How the codebook of a coding file differs from this library's. */
export interface MergeComparison {
  differences: { path: string; before: string; after: string }[];
  /** Stages that the file has codes for, and the codebook here does not have. */
  unknownStages: string[];
}

export interface MergeResult {
  coder: string;
  added: number;
  unchanged: number;
  /** A later decision came with the file. */
  updated: number;
  /** Undone on the other machine, so undone here. */
  removed: number;
  /** Both sides had decided, neither knowing of the other: the later decision counts in every copy. */
  conflicts: {
    scholar: string;
    stage: string;
    here: CodeValue | null;
    there: CodeValue | null;
    kept: 'here' | 'there';
    problem: Message;
  }[];
  /** What the merge could not bring. */
  notes: Message[];
  backup: string;
}

export interface MergePreview extends Omit<MergeResult, 'backup'> {
  comparison: MergeComparison;
  /** Why a merge would be refused. */
  stops: Message[];
}
