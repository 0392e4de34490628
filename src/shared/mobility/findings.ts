import { z } from 'zod';
import type { Label, Message } from '../messages/message.ts';
import type { KeyedTable, Table } from '../table.ts';
import { type About, focus } from './focus.ts';

/** What a state of a career can be made of. */
export const STATE_PARTS = ['role', 'level', 'kind', 'tier'] as const;

/** The institutions before and after as two groupings that cross. */
export const CROSSED = 'origin-and-destination';
/** What scholars can be grouped by in a mixed model, besides an attribute. */
export const GROUPINGS = ['origin', 'destination', CROSSED, 'cohort'] as const;

export const findingOptions = z.object({
  name: z.string(),
  transition: z.string(),
  attribute: z.string().default(''),
  covariates: z.array(z.string()).default([]),
  /** One of `GROUPINGS`, or an attribute. */
  group: z.string().default('origin'),
  states: z.array(z.enum(STATE_PARTS)).min(1).default(['role']),
  /** Years after the origin of a career. */
  years: z.number().int().min(2).max(60).default(15),
  /** Without a number, the one that stands out. */
  clusters: z.number().int().min(1).max(10).nullable().default(null),
  method: z.enum(['OM', 'HAM', 'LCS']).default('OM'),
  costs: z.enum(['constant', 'transition-rates']).default('constant'),
  linkage: z.enum(['ward', 'pam']).default('ward'),
  /** First year in which anybody could be elected. */
  programmeStart: z.number().int().min(1900).max(2100).nullable().default(null),
  ageLimit: z.number().int().min(20).max(99).nullable().default(null),
  focus,
});
export type FindingOptions = z.infer<typeof findingOptions>;

export const FINDING_INPUTS = ['transition', 'attribute', 'covariates', 'group', 'sequences', 'programme'] as const;

/** An analysis of a whole study, as its definition in core describes it. */
export interface FindingInfo {
  name: string;
  question: Message;
  inputs: readonly (typeof FINDING_INPUTS)[number][];
}

/** What figures of careers show, by year since the origin. */
export interface CareerPlot extends About {
  states: Label[];
  years: number[];
  /** Of the states, by year. */
  shares: number[][];
  /** Shannon's, by year, relative to the most that so many states allow. */
  entropy: number[];
  /** Years in each state. */
  meanTimes: number[];
  /** Different careers as indices of states, ordered by them, and how many have each. */
  careers: { states: number[]; count: number }[];
  /** How many careers there are. */
  n: number;
}

/** An analysis of a whole study, as a manuscript needs it. */
export interface Finding {
  name: string;
  /** Of the test that answers the question, as the ledger keeps it; null where there is none. */
  p: number | null;
  title: Message;
  tables: KeyedTable[];
  /** For the results section. */
  sentences: Message[];
  /** For the methods section. */
  methods: Message[];
  notes: Message[];
  plot: CareerPlot | null;
  code: FindingCode;
}

/** The data that were analysed, without names, and R code that prints the same numbers from them. */
export interface FindingCode {
  data: Pick<Table, 'head' | 'rows'>;
  script: string;
  /** Packages besides those that come with R. */
  packages: string[];
  /** What the code prints, by name. */
  values: Record<string, number>;
}
