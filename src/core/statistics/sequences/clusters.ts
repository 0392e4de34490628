import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { Random } from '../random.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { choice, sameLengths, statistic } from '../statistic.ts';
import { distanceAt, distancesOf, type SequenceData, sequenceShape, type Sequences, sequencesOf } from './distances.ts';
import { medoidsOf, type Objects, wardOf } from './partitions.ts';

export const LINKAGES = ['ward', 'pam'] as const;
export type Linkage = (typeof LINKAGES)[number];

interface ClusterData extends SequenceData {
  clusters?: number;
  linkage?: Linkage;
  labels?: (string | number)[];
}

/** Other orders of the rows in which a partition is computed again, to see whether ties decide it. */
const OTHER_ORDERS = 4;
/** Of more different sequences than these the reverse order alone is tried: each order takes many seconds. */
const MOST_IN_ALL_ORDERS = 4000;
const MOST_DRAWS = 1000;
const LEAST_DRAWS = 99;
/** Pairs looked at for all permutations together, some seconds. */
const MOST_PAIRS = 2e9;

/**
 * Clusters of sequences by Ward's method or PAM, or given ones (`labels`), with the average silhouette width
 * (Rousseeuw 1987) and the discrepancy that they explain (Studer et al. 2011). Equal sequences count as often as they
 * occur. The result does not depend on the order of the rows: ties are broken by the states of the sequences.
 */
export function sequenceClusters(data: ClusterData): TestResult {
  const { linkage = 'ward', labels, clusters: wanted } = data;
  const sequences = sequencesOf(data);
  const objects = { distances: distancesOf(sequences, data), weights: sequences.weights };
  const { of, notes } = sequences;
  if (labels) {
    sameLengths(of.length, { labels });
    return described('Clusters of sequences, given', sequences, objects, labels.map(String), {
      ...permuted(sequences, objects, labels.map(String)),
      notes,
    });
  }
  if (wanted === undefined) throw unusable(say('statistics.clusters-or-labels'));
  if (wanted > objects.weights.length)
    throw unusable(say('statistics.too-many-clusters', { clusters: wanted, distinct: objects.weights.length }));
  const { partition, unique, heights } = partitioned(objects, linkage, wanted);
  const medoid = (object: number) => of.indexOf(object) + 1;
  return described(
    linkage === 'ward' ? 'Clusters of sequences (Ward)' : 'Clusters of sequences (PAM)',
    sequences,
    objects,
    of.map((object) => String(partition[object])),
    {
      ...(heights ? { heights } : { medoids: [...new Set(partition)].map(medoid).sort((a, b) => a - b) }),
      unique,
      notes: [...notes, ...(unique ? [] : [say('statistics.clusters-not-unique', { clusters: wanted })])],
    },
  );
}

function partitioned(
  objects: Objects,
  linkage: Linkage,
  clusters: number,
): { partition: number[]; unique: boolean; heights: number[] | null } {
  const own = objects.weights.map((_, i) => i);
  const tree = linkage === 'ward' ? wardOf(objects, own) : null;
  const partition = tree ? tree.cut(clusters) : medoidsOf(objects, clusters, own);
  const random = new Random(1);
  const shuffled = own.length > MOST_IN_ALL_ORDERS ? 0 : OTHER_ORDERS - 1;
  const others = [[...own].reverse(), ...Array.from({ length: shuffled }, () => random.shuffle([...own]))];
  const name = shapeOf(partition);
  const unique = others.every(
    (order) => shapeOf(tree ? wardOf(objects, order).cut(clusters) : medoidsOf(objects, clusters, order)) === name,
  );
  return { partition, unique, heights: tree?.heights ?? null };
}

/** The same for partitions that differ in the names of their clusters only. */
function shapeOf(partition: readonly number[]): string {
  const names = new Map<number, number>();
  return partition.map((cluster) => names.get(cluster) ?? (names.set(cluster, names.size), names.size - 1)).join();
}

function described(
  method: string,
  sequences: Sequences,
  objects: Objects,
  labels: readonly string[],
  more: Record<string, unknown> & { notes: Message[] },
): TestResult {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  // Largest first; of equally large ones the one whose sequences come first by their states.
  const firstOf = (label: string) =>
    labels.reduce((first, one, row) => (one === label ? Math.min(first, sequences.of[row]) : first), Infinity);
  const order = [...counts.keys()].sort(
    (a, b) => (counts.get(b) as number) - (counts.get(a) as number) || firstOf(a) - firstOf(b),
  );
  const explained = discrepancy(sequences, objects, labels);
  const notes = [
    ...more.notes,
    ...(explained.total === 0 ? [say('statistics.sequences-all-alike')] : []),
    ...(explained.total > 0 && explained.within === 0 ? [say('statistics.clusters-of-equals')] : []),
    ...(order.length < 2 ? [say('statistics.one-cluster')] : []),
  ];
  return result(method, {
    sizes: order.map((label) => counts.get(label)),
    asw: order.length < 2 ? null : silhouette(sequences, objects, labels, order),
    assignment: labels.map((label) => order.indexOf(label) + 1),
    ...(more.unique === undefined ? { labels: order } : {}),
    effect: { pseudoR2: explained.pseudoR2 },
    discrepancy: explained,
    n: labels.length,
    ...more,
    notes,
  });
}

/** The partitions of all numbers of clusters, the same whatever the order of the rows. */
export function partitionsOf(objects: Objects, linkage: Linkage): (clusters: number) => number[] {
  const own = objects.weights.map((_, i) => i);
  if (linkage === 'pam') return (clusters) => medoidsOf(objects, clusters, own);
  return wardOf(objects, own).cut;
}

/** Of each row, the cluster of its distinct sequence. */
export function labelledBy({ of }: Sequences, partition: readonly number[]): string[] {
  return of.map((object) => String(partition[object]));
}

export function silhouetteOf(sequences: Sequences, objects: Objects, labels: readonly string[]): number | null {
  const order = [...new Set(labels)];
  return order.length < 2 ? null : silhouette(sequences, objects, labels, order);
}

/** Mean over the rows; 0 for a row that is alone in its cluster. */
function silhouette(
  { of, weights }: Sequences,
  { distances }: Objects,
  labels: readonly string[],
  order: readonly string[],
): number {
  const counts = weights.map(() => new Float64Array(order.length));
  labels.forEach((label, row) => void counts[of[row]][order.indexOf(label)]++);
  const sizes = order.map((_, cluster) => sum(counts.map((count) => count[cluster])));
  const reaches = reachesOf(counts, distances, order.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    const reach = reaches.subarray(i * order.length, (i + 1) * order.length);
    for (let own = 0; own < order.length; own++) {
      if (counts[i][own] === 0 || sizes[own] === 1) continue;
      const within = reach[own] / (sizes[own] - 1);
      const nearest = Math.min(...order.flatMap((_, other) => (other === own ? [] : [reach[other] / sizes[other]])));
      const larger = Math.max(within, nearest);
      if (larger > 0) total += (counts[i][own] * (nearest - within)) / larger;
    }
  }
  return total / labels.length;
}

/**
 * Of each distinct sequence the sum of its distances to each cluster's rows. A sequence is nearly always in one cluster
 * alone, and each pair is read once.
 */
function reachesOf(counts: readonly Float64Array[], distances: Float64Array, clusters: number): Float64Array {
  const reaches = new Float64Array(counts.length * clusters);
  const parts = counts.map((own) => [...own.keys()].filter((cluster) => own[cluster] > 0));
  const alone = Int32Array.from(parts, (own) => (own.length === 1 ? own[0] : -1));
  const weight = Float64Array.from(parts, (own, i) => counts[i][own[0]]);
  const add = (to: number, from: number, distance: number) => {
    const at = to * clusters;
    if (alone[from] >= 0) reaches[at + alone[from]] += weight[from] * distance;
    else for (const cluster of parts[from]) reaches[at + cluster] += counts[from][cluster] * distance;
  };
  for (let i = 1, pair = 0; i < counts.length; i++)
    for (let j = 0; j < i; j++, pair++) {
      add(i, j, distances[pair]);
      add(j, i, distances[pair]);
    }
  return reaches;
}

interface Discrepancy {
  total: number;
  within: number;
  pseudoR2: number | null;
  pseudoF: number | null;
}

/** Of all and within clusters; as TraMineR's dissassoc, of distances not squared. */
function discrepancy(sequences: Sequences, objects: Objects, labels: readonly string[]): Discrepancy {
  const n = labels.length;
  const total = spreadOf(sequences.of, objects);
  const within = spreadWithin(sequences, objects, labels);
  const k = new Set(labels).size;
  return {
    total,
    within,
    pseudoR2: total === 0 ? null : 1 - within / total,
    pseudoF: within === 0 || k < 2 || n <= k ? null : (total - within) / (k - 1) / (within / (n - k)),
  };
}

/** Σ of distances over pairs / n. */
function spreadOf(rows: readonly number[], { distances }: Objects): number {
  let pairs = 0;
  for (let i = 1; i < rows.length; i++) for (let j = 0; j < i; j++) pairs += distanceAt(distances, rows[i], rows[j]);
  return pairs / rows.length;
}

function spreadWithin({ of }: Sequences, objects: Objects, labels: readonly string[]): number {
  const groups = Map.groupBy(of, (_, row) => labels[row]);
  return sum([...groups.values()].map((rows) => spreadOf(rows, objects)));
}

/** How often groups drawn at random explain as much. */
function permuted(
  sequences: Sequences,
  objects: Objects,
  labels: readonly string[],
): { p: number | null; permutations: number } {
  const n = labels.length;
  const draws = Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS - 1, Math.floor((2 * MOST_PAIRS) / n ** 2)));
  if (new Set(labels).size < 2) return { p: null, permutations: 0 };
  const within = spreadWithin(sequences, objects, labels);
  const random = new Random(1);
  const at = Int32Array.from(labels, (_, i) => i);
  let asMuch = 0;
  for (let draw = 0; draw < draws; draw++) {
    random.shuffle(at);
    const drawn = spreadWithin(
      sequences,
      objects,
      Array.from(at, (i) => labels[i]),
    );
    if (drawn <= within * (1 + 1e-12)) asMuch++;
  }
  return { p: (asMuch + 1) / (draws + 1), permutations: draws };
}

export const SEQUENCE_CLUSTERS = statistic({
  name: 'sequence-clusters',
  otherNames: { k: 'clusters' },
  summary: say('statistic.sequence-clusters'),
  data: z.object({
    ...sequenceShape,
    clusters: z.number().int().min(1).optional(),
    linkage: choice(LINKAGES, { 'ward.d2': 'ward' }),
    labels: z.array(z.union([z.string(), z.number()])).optional(),
  }),
  example: {
    sequences: [
      ['postdoc', 'postdoc', 'lecturer', 'professor'],
      ['lecturer', 'lecturer', 'professor', 'professor'],
      ['postdoc', 'lecturer', 'lecturer', 'professor'],
      ['lecturer', 'professor', 'professor', 'professor'],
    ],
    clusters: 2,
    linkage: 'ward',
  },
  run: sequenceClusters,
});
