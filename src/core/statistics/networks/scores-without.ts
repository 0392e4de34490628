import { Matrix, solve } from 'ml-matrix';
import { percentileInterval } from '../intervals.ts';
import { Random } from '../random.ts';
import { springRank } from './springrank.ts';

/** A move between two nodes, and whose it is. */
export interface OwnedEdge {
  owner: number;
  from: number;
  to: number;
}

/** Edges without which the rest falls apart keep this little of their weight, so that the system can be solved. */
const LEFT_OVER = 1e-7;
/** 1 less an edge's resistance is at least 1 / n, unless nothing else holds its ends together. */
const BRIDGE = 1e-5;
/** Scores this near each other are the same. */
const SAME_SCORE = 1e-6;
const DRAWS = 200;
/** An institution in fewer draws cannot be told apart from another. */
const FEWEST_DRAWS = 20;

/** The nodes of the largest part that edges hold together; of parts of one size, the one with the least node. */
export function largestPart(edges: readonly Pick<OwnedEdge, 'from' | 'to'>[]): Set<number> {
  const neighbours = new Map<number, number[]>();
  const add = (one: number, other: number) => {
    const known = neighbours.get(one);
    if (known) known.push(other);
    else neighbours.set(one, [other]);
  };
  for (const { from, to } of edges) {
    add(from, to);
    add(to, from);
  }
  const seen = new Set<number>();
  let largest: number[] = [];
  for (const start of [...neighbours.keys()].sort((a, b) => a - b)) {
    if (seen.has(start)) continue;
    const part = [start];
    seen.add(start);
    for (const node of part)
      for (const other of neighbours.get(node) ?? [])
        if (!seen.has(other)) {
          seen.add(other);
          part.push(other);
        }
    if (part.length > largest.length) largest = part;
  }
  return new Set(largest);
}

/**
 * SpringRank scores to which one owner's edges did not contribute, for every owner: the inverse of the Laplacian is
 * computed once, and taking an owner's k edges out of it is a change of rank k.
 */
export class ScoresWithout {
  readonly #edges: readonly OwnedEdge[];
  readonly #nodes: readonly number[];
  readonly #index: ReadonlyMap<number, number>;
  readonly #byOwner: ReadonlyMap<number, number[]>;
  readonly #all: Float64Array;
  #inverse: Float64Array | null = null;
  readonly #kept = new Map<number, Float64Array>();
  #draws: { ranks: Float32Array; drawn: Uint8Array; owners: Map<number, number> } | null = null;

  /** @param edges of which the largest part is used */
  constructor(edges: readonly OwnedEdge[]) {
    const part = largestPart(edges);
    this.#edges = edges.filter(({ from, to }) => from !== to && part.has(from));
    this.#nodes = [...part];
    this.#index = new Map(this.#nodes.map((node, i) => [node, i]));
    this.#byOwner = Map.groupBy(this.#edges.keys(), (at) => this.#edges[at].owner);
    this.#all = scoresOf(this.#edges, this.#index);
  }

  get size(): number {
    return this.#nodes.length;
  }

  /** By node; null where nothing but this owner's edges holds a node to the largest part. */
  scores(owner: number | null): ReadonlyMap<number, number | null> {
    const scores = this.#scores(owner);
    return new Map(this.#nodes.map((node, i) => [node, Number.isNaN(scores[i]) ? null : scores[i]]));
  }

  /** 1 is the highest, shared by equal scores; of so many. Null as in `scores`, undefined outside the largest part. */
  rank(node: number, owner: number | null): { rank: number; of: number } | null | undefined {
    const at = this.#index.get(node);
    if (at === undefined) return undefined;
    const scores = this.#scores(owner);
    if (Number.isNaN(scores[at])) return null;
    let rank = 1;
    let of = 0;
    for (const score of scores) {
      if (Number.isNaN(score)) continue;
      of++;
      if (score > scores[at] + SAME_SCORE) rank++;
    }
    return { rank, of };
  }

  /** Whether the middle 95 % of the ranks of two nodes overlap, over the draws in which this owner was not drawn. */
  tied(one: number, other: number, owner: number | null): boolean {
    const [a, b] = [this.#range(one, owner), this.#range(other, owner)];
    return a === null || b === null || (a[0] <= b[1] && b[0] <= a[1]);
  }

  #range(node: number, owner: number | null): [number, number] | null {
    const { ranks, drawn, owners } = (this.#draws ??= this.#draw());
    const at = this.#index.get(node);
    if (at === undefined) return null;
    const who = owner === null ? undefined : owners.get(owner);
    const own: number[] = [];
    for (let draw = 0; draw < DRAWS; draw++) {
      const rank = ranks[draw * this.#nodes.length + at];
      if (!Number.isNaN(rank) && (who === undefined || drawn[draw * owners.size + who] === 0)) own.push(rank);
    }
    return own.length < FEWEST_DRAWS ? null : percentileInterval(Float64Array.from(own));
  }

  /** Owners are drawn again with replacement; ranks within the largest part of each draw, as shares of its size. */
  #draw() {
    const owners = new Map([...this.#byOwner.keys()].map((owner, i) => [owner, i]));
    const lists = [...this.#byOwner.values()];
    const random = new Random(1);
    const ranks = new Float32Array(DRAWS * this.#nodes.length).fill(Number.NaN);
    const drawn = new Uint8Array(DRAWS * owners.size);
    for (let draw = 0; draw < DRAWS; draw++) {
      const edges: OwnedEdge[] = [];
      for (let k = 0; k < lists.length; k++) {
        const who = random.below(lists.length);
        drawn[draw * owners.size + who] = 1;
        for (const at of lists[who]) edges.push(this.#edges[at]);
      }
      const part = largestPart(edges);
      const index = new Map([...part].map((node, i) => [node, i]));
      const scores = scoresOf(
        edges.filter(({ from }) => part.has(from)),
        index,
      );
      const order = [...part].sort((a, b) => scores[index.get(b) as number] - scores[index.get(a) as number]);
      order.forEach((node, i) => {
        ranks[draw * this.#nodes.length + (this.#index.get(node) as number)] = (i + 0.5) / order.length;
      });
    }
    return { ranks, drawn, owners };
  }

  #scores(owner: number | null): Float64Array {
    const mine = owner === null ? undefined : this.#byOwner.get(owner);
    if (owner === null || mine === undefined) return this.#all;
    let known = this.#kept.get(owner);
    if (!known) this.#kept.set(owner, (known = this.#without(mine)));
    return known;
  }

  #without(mine: readonly number[]): Float64Array {
    const n = this.#nodes.length;
    const inverse = (this.#inverse ??= inverseLaplacian(this.#edges, this.#index));
    const ends = mine.map((at) => {
      const { from, to } = this.#edges[at];
      return [this.#index.get(from) as number, this.#index.get(to) as number] as const;
    });
    const weight = 1 - LEFT_OVER;
    const resistance = ends.map(([i, j]) =>
      ends.map(([k, l]) => inverse[i * n + k] - inverse[i * n + l] - inverse[j * n + k] + inverse[j * n + l]),
    );
    const left = new Matrix(resistance.map((row, a) => row.map((value, b) => (a === b ? 1 : 0) - weight * value)));
    const right = ends.map(([i, j], a) => {
      const together = resistance[a].reduce((total, value) => total + value, 0);
      return this.#all[i] - this.#all[j] - weight * together;
    });
    const change = solve(left, Matrix.columnVector(right)).to1DArray();
    const scores = this.#all.slice();
    ends.forEach(([i, j], b) => {
      const step = weight * (change[b] - 1);
      for (let x = 0; x < n; x++) scores[x] += step * (inverse[x * n + i] - inverse[x * n + j]);
    });
    if (!holdsTogether(left)) {
      const gone = new Set(mine);
      const part = largestPart(this.#edges.filter((_, at) => !gone.has(at)));
      this.#nodes.forEach((node, i) => {
        if (!part.has(node)) scores[i] = Number.NaN;
      });
    }
    return scores;
  }
}

/** Whether no pivot of a symmetric matrix of few rows vanishes. */
function holdsTogether(matrix: Matrix): boolean {
  const rows = matrix.to2DArray();
  for (let i = 0; i < rows.length; i++) {
    if (rows[i][i] < BRIDGE) return false;
    for (const below of rows.slice(i + 1)) {
      const factor = below[i] / rows[i][i];
      for (let j = i; j < rows.length; j++) below[j] -= factor * rows[i][j];
    }
  }
  return true;
}

function scoresOf(edges: readonly OwnedEdge[], index: ReadonlyMap<number, number>): Float64Array {
  const counts = new Map<string, [string, string, number]>();
  for (const { from, to } of edges) {
    const known = counts.get(`${from} ${to}`);
    if (known) known[2]++;
    else counts.set(`${from} ${to}`, [String(from), String(to), 1]);
  }
  const scores = new Float64Array(index.size);
  if (counts.size === 0) return scores;
  const found = springRank({ edges: [...counts.values()] }).scores as Record<string, number>;
  for (const [node, at] of index) scores[at] = found[node];
  return scores;
}

/** Of the Laplacian with 1 / n added everywhere, which makes it regular; by Gauss and Jordan, row by row in place. */
function inverseLaplacian(edges: readonly OwnedEdge[], index: ReadonlyMap<number, number>): Float64Array {
  const n = index.size;
  const a = new Float64Array(n * n).fill(1 / n);
  for (const { from, to } of edges) {
    const [i, j] = [index.get(from) as number, index.get(to) as number];
    a[i * n + i]++;
    a[j * n + j]++;
    a[i * n + j]--;
    a[j * n + i]--;
  }
  for (let p = 0; p < n; p++) {
    const pivot = 1 / a[p * n + p];
    const row = a.subarray(p * n, p * n + n);
    row[p] = 1;
    for (let j = 0; j < n; j++) row[j] *= pivot;
    for (let i = 0; i < n; i++) {
      if (i === p) continue;
      const other = a.subarray(i * n, i * n + n);
      const factor = other[p];
      if (factor === 0) continue;
      other[p] = 0;
      for (let j = 0; j < n; j++) other[j] -= factor * row[j];
    }
  }
  return a;
}
