import { z } from 'zod';
import type { Message } from '../messages/message.ts';
import { POSITION_ROLES } from './codebook.ts';
import type { Move, Place } from './results.ts';

/** The résumé line that supports a code; `snippet` is the marked part. */
export const evidenceRef = z.object({ file: z.string(), line: z.number().int(), snippet: z.string().max(2000) });

/**
 * What a coder decided about one stage of one scholar. Levels, tiers and quadrants are never stored: rules derive them.
 */
export const codeValue = z.object({
  state: z.enum(['coded', 'missing', 'skipped']),
  uncertain: z.boolean(),
  /** Key of an institution in this library. */
  institution: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  year: z.number().int().min(1800).max(2200).nullable(),
  role: z.enum(POSITION_ROLES).nullable(),
  evidence: evidenceRef.nullable(),
  note: z.string().max(4000),
});
export type CodeValue = z.infer<typeof codeValue>;

export const EMPTY_CODE: CodeValue = {
  state: 'coded',
  uncertain: false,
  institution: null,
  city: null,
  country: null,
  year: null,
  role: null,
  evidence: null,
  note: '',
};

export const SUGGESTION_REASONS = [
  'explicit-stage',
  'degree',
  'first-after-degree',
  'postdoc-counts',
  'held-through-degree',
  'no-degree-first-job',
  'award-line',
  'held-in-award-year',
  'current-post',
  'main-of-several',
  'earliest-of-several',
  'longest-of-several',
] as const;
export const SUGGESTION_QUESTIONS = ['several-at-once', 'none-found', 'not-reconciled', 'manual'] as const;

export interface Suggestion {
  value: CodeValue | null;
  reasons: { code: (typeof SUGGESTION_REASONS)[number]; detail: string }[];
  /** What the coder must decide because the rule cannot. */
  question: { code: (typeof SUGGESTION_QUESTIONS)[number]; detail: string } | null;
}

export interface EvidenceLine {
  id: number;
  file: string;
  line: number;
  text: string;
  /** The file no longer has it; it is kept since a code or a decision refers to it. */
  withdrawn?: true;
}

export interface Position {
  id: number;
  evidence: EvidenceLine;
  stage: string | null;
  role: (typeof POSITION_ROLES)[number];
  title: string | null;
  mention: string;
  mentionKey: string;
  city: string | null;
  country: string | null;
  startYear: number | null;
  endYear: number | null;
  isCurrent: boolean;
  isPrimary: boolean;
  /** Key of the institution that the mention was reconciled with. */
  institution: string | null;
}

export const MARKS = ['year', 'institution', 'role'] as const;

/** A part of a line, its end exclusive. */
export const markSpan = z.object({
  what: z.enum(MARKS),
  /** Id of the line. */
  line: z.number().int(),
  from: z.number().int().min(0),
  to: z.number().int().min(0),
});
export type Mark = z.infer<typeof markSpan>;

/** What free text says of a position, as the reader of CVs understands it; nothing is taken until a coder does. */
export interface Proposal extends Omit<Position, 'id' | 'evidence' | 'stage' | 'isPrimary' | 'mentionKey'> {
  /** Id of the line that a key takes it by. */
  line: number;
  marks: Mark[];
}

export interface ScholarView {
  id: number;
  key: string;
  name: string;
  attributes: Record<string, string>;
  evidence: EvidenceLine[];
  positions: Position[];
  /** Of lines in free text; none where suggestions are hidden from this coder. */
  proposals: Proposal[];
  /** One entry a stage of the codebook. */
  stages: {
    key: string;
    code: CodeValue | null;
    place: Place | null;
    /** What the code's city leaves open: which of several of its name is meant. */
    cityDoubt: Message | null;
    /** Null if suggestions are hidden from this coder. */
    suggestion: Suggestion | null;
    suggestedPlace: Place | null;
    /** Whether the file no longer has the line that the code stands on. */
    evidenceWithdrawn: boolean;
    /** What was settled otherwise than this coder had coded. */
    settled: SettledCode | null;
  }[];
  moves: Move[];
  suggestions: 'shown' | 'hidden';
  /** Position in the coder's list, from 1. */
  position: number;
  progress: CodingProgress;
  undo: { possible: boolean; redo: boolean; next: string | null };
  notesOfScholar: string[];
  flagged: boolean;
  memo: string;
}

export interface SettlementView {
  value: CodeValue;
  institutionName: string | null;
  author: string;
  reason: string;
  decidedAt: string;
  /** A coder has corrected the code since: the settlement counts no more until it is confirmed. */
  reopened: boolean;
}

export interface SettledCode extends SettlementView {
  /** The fields in which it differs from the coder's own code. */
  changed: string[];
}

export interface CodingProgress {
  scholars: number;
  done: number;
  skipped: number;
  uncertain: number;
  /** Scholars finished in the last hour of work; null before the first. */
  perHour: number | null;
}

export interface CodingEvent {
  uid: string;
  kind: 'set' | 'undo' | 'redo' | 'merge' | 'adjudicate' | 'withdraw';
  author: string;
  /** Key of the scholar: copies number scholars differently. */
  scholar: string;
  stage: string;
  before: CodeValue | null;
  after: CodeValue | null;
  suggestions: 'shown' | 'hidden';
  accepted: boolean;
  codebookVersion: number;
  refersTo: string | null;
  state: 'live' | 'undone' | 'abandoned';
  at: string;
}
