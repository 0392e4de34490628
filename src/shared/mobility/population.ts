import { z } from 'zod';
import type { Message } from '../messages/message.ts';
import type { TestAnswer } from './analysis.ts';
import type { Share } from './results.ts';

/** Why there is no résumé of somebody; empty: nobody said. */
export const MISSING_CV_REASONS = [
  'no-cv',
  'not-public',
  'too-short',
  'no-answer',
  'refused',
  'not-searched',
  'other',
] as const;
export const missingCvReason = z.enum(['', ...MISSING_CV_REASONS]);
export type MissingCvReason = z.infer<typeof missingCvReason>;

/** `unclear`: the study has several scholars of this name, or somebody else under this id. */
export type MemberState = 'found' | 'missing' | 'unclear';

export interface Member {
  key: string;
  name: string;
  attributes: Record<string, string>;
  reason: MissingCvReason;
  note: string;
  state: MemberState;
  /** Of the scholar, also one without a line. */
  scholarId: number | null;
}

/** One class of an attribute: how many of the population have it, and of how many of these a résumé was found. */
export interface CoverageClass {
  value: string;
  members: number;
  coverage: Share;
  shareOfFound: number | null;
  shareOfMissing: number | null;
  /** Between found and missing, in standard deviations (Austin 2009). */
  difference: number | null;
}

/** How far those who were found are like those who are missing. */
export interface Coverage {
  attribute: string;
  kind: 'classes' | 'number';
  /** Without a value. */
  unknown: number;
  /** Of an attribute with classes. */
  classes: CoverageClass[];
  /** Of a number. */
  means: { found: number; missing: number; difference: number | null } | null;
  test: TestAnswer | null;
  notes: Message[];
}

export interface PopulationReport {
  /** 0: no list of the population is known. */
  members: number;
  found: Share;
  missing: number;
  unclear: number;
  /** Of those found, whose stages are all judged. */
  coded: number;
  /** Scholars of the study who are on no list. */
  outside: number;
  reasons: { reason: MissingCvReason; count: number }[];
  coverage: Coverage[];
}

/** What an ethics board and the law on personal information ask to be stated; printed in the report. */
export const ethicsStatement = z.object({
  board: z.string().max(400),
  approval: z.string().max(200),
  date: z.string().max(40),
  personalInformation: z.string().max(8000),
});
export type EthicsStatement = z.infer<typeof ethicsStatement>;
export const NO_ETHICS: EthicsStatement = { board: '', approval: '', date: '', personalInformation: '' };
