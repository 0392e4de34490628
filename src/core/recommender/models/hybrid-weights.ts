import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import { type RankingCase, rankingQuality, weightedSum } from './hybrid-cases.ts';

/** Penalties on the squares of the weights, from strong to weak. */
const PENALTIES = [10, 1, 0.1, 0.01, 0.001];
const NEWTON_STEPS = 12;
const COORDINATE_SWEEPS = 50;
const HALVINGS = 12;
const TOLERANCE = 1e-6;

export interface RankingWeights {
  weights: number[];
  /** Of lists of listeners that the weights were not fitted on. */
  quality: number;
  /** The same of every part alone, and of the best sum without it. */
  alone: number[];
  /** The part that is best alone. */
  single: number;
  without: (number | null)[];
  /** The penalty chosen; null if one part alone was better than any sum. */
  penalty: number | null;
}

/**
 * Weights ≥ 0 of the parts' standardised scores. Given a penalty they minimise −ln softmax of the songs to be found
 * among the songs that compete, plus penalty/2 · |w|². The penalty is the one whose weights, fitted on one half of the
 * listeners, give the best lists to the other; where a part alone gives better ones, it is taken alone.
 */
export async function fitRankingWeights(
  cases: readonly RankingCase[],
  parts: number,
  context: Reporting,
): Promise<RankingWeights> {
  const all = Array.from({ length: parts }, (_, m) => m);
  const alone = all.map((part) => qualityOf(cases, unit(part, parts)));
  const single = all.reduce((best, part) => (alone[part] > alone[best] ? part : best), 0);
  const { penalty, quality } = await choosePenalty(cases, all, parts, context);
  const without: (number | null)[] = [];
  for (const left of all) {
    const others = all.filter((part) => part !== left);
    without.push(
      others.length === 0
        ? null
        : Math.max(...others.map((part) => alone[part]), (await choosePenalty(cases, others, parts, context)).quality),
    );
  }
  if (alone[single] > quality)
    return { weights: unit(single, parts), quality: alone[single], alone, single, without, penalty: null };
  const weights = await minimise(cases, all, parts, penalty, [], context);
  return { weights, quality, alone, single, without, penalty };
}

/** Whether the penalty chosen is the weakest or strongest that was tried. */
export function isEdge(penalty: number | null): boolean {
  return penalty === PENALTIES[0] || penalty === PENALTIES[PENALTIES.length - 1];
}

function unit(part: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, m) => (m === part ? 1 : 0));
}

function qualityOf(cases: readonly RankingCase[], weights: readonly number[]): number {
  return rankingQuality(cases, ({ z }, out) => weightedSum(z, weights, out));
}

async function choosePenalty(
  cases: readonly RankingCase[],
  active: readonly number[],
  parts: number,
  context: Reporting,
) {
  const halves = [0, 1].map((half) => cases.filter((_, i) => i % 2 === half));
  const starts: number[][] = [[], []];
  let best = { penalty: PENALTIES[0], quality: Number.NEGATIVE_INFINITY };
  for (const penalty of PENALTIES) {
    let quality = 0;
    for (const [h, half] of halves.entries()) {
      starts[h] = await minimise(half, active, parts, penalty, starts[h], context);
      quality += (qualityOf(halves[1 - h], starts[h]) * halves[1 - h].length) / cases.length;
    }
    if (quality > best.quality) best = { penalty, quality };
  }
  return best;
}

/** Newton's method; every step solves its quadratic model over weights ≥ 0 by coordinates. */
export async function minimise(
  cases: readonly RankingCase[],
  active: readonly number[],
  parts: number,
  penalty: number,
  start: readonly number[],
  context: Reporting,
): Promise<number[]> {
  let weights = Array.from({ length: parts }, (_, m) => (active.includes(m) ? start[m] || 1 / active.length : 0));
  let now = lossOf(cases, active, weights, penalty);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const target = quadraticMinimum(now, active, weights);
    let length = 1;
    let next = now;
    let trial = weights;
    for (let halving = 0; halving < HALVINGS; halving++, length /= 2) {
      if (heldLong()) await giveWay(context, step / NEWTON_STEPS);
      trial = weights.map((weight, m) => weight + length * (target[m] - weight));
      next = lossOf(cases, active, trial, penalty);
      if (next.loss < now.loss) break;
    }
    if (!(next.loss < now.loss - TOLERANCE)) break;
    weights = trial;
    now = next;
  }
  return weights;
}

interface Loss {
  loss: number;
  /** Over the active parts. */
  gradient: number[];
  hessian: number[][];
}

/** Mean over the cases and their songs to be found, with the penalty. */
function lossOf(
  cases: readonly RankingCase[],
  active: readonly number[],
  weights: readonly number[],
  penalty: number,
): Loss {
  const n = active.length;
  let loss = active.reduce((sum, m) => sum + (penalty / 2) * weights[m] ** 2, 0);
  const gradient = active.map((m) => penalty * weights[m]);
  const hessian = active.map((_, i) => active.map((_, j) => (i === j ? penalty : 0)));
  for (const { z, relevant, songs } of cases) {
    const found = relevant.reduce((sum, one) => sum + one, 0);
    if (found === 0) continue;
    const shares = new Float64Array(songs.length);
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < songs.length; i++) {
      for (const m of active) shares[i] += weights[m] * (z[m][i] || 0);
      largest = Math.max(largest, shares[i]);
    }
    let total = 0;
    for (let i = 0; i < songs.length; i++) {
      if (relevant[i]) loss -= (shares[i] - largest) / found / cases.length;
      shares[i] = Math.exp(shares[i] - largest);
      total += shares[i];
    }
    loss += Math.log(total) / cases.length;
    const means = new Float64Array(n);
    const products = new Float64Array(n * n);
    for (let i = 0; i < songs.length; i++) {
      const share = shares[i] / total;
      for (let a = 0; a < n; a++) {
        const value = z[active[a]][i] || 0;
        means[a] += share * value;
        if (relevant[i]) gradient[a] -= value / found / cases.length;
        for (let b = 0; b <= a; b++) products[a * n + b] += share * value * (z[active[b]][i] || 0);
      }
    }
    for (let a = 0; a < n; a++) {
      gradient[a] += means[a] / cases.length;
      for (let b = 0; b <= a; b++) {
        const covariance = (products[a * n + b] - means[a] * means[b]) / cases.length;
        hessian[a][b] += covariance;
        if (a !== b) hessian[b][a] += covariance;
      }
    }
  }
  return { loss, gradient, hessian };
}

/** The weights ≥ 0 that minimise the quadratic model around the present ones. */
function quadraticMinimum(
  { gradient, hessian }: Loss,
  active: readonly number[],
  weights: readonly number[],
): number[] {
  const own = active.map((m) => weights[m]);
  const slope = gradient.slice();
  for (let sweep = 0; sweep < COORDINATE_SWEEPS; sweep++) {
    for (let a = 0; a < own.length; a++) {
      if (!(hessian[a][a] > 0)) continue;
      const next = Math.max(0, own[a] - slope[a] / hessian[a][a]);
      const by = next - own[a];
      if (by === 0) continue;
      own[a] = next;
      for (let b = 0; b < own.length; b++) slope[b] += hessian[a][b] * by;
    }
  }
  const target = weights.map(() => 0);
  active.forEach((m, a) => {
    target[m] = own[a];
  });
  return target;
}
