import { derivedSeed, Random } from '../../statistics/random.ts';
import { fitRatings } from '../data/ratings.ts';
import { type Interactions, playedSongs } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { FactorScorer } from '../factors/factor-scorer.ts';
import { judgeList, ndcg } from '../measures/lists.ts';
import { topN } from '../numeric/top-n.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import { casesOf, type HeldOut, heldOut, heldOutByListener } from '../splits/held-out.ts';
import { listenerFolds, type Split, splitBy } from '../splits/split.ts';
import type { FitContext } from './model.ts';

const COLD_SHARE = 0.2;
const FEWEST_COLD_SONGS = 5;
const MOST_LISTENERS_JUDGED = 2000;
const CUTOFF = 10;
const ROWS_SHARE = 0.2;
const FEWEST_SONGS = 5;
const LISTENERS_SHARE = 0.2;
const MOST_LISTENERS_HELD = 1000;

/** A part of a training set set aside, so that settings are chosen on rows that nothing was learned from. */
export interface InnerSplit {
  set: TrainingSet;
  cases: HeldOut[];
  /** Songs that compete for a place in the lists; null = all. */
  candidates: Uint8Array | null;
  /** 1 for songs of the whole training set, set aside or not; others have no part in what is chosen. */
  trained: Uint8Array;
}

/** Models of one run share the splits, and so the fits made on them. */
const coldSplits = new WeakMap<TrainingSet, Map<number, InnerSplit | null>>();
const splits = new WeakMap<TrainingSet, Map<number, InnerSplit | null>>();

function kept(
  known: WeakMap<TrainingSet, Map<number, InnerSplit | null>>,
  set: TrainingSet,
  seed: number,
  make: () => InnerSplit | null,
): InnerSplit | null {
  const ofSet = known.get(set) ?? new Map<number, InnerSplit | null>();
  known.set(set, ofSet);
  if (!ofSet.has(seed)) ofSet.set(seed, make());
  return ofSet.get(seed) ?? null;
}

/**
 * A part of the training rows set aside as the evaluation sets rows aside: songs or artists whole, listeners whole (a
 * fifth of their songs to be found, the others folded in), or a fifth of each listener's songs. Null if there is too
 * little to set aside.
 */
export function innerSplit(set: TrainingSet, context: Pick<FitContext, 'splitSeed'>): InnerSplit | null {
  if (set.holdsOut === 'songs' || set.holdsOut === 'artists') return innerColdSplit(set, context);
  const seed = derivedSeed(context.splitSeed, 'rows');
  return kept(splits, set, context.splitSeed, () => {
    if (set.holdsOut === 'listeners') return withoutListeners(set, seed);
    const cold = set.holdsOut === 'songs-among-all' ? innerColdSplit(set, context)?.candidates : null;
    const own = listenerFolds(set.interactions, 1, ROWS_SHARE, FEWEST_SONGS, seed)(0);
    if (!cold) return withoutRows(set, own);
    const random = new Random(seed);
    const { items } = set.interactions;
    return withoutRows(
      set,
      splitBy(set.interactions, (row) => cold[items[row]] === 1 || random.uniform() < ROWS_SHARE),
    );
  });
}

/** What is chosen on an inner split is chosen as an evaluation chooses it: among the songs to learn from. */
function innerSet({ catalogue: _unplayed, ...set }: TrainingSet, training: Interactions): TrainingSet {
  return { ...set, interactions: training, ...fitRatings(set.scale, training) };
}

function withoutRows(set: TrainingSet, split: Split): InnerSplit | null {
  if (split.testItems.length === 0 || split.training.items.length === 0) return null;
  const inner = innerSet(set, split.training);
  const cases = heldOutByListener(split, inner).filter(({ history }) => history.items.length > 0);
  return cases.length > 0 ? { set: inner, cases, candidates: null, trained: playedSongs(set.interactions) } : null;
}

/** As in strong generalisation: nothing is learned from these listeners; songs that only they played do not count. */
function withoutListeners(set: TrainingSet, seed: number): InnerSplit | null {
  const { interactions } = set;
  const target = listenerFolds(interactions, 1, ROWS_SHARE, FEWEST_SONGS, derivedSeed(seed, 'target'))(0);
  const able = [...new Set(target.testListeners)];
  const most = Math.max(1, Math.min(MOST_LISTENERS_HELD, Math.floor(able.length * LISTENERS_SHARE)));
  const held = new Set(new Random(seed).shuffle(Uint32Array.from(able)).subarray(0, most));
  const { training } = splitBy(interactions, (_row, u) => held.has(u));
  if (training.items.length === 0) return null;
  const candidates = playedSongs(training);
  const inner = innerSet(set, training);
  const cases = casesOf(target)
    .filter(({ who }) => held.has(who))
    .map(({ who, items, counts }) => {
      const [from, to] = [target.training.offsets[who], target.training.offsets[who + 1]];
      const foldIn = known(
        candidates,
        target.training.items.subarray(from, to),
        target.training.counts.subarray(from, to),
      );
      return heldOut({ who, foldIn, ...known(candidates, items, counts) }, inner);
    })
    .filter(({ history, items }) => history.items.length > 0 && items.length > 0);
  return cases.length > 0 ? { set: inner, cases, candidates, trained: playedSongs(interactions) } : null;
}

function known(candidates: Uint8Array, songs: Uint32Array, counts: Uint32Array) {
  return { items: songs.filter((song) => candidates[song]), counts: counts.filter((_, i) => candidates[songs[i]]) };
}

/**
 * Holds out a fifth of the songs that have features, or of their artists if the evaluation does so: no play of a
 * held-out song is in the inner training set, and only these songs compete. Null if there are too few songs to hold
 * out.
 */
export function innerColdSplit(set: TrainingSet, context: Pick<FitContext, 'splitSeed'>): InnerSplit | null {
  return kept(coldSplits, set, context.splitSeed, () => makeColdSplit(set, derivedSeed(context.splitSeed, 'cold')));
}

/** Songs that compete for a place in the lists. */
export function coldSongs({ candidates }: InnerSplit): Uint32Array {
  return Uint32Array.from(candidates?.keys() ?? []).filter((song) => candidates?.[song] === 1);
}

function makeColdSplit(set: TrainingSet, seed: number): InnerSplit | null {
  const { interactions, features } = set;
  const { songs } = interactions;
  const played = playedSongs(interactions);
  const groups = new Map<number, number[]>();
  for (let song = 0; song < songs; song++) {
    const artist = features.artists[song];
    const described =
      features.tagOffsets[song + 1] > features.tagOffsets[song] ||
      features.melTracks[song] !== 0 ||
      features.vectorSets?.some(({ known }) => known[song] === 1);
    if (!played[song] || !(described || artist >= 0)) continue;
    const group = set.holdsOut === 'artists' && artist >= 0 ? songs + artist : song;
    const list = groups.get(group);
    if (list) list.push(song);
    else groups.set(group, [song]);
  }
  const groupsHeld = Math.floor(groups.size * COLD_SHARE);
  const lists = [...groups.values()];
  const candidates = new Uint8Array(songs);
  for (const group of new Random(seed).shuffle(Uint32Array.from(lists.keys())).subarray(0, groupsHeld))
    for (const song of lists[group]) candidates[song] = 1;
  const split = splitBy(interactions, (row) => candidates[interactions.items[row]] === 1);
  const held = candidates.reduce((sum, own) => sum + own, 0);
  if (held < FEWEST_COLD_SONGS || split.training.items.length === 0) return null;
  const inner = withoutRows(set, split);
  return inner && { ...inner, candidates };
}

/**
 * How well vectors rank the held-out songs for the inner split's listeners, of whom at most 2,000 are asked: mean
 * NDCG@10.
 *
 * @param p the listeners' vectors and @param vectors all songs', k values each
 */
export async function innerColdQuality(
  inner: InnerSplit,
  p: Float32Array,
  vectors: Float32Array,
  k: number,
  context: Reporting,
): Promise<number> {
  const { set, cases } = inner;
  const competing = coldSongs(inner);
  const scorer = new FactorScorer(rowsOf(vectors, competing, k), k);
  const place = new Int32Array(set.interactions.songs).fill(-1);
  competing.forEach((song, i) => {
    place[song] = i;
  });
  const scores = new Float64Array(competing.length);
  const stride = Math.max(1, Math.ceil(cases.length / MOST_LISTENERS_JUDGED));
  let sum = 0;
  let judged = 0;
  for (let at = 0; at < cases.length; at += stride) {
    if (heldLong()) await giveWay(context, at / cases.length);
    const { history, items } = cases[at];
    scorer.score(p.subarray(history.listener * k, (history.listener + 1) * k), scores);
    for (const song of history.items) if (place[song] >= 0) scores[place[song]] = Number.NaN;
    const relevant = new Set(Array.from(items, (song) => place[song]));
    const list = judgeList(
      topN(scores, () => false, CUTOFF),
      relevant,
      CUTOFF,
    );
    if (!list) continue;
    sum += ndcg.of(list);
    judged++;
  }
  return judged === 0 ? 0 : sum / judged;
}

function rowsOf(m: Float32Array, rows: Uint32Array, k: number): Float32Array {
  const own = new Float32Array(rows.length * k);
  rows.forEach((row, i) => {
    own.set(m.subarray(row * k, (row + 1) * k), i * k);
  });
  return own;
}
