import { distanceAt } from './distances.ts';

/** Objects that are clustered: their distances as a triangle, and how many rows each stands for. */
export interface Objects {
  distances: Float64Array;
  weights: readonly number[];
}

/** Relative difference below which two distances are a tie: rounding, not data. */
const TIE = 1e-12;

export interface Ward {
  /** Of every merge of rows, ascending; rows with equal sequences merge at 0. */
  heights: number[];
  /** For each object its cluster, when so many are left. */
  cut(clusters: number): number[];
}

/**
 * Ward's (1963) clustering with the update of Lance & Williams on squared distances, as hclust(method = "ward.D2").
 * Ties go to the objects that come first in `order`.
 */
export function wardOf({ distances, weights }: Objects, order: readonly number[]): Ward {
  const m = order.length;
  const sizes = order.map((object) => weights[object]);
  const squared = new Float64Array((m * (m - 1)) / 2);
  const at = (i: number, j: number) => (i > j ? (i * (i - 1)) / 2 + j : (j * (j - 1)) / 2 + i);
  for (let i = 1; i < m; i++)
    for (let j = 0; j < i; j++)
      squared[at(i, j)] =
        ((2 * sizes[i] * sizes[j]) / (sizes[i] + sizes[j])) * distanceAt(distances, order[i], order[j]) ** 2;
  const alive = order.map(() => true);
  const nearest = new Int32Array(m).fill(-1);
  const least = new Float64Array(m).fill(Number.POSITIVE_INFINITY);
  /** Among those that come later, so that every pair belongs to its first. */
  const look = (i: number) => {
    least[i] = Number.POSITIVE_INFINITY;
    for (let j = i + 1; j < m; j++) if (alive[j] && below(squared[at(i, j)], least[i])) closer(i, j);
  };
  const closer = (i: number, j: number) => {
    nearest[i] = j;
    least[i] = squared[at(i, j)];
  };
  for (let i = 0; i < m - 1; i++) look(i);
  const merges: [number, number][] = [];
  const heights = new Array<number>(sizes.reduce((a, b) => a + b, 0) - m).fill(0);
  for (let merge = 0; merge < m - 1; merge++) {
    let first = -1;
    for (let i = 0; i < m - 1; i++)
      if (alive[i] && nearest[i] >= 0 && (first < 0 || below(least[i], least[first]))) first = i;
    const second = nearest[first];
    const joined = least[first];
    merges.push([first, second]);
    heights.push(Math.sqrt(Math.max(0, joined)));
    alive[second] = false;
    nearest[second] = -1;
    const [a, b] = [sizes[first], sizes[second]];
    for (let k = 0; k < m; k++) {
      if (!alive[k] || k === first) continue;
      const c = sizes[k];
      squared[at(first, k)] =
        ((a + c) * squared[at(first, k)] + (b + c) * squared[at(second, k)] - c * joined) / (a + b + c);
    }
    sizes[first] = a + b;
    for (let i = 0; i < first; i++) {
      if (!alive[i]) continue;
      if (nearest[i] === first || nearest[i] === second) look(i);
      else if (below(squared[at(i, first)], least[i])) closer(i, first);
    }
    for (let i = first + 1; i < second; i++) if (alive[i] && nearest[i] === second) look(i);
    nearest[first] = -1;
    look(first);
  }
  return {
    heights,
    cut: (clusters) => {
      const parent = order.map((_, i) => i);
      for (const [into, gone] of merges.slice(0, m - clusters)) parent[gone] = into;
      const root = (i: number): number => (parent[i] === i ? i : root(parent[i]));
      const cluster = new Array<number>(m);
      order.forEach((object, i) => void (cluster[object] = order[root(i)]));
      return cluster;
    },
  };
}

function below(value: number, than: number): boolean {
  return than === Number.POSITIVE_INFINITY ? value < than : value < than - TIE * Math.abs(than);
}

/** As many candidates at a time as leave their stretches of a large matrix in the processor's cache. */
const BLOCK = 64;

/** Every object beside every candidate, each candidate's objects in their order. */
function inBlocks(m: number, visit: (i: number, candidate: number) => void): void {
  for (let from = 0; from < m; from += BLOCK) {
    const until = Math.min(m, from + BLOCK);
    for (let i = 0; i < m; i++) for (let candidate = from; candidate < until; candidate++) visit(i, candidate);
  }
}

/**
 * Partitioning around medoids (Kaufman & Rousseeuw 1990): build, then the best swap as long as one helps. For each
 * object its medoid. Ties go to the objects that come first in `order`.
 */
export function medoidsOf({ distances, weights }: Objects, clusters: number, order: readonly number[]): number[] {
  const m = order.length;
  const between = (i: number, j: number) => distanceAt(distances, i, j);
  const medoids: number[] = [];
  const nearest = new Float64Array(m).fill(Number.POSITIVE_INFINITY);
  while (medoids.length < clusters) {
    let best = -1;
    let lowest = Number.POSITIVE_INFINITY;
    const totals = new Float64Array(m);
    inBlocks(m, (i, candidate) => {
      totals[candidate] += weights[i] * Math.min(nearest[i], between(i, candidate));
    });
    for (const candidate of order) {
      if (medoids.includes(candidate)) continue;
      if (below(totals[candidate], lowest)) {
        lowest = totals[candidate];
        best = candidate;
      }
    }
    medoids.push(best);
    for (let i = 0; i < m; i++) nearest[i] = Math.min(nearest[i], between(i, best));
  }
  for (;;) {
    const current = costOf(medoids);
    let best: { cost: number; place: number; candidate: number } | null = null;
    const { first, second, place: owner } = closest(medoids);
    // What each medoid's removal costs beside each candidate's arrival.
    const change = new Float64Array(m * clusters);
    const shared = new Float64Array(m);
    inBlocks(m, (i, candidate) => {
      const distance = between(i, candidate);
      const gain = weights[i] * Math.min(0, distance - first[i]);
      shared[candidate] += gain;
      change[candidate * clusters + owner[i]] += weights[i] * (Math.min(distance, second[i]) - first[i]) - gain;
    });
    for (const candidate of order) {
      if (medoids.includes(candidate)) continue;
      for (let place = 0; place < clusters; place++) {
        const cost = current + shared[candidate] + change[candidate * clusters + place];
        if (below(cost, best?.cost ?? current)) best = { cost, place, candidate };
      }
    }
    if (!best) break;
    medoids[best.place] = best.candidate;
  }
  return closest(medoids).place.map((place) => medoids[place]);

  function closest(chosen: readonly number[]): { first: Float64Array; second: Float64Array; place: number[] } {
    const first = new Float64Array(m).fill(Number.POSITIVE_INFINITY);
    const second = new Float64Array(m).fill(Number.POSITIVE_INFINITY);
    const place = new Array<number>(m).fill(0);
    for (let i = 0; i < m; i++)
      chosen.forEach((medoid, at) => {
        const distance = between(i, medoid);
        if (distance < first[i]) {
          second[i] = first[i];
          first[i] = distance;
          place[i] = at;
        } else if (distance < second[i]) second[i] = distance;
      });
    return { first, second, place };
  }

  function costOf(chosen: readonly number[]): number {
    return closest(chosen).first.reduce((total, distance, i) => total + weights[i] * distance, 0);
  }
}
