import type { Interval } from './results.ts';
import type { Message } from '../messages/message.ts';

export const FLOW_UNITS = ['level', 'tier', 'city', 'institution'] as const;
export type FlowUnit = (typeof FLOW_UNITS)[number];

export interface Flows {
  unit: FlowUnit;
  nodes: { stage: string; label: string; count: number }[];
  /** Indices into nodes. */
  links: { source: number; target: number; count: number; scholars: string[] }[];
  /** Scholars without a known place in some stage: not in the picture. */
  incomplete: number;
  folded: number;
}

export interface TransitionTable {
  transition: string;
  unit: 'level' | 'tier';
  labels: string[];
  counts: number[][];
  probabilities: (number | null)[][];
  intervals: (Interval | null)[][];
  stationary: number[] | null;
  /** Observed against expected where origin and destination were independent: adjusted residuals. */
  residuals: number[][] | null;
  excluded: number;
  notes: Message[];
}

export interface Timeline {
  /** Years between the two stages. */
  durations: { transition: string; years: number; count: number }[];
  byYear: { year: number; upward: number; downward: number; parallel: number; stayed: number }[];
  excluded: number;
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
  /** Of the whole network; only the nodes with most ties are drawn. */
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
  cities: { city: string; tier: string | null; latitude: number; longitude: number; stays: Record<string, number> }[];
  flows: { from: number; to: number; count: number }[];
  withoutCoordinates: string[];
}

export const COMPARISON_CAUTIONS = ['alternatives', 'paired', 'not-random', 'superpopulation', 'ceiling'] as const;
export type ComparisonCaution = (typeof COMPARISON_CAUTIONS)[number];

/** A statistic that can be computed by its name from numbers that somebody gives. */
export interface StatisticInfo {
  name: string;
  /** In English; pages show `analysis.statistics.NAME` where there is such a text. */
  summary: string;
  /** Data that it takes, as JSON. */
  example: string;
}

/** A question that a study can be asked, as its definition in core says. */
export interface ComparisonInfo {
  name: string;
  /** In English; pages show `analysis.questions.NAME` where there is such a text. */
  question: string;
  /** What it takes besides a transition. */
  inputs: readonly ('attribute' | 'covariates' | 'other-transition')[];
  /** What always holds of it; that several tests are alternatives is added where there are several. */
  cautions: readonly ComparisonCaution[];
}

/** What a test answers, as tables and sentences show it. */
export interface TestAnswer {
  name: string;
  method: string;
  statistic: number | null;
  df: number | number[] | null;
  p: number | null;
  estimate: unknown;
  effect: Record<string, unknown>;
  n: number;
  excluded: number;
  notes: Message[];
}

export interface Comparison {
  name: string;
  title: Message;
  groups: string[];
  /** What was computed on, as a table. */
  table: { head: string[]; rows: (string | number | null)[][] };
  tests: TestAnswer[];
  /** One plain sentence for each test. */
  sentences: Message[];
  /** What the terms of a regression mean, by their names as R writes them. */
  terms: Record<string, Message>;
  /** What always holds of such a comparison, as codes that pages translate. */
  cautions: ComparisonCaution[];
  /** What the tests noticed in these data. */
  notes: Message[];
}
