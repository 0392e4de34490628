import { z } from 'zod';
import { AGREEMENT_GROUPS } from './agreement.ts';
import { FLOW_UNITS, TABLE_UNITS } from './analysis.ts';
import type { CodeValue, CodingEvent, EvidenceLine, Position } from './coding.ts';
import { type Move, NOT_COMPARABLE_REASONS, type Place } from './results.ts';

/**
 * How a stage of a scholar stands. `blind`: somebody codes it blind and has not finished, so nobody is shown more.
 */
export const STAGE_SIGNS = [
  'open',
  'coded',
  'unsure',
  'missing',
  'skipped',
  'disagreement',
  'settled',
  'blind',
] as const;
export type StageSign = (typeof STAGE_SIGNS)[number];

export const SCHOLAR_STATES = ['open', 'begun', 'done', 'disagreement', 'blind'] as const;
export type ScholarState = (typeof SCHOLAR_STATES)[number];

/** A row of the table of scholars. */
export interface ScholarSummary {
  id: number;
  key: string;
  name: string;
  attributes: Record<string, string>;
  /** Lines of the résumé. */
  lines: number;
  /** One a stage, in the order of the codebook. */
  stages: StageSign[];
  state: ScholarState;
  /** Who codes the scholar: assigned, or with a code. */
  coders: string[];
  flagged: boolean;
  memo: string;
}

const word = z.string().min(1).max(400);

/** Which scholars a number counts; every part narrows. Empty: all. */
export const scholarFilter = z.strictObject({
  state: z.enum(SCHOLAR_STATES).optional(),
  /** A stage of the codebook, with `sign`. */
  stage: word.optional(),
  sign: z.enum(STAGE_SIGNS).optional(),
  coder: word.optional(),
  /** What of the coder's work: unsure ones, those still to be coded, those finished. */
  work: z.enum(['assigned', 'done', 'left', 'unsure', 'flagged']).optional(),
  /** Scholars with a line that is spelled so, or that means this institution. */
  mention: word.optional(),
  institution: word.optional(),
  /** A transition, with what came of the move. */
  move: word.optional(),
  kinds: word.optional(),
  outcome: z.enum(['stayed', 'moved', 'missing']).optional(),
  cityChanged: z.enum(['inside']).optional(),
  comparable: z.enum(['yes', 'no']).optional(),
  direction: z.enum(['upward', 'downward', 'parallel', 'mixed', 'same']).optional(),
  subtype: word.optional(),
  reason: z.enum(NOT_COMPARABLE_REASONS).optional(),
  missing: word.optional(),
  /** Level that the move started from. */
  level: z.coerce.number().int().optional(),
  /** Cell of the plane: how the move changed the school and the city. */
  school: z.coerce.number().int().min(-1).max(1).optional(),
  cityChange: z.coerce.number().int().min(-1).max(1).optional(),
  /** Cell of the table before × after, by its labels. */
  table: z.enum(TABLE_UNITS).optional(),
  before: word.optional(),
  after: word.optional(),
  /** Years that the move took, and the year in which it ended, of any transition if none is named. */
  years: z.coerce.number().int().optional(),
  arrival: z.coerce.number().int().optional(),
  /** Ribbon or node of the flow paths: a stage and a label, with a space between them. */
  flow: z.enum(FLOW_UNITS).optional(),
  source: word.optional(),
  target: word.optional(),
  /** Of the map of cities, by their keys: where scholars were at `stage`, and moves from one to another. */
  city: word.optional(),
  fromCity: word.optional(),
  toCity: word.optional(),
  /** Coded by two, and what came of it; of one field and group of the report, if they are named. */
  twice: z.enum(['coded', 'compared', 'excluded', 'differ', 'settled']).optional(),
  field: word.optional(),
  group: z.enum(AGREEMENT_GROUPS).optional(),
  /** How they stand to the list of the population; `without-lines`: on it, and nothing of them can be read. */
  population: z.enum(['found', 'without-lines', 'outside', 'pilot']).optional(),
  /** Keys, separated by commas. */
  keys: z.string().max(200_000).optional(),
  /** Whom the results were about, as JSON of a `Focus`. */
  focus: z.string().max(20_000).optional(),
});
export type ScholarFilter = z.infer<typeof scholarFilter>;

/** A career as it stands, to read. */
export interface Career {
  id: number;
  key: string;
  name: string;
  attributes: Record<string, string>;
  evidence: EvidenceLine[];
  positions: (Position & { institutionName: string | null })[];
  stages: {
    key: string;
    sign: StageSign;
    /** What counts in the results. */
    final: CodeValue | null;
    place: Place | null;
    institutionName: string | null;
    /** Each coder's code; none of a stage that is closed. */
    codes: { coder: string; value: CodeValue; institutionName: string | null }[];
    decision: { value: CodeValue; author: string; reason: string; decidedAt: string } | null;
  }[];
  moves: Move[];
  coders: { name: string; suggestions: 'shown' | 'hidden' | null }[];
  events: CodingEvent[];
  flagged: boolean;
  memo: string;
}

/** Scholars that were deleted together and can be put back together. */
export interface DeletedScholars {
  id: number;
  at: string;
  author: string;
  scholars: number;
  /** Some of their names. */
  names: string[];
}
