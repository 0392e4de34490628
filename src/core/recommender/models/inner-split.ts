import { derivedSeed, Random } from '../../statistics/random.ts';
import { fitRatings } from '../data/ratings.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { judgeList, ndcg } from '../measures/lists.ts';
import { topN } from '../numeric/top-n.ts';
import { type HeldOut, heldOutByListener } from '../splits/held-out.ts';
import { splitBy } from '../splits/split.ts';
import type { FitContext } from './model.ts';

const COLD_SHARE = 0.2;
const FEWEST_COLD_SONGS = 5;
const MOST_LISTENERS_JUDGED = 2000;
const CUTOFF = 10;

/** A part of a training set set aside, so that settings are chosen on rows that nothing was learned from. */
export interface InnerSplit {
  set: TrainingSet;
  cases: HeldOut[];
  /** Songs that compete for a place in the lists; null = all. */
  candidates: Uint8Array | null;
}

/** Models of one run share the split, and so the fits made on it. */
const coldSplits = new WeakMap<TrainingSet, Map<number, InnerSplit | null>>();

/**
 * Holds out a fifth of the songs that have features, or of their artists if the evaluation does so: no play of a
 * held-out song is in the inner training set, and only these songs compete. Null if there are too few songs to hold
 * out.
 */
export function innerColdSplit(set: TrainingSet, context: Pick<FitContext, 'splitSeed'>): InnerSplit | null {
  const ofSet = coldSplits.get(set) ?? new Map<number, InnerSplit | null>();
  coldSplits.set(set, ofSet);
  const known = ofSet.get(context.splitSeed);
  if (known !== undefined) return known;
  const split = makeColdSplit(set, derivedSeed(context.splitSeed, 'cold'));
  ofSet.set(context.splitSeed, split);
  return split;
}

/** Songs that compete for a place in the lists. */
export function coldSongs({ candidates }: InnerSplit): Uint32Array {
  return Uint32Array.from(candidates?.keys() ?? []).filter((song) => candidates?.[song] === 1);
}

function makeColdSplit(set: TrainingSet, seed: number): InnerSplit | null {
  const { interactions, features } = set;
  const { songs } = interactions;
  const played = new Uint8Array(songs);
  for (const song of interactions.items) played[song] = 1;
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
  const inner: TrainingSet = { ...set, interactions: split.training, ...fitRatings(set.scale, split.training) };
  const cases = heldOutByListener(split, inner).filter(({ history }) => history.items.length > 0);
  return cases.length > 0 ? { set: inner, cases, candidates } : null;
}

/** Mean NDCG@10 over at most 2,000 of the inner split's listeners. */
export function innerQuality(
  { set, cases, candidates }: InnerSplit,
  score: (one: HeldOut, out: Float64Array) => void,
): number {
  const stride = Math.max(1, Math.ceil(cases.length / MOST_LISTENERS_JUDGED));
  const scores = new Float64Array(set.interactions.songs);
  const competing = Uint32Array.from(scores.keys()).filter((song) => candidates?.[song] !== 0);
  const own = new Float64Array(competing.length);
  const place = new Map(Array.from(competing, (song, i) => [song, i]));
  let sum = 0;
  let judged = 0;
  for (let at = 0; at < cases.length; at += stride) {
    const one = cases[at];
    score(one, scores);
    for (let i = 0; i < own.length; i++) own[i] = scores[competing[i]];
    for (const song of one.history.items) if (place.has(song)) own[place.get(song) as number] = Number.NaN;
    const relevant = new Set(Array.from(one.items, (song) => place.get(song) as number));
    const list = judgeList(
      topN(own, () => false, CUTOFF),
      relevant,
      CUTOFF,
    );
    if (!list) continue;
    sum += ndcg.of(list);
    judged++;
  }
  return judged === 0 ? 0 : sum / judged;
}
