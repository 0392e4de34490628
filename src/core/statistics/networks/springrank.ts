import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { sum } from '../descriptive.ts';
import { result, type TestResult, unusable } from '../result.ts';
import { nodeName, statistic } from '../statistic.ts';

type Edge = [from: string, to: string, count?: number];

interface Node {
  /** How many moves there are to or from each, whichever way they go. */
  neighbours: Map<number, number>;
  /** Moves to and from others. */
  degree: number;
  /** Moves away less moves towards. */
  surplus: number;
}

/** Of the largest residual, relative to the largest surplus. */
const SOLVED = 1e-13;

/**
 * SpringRank (De Bacco, Larremore & Moore 2018): scores that put the origin of a move one above its destination as
 * nearly as all moves together allow (Σ A_ij (s_i − s_j − 1)² least, no regularisation). The lowest score is 0; parts
 * of the network without a move between them cannot be compared and get the solution of least norm.
 */
export function springRank({ edges }: { edges: Edge[] }): TestResult {
  const names = [...new Set(edges.flatMap(([from, to]) => [from, to]))];
  const index = new Map(names.map((name, i) => [name, i]));
  const nodes: Node[] = names.map(() => ({ neighbours: new Map(), degree: 0, surplus: 0 }));
  let within = 0;
  for (const [from, to, count = 1] of edges) {
    if (from === to) {
      within += count;
      continue;
    }
    const [i, j] = [index.get(from) as number, index.get(to) as number];
    nodes[i].surplus += count;
    nodes[j].surplus -= count;
    for (const [one, other] of [
      [i, j],
      [j, i],
    ]) {
      nodes[one].degree += count;
      nodes[one].neighbours.set(other, (nodes[one].neighbours.get(other) ?? 0) + count);
    }
  }
  const moves = sum(edges.map(([from, to, count = 1]) => (from === to ? 0 : count)));
  if (moves === 0) throw unusable(say('statistics.springrank-needs-moves'));
  const components = componentsOf(nodes);
  const scores = new Float64Array(nodes.length);
  for (const component of components) solveComponent(nodes, component, scores);
  const lowest = scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY);
  const raised = scores.map((score) => score - lowest);
  const at = (name: string) => raised[index.get(name) as number];
  const between = edges.filter(([from, to]) => from !== to);
  const down = sum(between.map(([from, to, count = 1]) => (at(from) > at(to) ? count : 0)));
  const notes: Message[] = [
    ...(within > 0 ? [say('statistics.self-moves-left-out', { n: within })] : []),
    ...(components.length > 1 ? [say('statistics.springrank-unconnected', { parts: components.length })] : []),
    say('statistics.springrank-circular'),
  ];
  return result('SpringRank', {
    scores: Object.fromEntries(names.map((name, i) => [name, raised[i]])),
    components: components.length,
    largestComponent: Math.max(...components.map(({ length }) => length)),
    shareDownward: down / moves,
    moves,
    n: names.length,
    notes,
  });
}

/** Weakly connected parts. */
function componentsOf(nodes: readonly Node[]): number[][] {
  const seen = nodes.map(() => false);
  return nodes.flatMap((_, start) => {
    if (seen[start]) return [];
    const part = [start];
    seen[start] = true;
    for (const node of part)
      for (const other of nodes[node].neighbours.keys())
        if (!seen[other]) {
          seen[other] = true;
          part.push(other);
        }
    return [part];
  });
}

/** The Laplacian's solution with mean 0, which is the one of least norm, by conjugate gradients (Jacobi). */
function solveComponent(nodes: readonly Node[], part: readonly number[], scores: Float64Array): void {
  if (part.length === 1) return;
  const place = new Map(part.map((node, i) => [node, i]));
  const degree = part.map((node) => nodes[node].degree);
  const ties = part.map((node) =>
    [...nodes[node].neighbours].map(([other, count]) => [place.get(other) as number, count] as const),
  );
  const solution = new Float64Array(part.length);
  const residual = Float64Array.from(part, (node) => nodes[node].surplus);
  const limit = SOLVED * residual.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  let scaled = residual.map((value, i) => value / degree[i]);
  let direction = scaled.slice();
  let energy = dot(residual, scaled);
  for (let step = 0; step < 20 * part.length && residual.some((value) => Math.abs(value) > limit); step++) {
    const image = direction.map((value, i) => {
      let total = degree[i] * value;
      for (const [other, count] of ties[i]) total -= count * direction[other];
      return total;
    });
    const length = energy / dot(direction, image);
    if (!Number.isFinite(length)) break;
    for (let i = 0; i < part.length; i++) {
      solution[i] += length * direction[i];
      residual[i] -= length * image[i];
    }
    scaled = residual.map((value, i) => value / degree[i]);
    const next = dot(residual, scaled);
    direction = direction.map((value, i) => scaled[i] + (next / energy) * value);
    energy = next;
  }
  const centre = sum(solution) / part.length;
  part.forEach((node, i) => void (scores[node] = solution[i] - centre));
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

export const SPRINGRANK = statistic({
  name: 'springrank',
  summary: say('statistic.springrank'),
  data: z.object({
    edges: z
      .array(z.union([z.tuple([nodeName, nodeName, z.number().positive()]), z.tuple([nodeName, nodeName])]))
      .min(1),
  }),
  example: {
    edges: [
      ['Alpha', 'Beta', 12],
      ['Beta', 'Gamma', 7],
      ['Gamma', 'Alpha', 2],
    ],
  },
  run: springRank,
});
