import { z } from 'zod';
import { say } from '../../../shared/messages/say.ts';
import { mean, variance } from '../descriptive.ts';
import { percentileInterval } from '../intervals.ts';
import { Random } from '../random.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { choice, statistic } from '../statistic.ts';
import { labelledBy, LINKAGES, type Linkage, partitionsOf, silhouetteOf } from './clusters.ts';
import { distancesOf, type SequenceData, sequenceShape, type Sequences, sequencesOf } from './distances.ts';

const STRUCTURES = ['spells', 'markov'] as const;
type Structure = (typeof STRUCTURES)[number];

interface NumberData extends SequenceData {
  linkage?: Linkage;
  least?: number;
  most?: number;
  structure?: Structure;
  draws?: number;
  seed?: number;
}

/** Called before each draw; throws to stop. */
type Heard = (done: number) => void;

/**
 * How many clusters are more than what a study without types shows (Studer 2021): the silhouette of 2 to 10 clusters
 * against that of drawn sequences of the same lengths. `spells` draws the order of the states from how often each
 * follows each other one, and each stay from the stays observed in its state; `markov` draws every position from the
 * one before. A number of clusters stands out if its silhouette, standardised by the draws, is large, and no draw has a
 * larger standardised one at any number (p over all numbers together).
 */
export function sequenceClusterNumber(data: NumberData, heard: Heard = () => undefined): TestResult {
  const { linkage = 'ward', structure = 'spells', draws = 100, seed = 1 } = data;
  const sequences = sequencesOf(data);
  const least = data.least ?? 2;
  const most = Math.min(data.most ?? 10, sequences.distinct.length);
  if (data.most !== undefined && data.most < least)
    throw unusable(say('statistics.most-below-least', { most: data.most, least }));
  if (most < least)
    throw unusable(say('statistics.too-many-clusters', { clusters: least, distinct: sequences.distinct.length }));
  const numbers = Array.from({ length: most - least + 1 }, (_, i) => least + i);
  const widthsOf = (one: Sequences) => {
    const objects = { distances: distancesOf(one, data), weights: one.weights };
    const cut = partitionsOf(objects, linkage);
    return numbers.map((k) =>
      k > one.distinct.length ? 0 : (silhouetteOf(one, objects, labelledBy(one, cut(k))) ?? 0),
    );
  };
  const observed = widthsOf(sequences);
  const drawn = numbers.map(() => new Float64Array(draws));
  const random = new Random(seed);
  const draw = structure === 'markov' ? markovChains(sequences, random) : spellChains(sequences, random);
  for (let at = 0; at < draws; at++) {
    heard(at / draws);
    const rows = sequences.of.map((i) => draw(sequences.distinct[i].length));
    widthsOf(sequencesOf({ sequences: rows })).forEach((width, i) => void (drawn[i][at] = width));
  }
  const scale = drawn.map((values) => ({ centre: mean(values), spread: Math.sqrt(variance(values)) }));
  const standard = (width: number, i: number) =>
    scale[i].spread > 0 ? (width - scale[i].centre) / scale[i].spread : 0;
  const largest = Array.from({ length: draws }, (_, at) =>
    Math.max(...drawn.map((values, i) => standard(values[at], i))),
  );
  const byNumber = numbers.map((clusters, i) => {
    const own = standard(observed[i], i);
    return {
      clusters,
      asw: observed[i],
      expected: scale[i].centre,
      interval: percentileInterval(drawn[i]),
      standardised: own,
      p: (drawn[i].filter((value) => value >= observed[i]).length + 1) / (draws + 1),
      pOverall: (largest.filter((value) => value >= own).length + 1) / (draws + 1),
    };
  });
  const best = byNumber.reduce((a, b) => (b.standardised > a.standardised ? b : a), byNumber[0]);
  return result('Number of clusters', {
    byNumber,
    best: best?.clusters ?? null,
    p: best?.pOverall ?? null,
    structure,
    linkage,
    draws,
    seed,
    n: sequences.of.length,
    notes: [
      ...sequences.notes,
      ...(best && best.pOverall > 0.05 ? [say('statistics.no-typology', { clusters: best.clusters })] : []),
      say('statistics.typical-structure', { structure }),
    ],
  });
}

type Draw = (length: number) => string[];

/** One of some things, as likely as its count. */
function chooser<T>(counts: ReadonlyMap<T, number>, random: Random): () => T {
  const entries = [...counts];
  const total = entries.reduce((all, [, count]) => all + count, 0);
  return () => {
    let left = random.uniform() * total;
    for (const [thing, count] of entries) if ((left -= count) < 0) return thing;
    return entries[entries.length - 1][0];
  };
}

function counted<T>(counts: Map<T, number>, thing: T, by: number): void {
  counts.set(thing, (counts.get(thing) ?? 0) + by);
}

function markovChains({ distinct, weights, states }: Sequences, random: Random): Draw {
  const first = new Map<number, number>();
  const next = states.map(() => new Map<number, number>());
  distinct.forEach((sequence, i) => {
    counted(first, sequence[0], weights[i]);
    for (let at = 1; at < sequence.length; at++) counted(next[sequence[at - 1]], sequence[at], weights[i]);
  });
  const begin = chooser(first, random);
  const follow = next.map((counts, state) => (counts.size > 0 ? chooser(counts, random) : () => state));
  return (length) => {
    const drawn = [begin()];
    while (drawn.length < length) drawn.push(follow[drawn[drawn.length - 1]]());
    return drawn.map((state) => states[state]);
  };
}

function spellChains({ distinct, weights, states }: Sequences, random: Random): Draw {
  const first = new Map<number, number>();
  const next = states.map(() => new Map<number, number>());
  const stays = states.map(() => new Map<number, number>());
  distinct.forEach((sequence, i) => {
    counted(first, sequence[0], weights[i]);
    let since = 0;
    for (let at = 1; at <= sequence.length; at++) {
      if (at < sequence.length && sequence[at] === sequence[since]) continue;
      counted(stays[sequence[since]], at - since, weights[i]);
      if (at < sequence.length) counted(next[sequence[since]], sequence[at], weights[i]);
      since = at;
    }
  });
  const begin = chooser(first, random);
  const follow = next.map((counts, state) => (counts.size > 0 ? chooser(counts, random) : () => state));
  const stay = stays.map((counts) => chooser(counts, random));
  return (length) => {
    const drawn: string[] = [];
    for (let state = begin(); drawn.length < length; state = follow[state]()) {
      const until = Math.min(length, drawn.length + stay[state]());
      while (drawn.length < until) drawn.push(states[state]);
    }
    return drawn;
  };
}

export const SEQUENCE_CLUSTER_NUMBER = statistic({
  name: 'sequence-cluster-number',
  summary: say('statistic.sequence-cluster-number'),
  data: z.object({
    ...sequenceShape,
    linkage: choice(LINKAGES, { 'ward.d2': 'ward' }),
    least: z.number().int().min(2).default(2),
    most: z.number().int().min(2).max(20).default(10),
    structure: choice(STRUCTURES),
    draws: z.number().int().min(20).max(1000).default(100),
    seed: z.number().int().min(0).default(1),
  }),
  example: {
    sequences: [
      ['postdoc', 'postdoc', 'lecturer', 'professor'],
      ['lecturer', 'lecturer', 'professor', 'professor'],
      ['postdoc', 'lecturer', 'lecturer', 'professor'],
      ['lecturer', 'professor', 'professor', 'professor'],
    ],
    most: 3,
  },
  run: sequenceClusterNumber,
});
