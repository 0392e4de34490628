import type { FindingCode } from './findings.ts';
import type { Interval } from './results.ts';
import type { Message } from '../messages/message.ts';

export const FLOW_UNITS = ['level', 'tier', 'city', 'institution'] as const;
export type FlowUnit = (typeof FLOW_UNITS)[number];

/** Labels of one stage that are drawn apart; the others are one node. */
export const FLOWS_DRAWN = 14;

export const TABLE_UNITS = ['level', 'tier'] as const;
export type TableUnit = (typeof TABLE_UNITS)[number];

export interface Flows {
  unit: FlowUnit;
  nodes: { stage: string; label: string; count: number }[];
  /** Indices into nodes. */
  links: { source: number; target: number; count: number; scholars: string[] }[];
  /** Scholars whose place is unknown at some stage: not plotted. */
  incomplete: number;
  folded: number;
}

export interface TransitionTable {
  transition: string;
  unit: TableUnit;
  labels: string[];
  counts: number[][];
  probabilities: (number | null)[][];
  intervals: (Interval | null)[][];
  stationary: number[] | null;
  /** Observed against expected under independence of origin and destination: adjusted residuals. */
  residuals: number[][] | null;
  excluded: number;
  notes: Message[];
}

export interface Timeline {
  /** Years between the two stages. */
  durations: { transition: string; years: number; count: number }[];
  byYear: { year: number; upward: number; downward: number; parallel: number; stayed: number }[];
  excluded: number;
  /** Cases of scholars who stayed in a post that began before the earlier stage: they have no time, and no arrival. */
  inOnePost: number;
}

export const NETWORK_KINDS = ['people', 'institutions'] as const;
export interface Network {
  kind: (typeof NETWORK_KINDS)[number];
  edgeKinds: string[];
  nodes: {
    id: string;
    label: string;
    x: number;
    y: number;
    degree: number;
    weightedDegree: number;
    betweenness: number;
    eigenvector: number | null;
    community: number;
  }[];
  edges: { source: number; target: number; weight: number; kind: string }[];
  /** For the whole network; only the nodes with the most ties are drawn. */
  totals: {
    nodes: number;
    edges: number;
    density: number;
    components: number;
    communities: number;
    modularity: number | null;
  };
  notes: Message[];
}

export interface CityMap {
  /** `key`: the city and its country. */
  cities: {
    key: string;
    city: string;
    tier: string | null;
    latitude: number;
    longitude: number;
    stays: Record<string, number>;
  }[];
  flows: { from: number; to: number; count: number }[];
  withoutCoordinates: string[];
}

export const COMPARISON_CAUTIONS = ['alternatives', 'paired', 'not-random', 'superpopulation', 'ceiling'] as const;
export type ComparisonCaution = (typeof COMPARISON_CAUTIONS)[number];

/** A statistic that can be computed by name from user-supplied numbers. */
export interface StatisticInfo {
  name: string;
  summary: Message;
  /** Its input, as JSON. */
  example: string;
}

/** A comparison that can be run on a study, as its definition in core describes it. */
export interface ComparisonInfo {
  name: string;
  question: Message;
  /** Its inputs besides a transition. */
  inputs: readonly ('attribute' | 'covariates' | 'other-transition')[];
  /** Notes that always apply; a note that several tests are alternatives is added if there are several. */
  cautions: readonly ComparisonCaution[];
}

export interface MarginalEffect {
  estimate: number;
  se: number;
  p: number;
  interval: Interval;
}

/** A test's result, as tables and sentences show it. */
export interface TestAnswer {
  name: string;
  method: string;
  statistic: number | null;
  df: number | number[] | null;
  p: number | null;
  estimate: unknown;
  se: unknown;
  /** Of a regression, in the shape of its estimate. */
  pByCoefficient?: unknown;
  /** Change of the probability, by term; of a regression on several classes by class and term. */
  marginalEffects?: Record<string, MarginalEffect> | Record<string, Record<string, MarginalEffect>>;
  effect: Record<string, unknown>;
  n: number;
  excluded: number;
  notes: Message[];
}

export interface Comparison {
  name: string;
  title: Message;
  groups: string[];
  /** The input data, as a table. */
  table: { head: string[]; rows: (string | number | null)[][] };
  tests: TestAnswer[];
  /** One plain sentence for each test. */
  sentences: Message[];
  /** For the methods section. */
  methods: Message[];
  /** What the terms of a regression mean, by their names as R writes them. */
  terms: Record<string, Message>;
  /** Of each covariate of words: the reference class, and those that can be chosen. */
  references: Record<string, { chosen: string; classes: string[] }>;
  /** Notes that always apply to this comparison, as codes that pages translate. */
  cautions: ComparisonCaution[];
  /** Warnings from the tests about this data. */
  notes: Message[];
  code: FindingCode;
}
