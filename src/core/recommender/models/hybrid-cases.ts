import { judgeList, ndcg } from '../measures/lists.ts';
import { topN } from '../numeric/top-n.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import type { History } from '../data/training-set.ts';
import type { InnerSplit } from './inner-split.ts';
import type { FittedModel } from './model.ts';

const MOST_LISTENERS = 400;
/** Songs of every part's list that compete for a listener. */
const LIST_LENGTH = 50;
const CUTOFF = 50;

/**
 * One listener of the inner split: the songs that could stand in a list (the head of each part's own, and the ones to
 * be found) with the standardised scores of the parts. Memory does not grow with parts × songs of the library.
 */
export interface RankingCase {
  historyLength: number;
  songs: Uint32Array;
  /** Part by part, a score a song; NaN where the part does not know it. */
  z: Float32Array[];
  /** 1 for songs to be found. */
  relevant: Uint8Array;
  /** Songs to be found, those that no part knows included. */
  toFind: number;
}

export async function rankingCases(
  parts: readonly FittedModel[],
  { set, cases, candidates, trained }: InnerSplit,
  context: Reporting,
): Promise<RankingCase[]> {
  const { songs } = set.interactions;
  const scores = parts.map(() => new Float64Array(songs));
  const stride = Math.max(1, Math.ceil(cases.length / MOST_LISTENERS));
  const found: RankingCase[] = [];
  for (let at = 0; at < cases.length; at += stride) {
    const { history, items } = cases[at];
    const played = new Set(history.items);
    const out = (song: number) => played.has(song) || candidates?.[song] === 0 || !trained[song];
    const competing = new Set<number>();
    for (const [m, part] of parts.entries()) {
      if (heldLong()) await giveWay(context, at / cases.length);
      zScores(part, history, scores[m], trained);
      for (const song of topN(scores[m], out, LIST_LENGTH)) competing.add(song);
    }
    for (const song of items) if (scores.some((own) => !Number.isNaN(own[song]))) competing.add(song);
    const own = Uint32Array.from(competing).sort();
    const wanted = new Set(items);
    found.push({
      historyLength: history.items.length,
      songs: own,
      z: scores.map((all) => Float32Array.from(own, (song) => all[song])),
      relevant: Uint8Array.from(own, (song) => (wanted.has(song) ? 1 : 0)),
      toFind: items.length,
    });
  }
  return found;
}

/** Mean NDCG@50 of the scores that `join` writes for the songs of each case. */
export function rankingQuality(
  cases: readonly RankingCase[],
  join: (one: RankingCase, out: Float64Array) => void,
): number {
  let sum = 0;
  for (const one of cases) {
    const scores = new Float64Array(one.songs.length);
    join(one, scores);
    const ranked = topN(scores, () => false, CUTOFF);
    const hits = new Set<number>();
    ranked.forEach((place) => {
      if (one.relevant[place]) hits.add(place);
    });
    // Songs that nobody ranked count as not found.
    for (let missing = -1; hits.size < one.toFind; missing--) hits.add(missing);
    const list = judgeList(ranked, hits, CUTOFF);
    if (list) sum += ndcg.of(list);
  }
  return cases.length === 0 ? 0 : sum / cases.length;
}

/**
 * Scores with mean 0 and deviation 1 over the songs that the part knows, or those of them that count; songs that it
 * does not know stay NaN.
 *
 * @param within the mean and deviation are those of so many songs, from the first; the others come after them and are
 *   measured by them
 */
export function zScores(
  part: FittedModel,
  history: History,
  out: Float64Array,
  counts: Uint8Array | null = null,
  within = out.length,
): Float64Array {
  part.scores(history, out);
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let song = 0; song < within; song++) {
    const value = out[song];
    if (Number.isNaN(value) || counts?.[song] === 0) continue;
    n++;
    sum += value;
    squares += value * value;
  }
  const average = n === 0 ? 0 : sum / n;
  const deviation = n === 0 ? 1 : Math.sqrt(Math.max(0, squares / n - average * average)) || 1;
  for (let i = 0; i < out.length; i++) out[i] = (out[i] - average) / deviation;
  return out;
}

/**
 * Weighted sum. A part that does not know a song counts as if it had the middle score; a song that no part with a
 * weight knows is NaN.
 */
export function weightedSum(
  z: readonly (Float64Array | Float32Array)[],
  weights: readonly number[],
  out: Float64Array,
): void {
  out.fill(Number.NaN);
  z.forEach((scores, m) => {
    if (weights[m] === 0) return;
    for (let i = 0; i < out.length; i++) {
      if (Number.isNaN(scores[i])) continue;
      out[i] = (Number.isNaN(out[i]) ? 0 : out[i]) + weights[m] * scores[i];
    }
  });
}
