import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { choice, statistic } from '../statistic.ts';
import { commonLengths } from './common.ts';
import { optimalMatching } from './optimal-matching.ts';

const METHODS = ['OM', 'HAM', 'LCS'] as const;
const COSTS = ['constant', 'transition-rates'] as const;
type DistanceMethod = (typeof METHODS)[number];
type Costs = (typeof COSTS)[number];

export interface SequenceData {
  sequences: (string | number | null)[][];
  method?: DistanceMethod;
  costs?: Costs;
  indel?: number;
}

/** Distinct sequences, in an order that depends on their states only. */
export interface Sequences {
  states: string[];
  distinct: Int32Array[];
  /** How many rows have each. */
  weights: number[];
  /** Of each row, its distinct sequence. */
  of: number[];
  notes: Message[];
}

/** @throws on gaps, which need a state of their own; missing values at the end are the end. */
export function sequencesOf(
  { sequences }: Pick<SequenceData, 'sequences'>,
  purpose: 'distances' | 'description' = 'distances',
): Sequences {
  let shortened = 0;
  const rows = sequences.map((given, row) => {
    let length = given.length;
    while (length > 0 && given[length - 1] === null) length--;
    if (length < given.length) shortened++;
    const gap = given.slice(0, length).indexOf(null);
    if (gap >= 0) throw unusable(say('statistics.sequence-gap', { sequence: row + 1, position: gap + 1 }));
    if (length === 0) throw unusable(say('statistics.sequence-empty', { sequence: row + 1 }));
    return given.slice(0, length).map(String);
  });
  if (rows.length < 2 && purpose === 'distances')
    throw unusable(say('statistics.needs-two-sequences', { n: rows.length }));
  const states = [...new Set(rows.flat())].sort((a, b) => (a < b ? -1 : 1));
  const codes = new Map(states.map((state, i) => [state, i]));
  const keys = rows.map((row) => row.map((state) => codes.get(state)).join());
  const order = [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1));
  const at = new Map(order.map((key, i) => [key, i]));
  const of = keys.map((key) => at.get(key) as number);
  const weights = order.map(() => 0);
  for (const i of of) weights[i]++;
  return {
    states,
    distinct: order.map((key) => Int32Array.from(key.split(','), Number)),
    weights,
    of,
    notes: [
      ...(shortened > 0 ? [say('statistics.sequences-end-early', { n: shortened })] : []),
      ...(purpose === 'distances' && new Set(rows.map((row) => row.length)).size > 1
        ? [say('statistics.sequences-unequal')]
        : []),
    ],
  };
}

/** How often each state is followed by each, over all positions; 0 where a state is never followed. */
export function transitionRates({ states, distinct, weights }: Sequences): number[][] {
  const counts = states.map(() => new Array<number>(states.length).fill(0));
  distinct.forEach((sequence, i) => {
    for (let at = 1; at < sequence.length; at++) counts[sequence[at - 1]][sequence[at]] += weights[i];
  });
  return counts.map((row) => {
    const total = row.reduce((a, b) => a + b, 0);
    return row.map((count) => (total === 0 ? 0 : count / total));
  });
}

/** As much as a deletion and an insertion. */
const CONSTANT = 2;

/**
 * Substitution costs: a constant (2 for OM, as much as a deletion and an insertion; 1 for HAM), or 2 less the rates of
 * transition between the two states (TraMineR's CONSTANT and TRATE).
 */
export function substitutionCosts(sequences: Sequences, method: DistanceMethod, costs: Costs): number[][] {
  const rates = costs === 'transition-rates' ? transitionRates(sequences) : null;
  const constant = method === 'HAM' ? 1 : CONSTANT;
  return sequences.states.map((_, i) =>
    sequences.states.map((_, j) => (i === j ? 0 : rates ? 2 - rates[i][j] - rates[j][i] : constant)),
  );
}

/** The distances of distinct sequences, as the rows of a triangle: of i and j < i at i (i − 1) / 2 + j. */
export function distancesOf(sequences: Sequences, data: Omit<SequenceData, 'sequences'>): Float64Array {
  const { method = 'OM', costs = 'constant', indel = 1 } = data;
  const { distinct } = sequences;
  const longest = Math.max(...distinct.map(({ length }) => length));
  if (method === 'HAM') {
    const short = distinct.findIndex(({ length }) => length !== longest);
    if (short >= 0) throw unusable(say('statistics.hamming-unequal', { short: distinct[short].length, longest }));
  }
  const between = substitutionCosts(sequences, method, costs);
  const substituted = method === 'OM' && (costs !== 'constant' || 2 * indel > CONSTANT);
  if (substituted) return optimalMatching(distinct, between, indel);
  const pair =
    method === 'HAM' ? hamming(between) : indelsAlone(sequences.states.length, method === 'LCS' ? 1 : indel, longest);
  const distances = new Float64Array((distinct.length * (distinct.length - 1)) / 2);
  for (let i = 1, at = 0; i < distinct.length; i++)
    for (let j = 0; j < i; j++, at++) distances[at] = pair(distinct[i], distinct[j]);
  return distances;
}

type Pair = (a: Int32Array, b: Int32Array) => number;

function hamming(between: number[][]): Pair {
  return (a, b) => {
    let total = 0;
    for (let at = 0; at < a.length; at++) total += between[a[at]][b[at]];
    return total;
  };
}

/** Where no substitution is cheaper than two indels: what is not common to both is taken out and put in. */
function indelsAlone(states: number, indel: number, longest: number): Pair {
  const common = commonLengths(states, longest);
  return (a, b) => indel * (a.length + b.length - 2 * common(a, b));
}

/** Of distinct sequences i and j. */
export function distanceAt(distances: Float64Array, i: number, j: number): number {
  if (i === j) return 0;
  return i > j ? distances[(i * (i - 1)) / 2 + j] : distances[(j * (j - 1)) / 2 + i];
}

/** The whole matrix is printed up to so many rows; for more it has to be asked for. */
const PRINTED = 200;

/**
 * Distances between sequences of states and their mean over all pairs: optimal matching (Abbott & Forrest 1986),
 * Hamming, longest common subsequence; as TraMineR's seqdist, not normalised.
 */
export function sequenceDistances(data: SequenceData & { matrix?: boolean }): TestResult {
  const { method = 'OM', costs = 'constant', indel = 1 } = data;
  const sequences = sequencesOf(data);
  const { of, weights, states, notes } = sequences;
  const distances = distancesOf(sequences, data);
  const n = of.length;
  let total = 0;
  for (let i = 1, at = 0; i < weights.length; i++)
    for (let j = 0; j < i; j++, at++) total += weights[i] * weights[j] * distances[at];
  return result(`Sequence distances (${method})`, {
    mean: total / ((n * (n - 1)) / 2),
    ...((data.matrix ?? n <= PRINTED) ? { matrix: of.map((i) => of.map((j) => distanceAt(distances, i, j))) } : {}),
    states,
    ...(method === 'LCS' ? {} : { substitutionCosts: substitutionCosts(sequences, method, costs) }),
    ...(method === 'OM' ? { indel } : {}),
    distinct: weights.length,
    n,
    notes,
  });
}

export const statesShape = z.array(z.array(z.union([z.string(), z.number(), z.null()])).min(1)).min(1);
export const sequenceShape = {
  sequences: statesShape,
  method: choice(METHODS, { hamming: 'HAM' }),
  costs: choice(COSTS, { trate: 'transition-rates' }),
  indel: z.number().positive().default(1),
};

export const SEQUENCE_DISTANCES = statistic({
  name: 'sequence-distances',
  summary: say('statistic.sequence-distances'),
  data: z.object({ ...sequenceShape, matrix: z.boolean().optional() }),
  example: {
    sequences: [
      ['postdoc', 'postdoc', 'lecturer', 'professor'],
      ['lecturer', 'lecturer', 'professor', 'professor'],
      ['postdoc', 'lecturer', 'lecturer', 'professor'],
    ],
    method: 'OM',
    costs: 'constant',
    indel: 1,
  },
  run: sequenceDistances,
});
