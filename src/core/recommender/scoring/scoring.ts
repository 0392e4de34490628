import { AppError } from '../../../shared/errors.ts';
import type { Message, Quantity } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { topN } from '../numeric/top-n.ts';
import { cosineAt, dotAt, type Factors } from '../numeric/vectors.ts';
import type { Certainty, ScorePart } from '../models/model.ts';
import type { History } from '../data/training-set.ts';
import type { LoadedModel } from '../models/model-file.ts';
import { Random } from '../../statistics/random.ts';
import { rate } from '../data/ratings.ts';

/** A listener's plays by library id of the song. */
export interface ListenerPlays {
  listenerId: number;
  songs: Uint32Array;
  counts: Uint32Array;
}

export interface ScoredSong {
  songId: number;
  score: number;
  /** `song` is a library id here. */
  reasons: ScorePart[];
}

export interface Recommended {
  items: ScoredSong[];
  minimum: number;
  maximum: number;
}

/** The best songs that the listener has not played. */
export function recommend(loaded: LoadedModel, plays: ListenerPlays, top: number): Recommended {
  const { history, scores, candidates } = scored(loaded, plays);
  const best = topN(scores, (song) => !candidates(song), top);
  const items = Array.from(best, (song) => ({
    songId: loaded.songIds[song],
    score: scores[song],
    reasons: reasonsOf(loaded, history, song),
  }));
  return { items, minimum: loaded.scale.minimum, maximum: loaded.scale.maximum };
}

export interface Explained extends ScoredSong {
  /**
   * Rank among the songs that could be recommended (1 = first), and their number; null if the listener has played the
   * song.
   */
  rank: number | null;
  candidates: number;
  minimum: number;
  maximum: number;
  rating: number | null;
  /** Played songs by cosine of the model's song vectors; library ids. */
  soundsLike: { songId: number; similarity: number }[];
  sharedTags: { tag: string; share: number }[];
}

const NEAREST_SHOWN = 5;

/** Why one song has its score for one listener, whether or not it would be recommended. */
export function explain(
  loaded: LoadedModel,
  plays: ListenerPlays,
  { id: songId, listeners }: { id: number; listeners: number },
): Explained {
  const song = loaded.songIndex.get(songId);
  if (song === undefined) {
    const byPlaysAlone = listeners === 0 && !loaded.placesUnplayed;
    throw new AppError('not-found', byPlaysAlone ? say('scoring.song-unplayed') : say('scoring.song-unknown'));
  }
  const { history, scores, candidates } = scored(loaded, plays);
  const score = scores[song];
  if (Number.isNaN(score)) throw new AppError('bad-input', say('scoring.no-score'));
  let [above, all] = [0, 0];
  scores.forEach((other, i) => {
    if (!candidates(i)) return;
    all++;
    if (other > score || (other === score && i < song)) above++;
  });
  const rated = new Float64Array(1);
  loaded.model.ratings?.(history, Uint32Array.of(song), rated);
  return {
    songId,
    score,
    reasons: reasonsOf(loaded, history, song),
    rank: history.items.includes(song) ? null : above + 1,
    candidates: all,
    minimum: loaded.scale.minimum,
    maximum: loaded.scale.maximum,
    rating: loaded.model.ratings ? rated[0] : null,
    soundsLike: nearestPlayed(loaded, history, song),
    sharedTags: sharedTags(loaded, history, song),
  };
}

function scored(loaded: LoadedModel, plays: ListenerPlays) {
  const { model, songIds } = loaded;
  const history = historyOf(loaded, plays);
  if (history.items.length === 0) throw new AppError('bad-input', say('scoring.listener-unknown'));
  const scores = new Float64Array(songIds.length);
  model.scores(history, scores);
  if (knowsNothingOf(loaded, history, scores)) throw new AppError('bad-input', say('scoring.listener-unknown'));
  const played = new Set(history.items);
  return {
    history,
    scores,
    candidates: (song: number) => !played.has(song) && !Number.isNaN(scores[song]) && scores[song] !== model.noEvidence,
  };
}

/** Somebody who played only songs that nobody had played at training, where no song is then better than another. */
function knowsNothingOf({ trainedSongs }: LoadedModel, { items }: History, scores: Float64Array): boolean {
  if (items.some((song) => song < trainedSongs)) return false;
  const one = scores.find((score) => !Number.isNaN(score));
  return scores.every((score) => score === one || Number.isNaN(score));
}

function historyOf(
  { songIndex, listenerIndex, scale }: LoadedModel,
  { listenerId, songs, counts: plays }: ListenerPlays,
): History {
  const pairs = Array.from(songs, (id, i) => ({ song: songIndex.get(id) ?? -1, count: plays[i] })).filter(
    ({ song }) => song >= 0,
  );
  pairs.sort((a, b) => a.song - b.song);
  const items = Uint32Array.from(pairs, ({ song }) => song);
  const counts = Uint32Array.from(pairs, ({ count }) => count);
  return {
    listener: listenerIndex.get(listenerId) ?? -1,
    items,
    counts,
    ratings: Float32Array.from(counts, (count) => rate(scale, counts, count)),
  };
}

function reasonsOf({ model, features, songIds }: LoadedModel, history: History, song: number): ScorePart[] {
  const reasons = model.explain?.(history, song, features) ?? [];
  return reasons.map((part) => (part.song === undefined ? part : { ...part, song: songIds[part.song] }));
}

function nearestPlayed({ model, songIds }: LoadedModel, history: History, song: number): Explained['soundsLike'] {
  const space = model.songSpace;
  if (!space?.known[song]) return [];
  return Array.from(history.items)
    .filter((other) => other !== song && space.known[other])
    .map((other) => ({
      songId: songIds[other],
      similarity: cosineAt(space.vectors, other * space.k, space.vectors, song * space.k, space.k),
    }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, NEAREST_SHOWN);
}

/** The song's tags with the share that each has among the tags of what the listener played. */
function sharedTags({ features }: LoadedModel, history: History, song: number): Explained['sharedTags'] {
  const weights = new Map<number, number>();
  let total = 0;
  for (const item of history.items) {
    for (let at = features.tagOffsets[item]; at < features.tagOffsets[item + 1]; at++) {
      weights.set(features.tags[at], (weights.get(features.tags[at]) ?? 0) + features.tagWeights[at]);
      total += features.tagWeights[at];
    }
  }
  return Array.from(features.tags.subarray(features.tagOffsets[song], features.tagOffsets[song + 1]), (tag) => ({
    tag: features.tagNames[tag],
    share: (weights.get(tag) ?? 0) / (total || 1),
  }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, NEAREST_SHOWN);
}

export interface Placed {
  /** Library ids. */
  nearest: { songId: number; similarity: number }[];
  audience: { listenerId: number; score: number }[];
  /** Share of the songs that the model learned from that are expected to please listeners less, on average. */
  appealPercentile: number;
  certainty: Certainty | null;
  /**
   * Cosine of the nearest song that the model learned from, and its quartiles over those songs: far below them, the
   * recording is unlike anything in the training data.
   */
  nearestSimilarity: number;
  usualNearest: { lower: number; median: number; upper: number };
}

/** The recording's nearest song is farther than those of three quarters of the library's own songs. */
export function unlikeHeard({
  nearestSimilarity,
  usualNearest: { lower, upper },
}: Pick<Placed, 'nearestSimilarity' | 'usualNearest'>): Message | null {
  if (nearestSimilarity >= lower) return null;
  const decimals = decimalsApart(nearestSimilarity, lower);
  const shown = (number: number): Quantity => ({ number, style: 'result', decimals });
  return say('scoring.unlike-heard', { own: shown(nearestSimilarity), lower: shown(lower), upper: shown(upper) });
}

/** Two, or as many as show that the numbers differ: after little training all songs are close to each other. */
function decimalsApart(one: number, other: number): number {
  let decimals = 2;
  while (decimals < 6 && one.toFixed(decimals) === other.toFixed(decimals)) decimals++;
  return decimals;
}

const PLACED_SHOWN = 10;
const SONGS_SAMPLED = 200;

/** Where a new recording belongs, from the factors that the network predicts for it. */
export function place(loaded: LoadedModel, vector: Float32Array): Placed {
  const { model, songIds, listenerIds, played } = loaded;
  const { songSpace: songs, listenerSpace: listeners } = model;
  if (!songs || !listeners) throw new AppError('bad-input', say('scoring.cannot-hear', { type: model.type }));
  const { k } = songs;
  const similar = (vectorOf: Factors, at: number) =>
    Float64Array.from(songIds, (_, song) =>
      songs.known[song] ? cosineAt(songs.vectors, song * k, vectorOf, at, k) : Number.NaN,
    );
  const own = similar(vector, 0);
  const best = topN(own, () => false, PLACED_SHOWN);
  const scores = Float64Array.from(listenerIds, (_, listener) => dotAt(listeners.vectors, listener * k, vector, 0, k));
  const mean = new Float64Array(k);
  for (let listener = 0; listener < listenerIds.length; listener++)
    for (let f = 0; f < k; f++) mean[f] += listeners.vectors[listener * k + f] / listenerIds.length;
  const appeal = dotAt(mean, 0, vector, 0, k);
  // What was only predicted from songs that nobody played says nothing of what is usual.
  const learned = Uint32Array.from(Array.from(songIds.keys()).filter((song) => songs.known[song] && played[song]));
  const appeals = Array.from(learned, (song) => dotAt(mean, 0, songs.vectors, song * k, k));
  const nearestOf = (similarities: Float64Array, itself = -1) =>
    learned.reduce((nearest, song) => (song === itself ? nearest : Math.max(nearest, similarities[song])), -1);
  return {
    nearest: Array.from(best, (song) => ({ songId: songIds[song], similarity: own[song] })),
    audience: Array.from(
      topN(scores, () => false, PLACED_SHOWN),
      (listener) => ({ listenerId: listenerIds[listener], score: scores[listener] }),
    ),
    appealPercentile: appeals.filter((other) => other < appeal).length / appeals.length,
    certainty: model.certainty ?? null,
    nearestSimilarity: nearestOf(own),
    usualNearest: usualNearest(learned, (song) => nearestOf(similar(songs.vectors, song * k), song)),
  };
}

function usualNearest(learned: Uint32Array, nearestTo: (song: number) => number): Placed['usualNearest'] {
  const songs = new Random(1).shuffle(learned.slice()).slice(0, SONGS_SAMPLED);
  const nearest = Float64Array.from(songs, nearestTo).sort();
  const at = (share: number) => nearest[Math.min(nearest.length - 1, Math.floor(share * nearest.length))] ?? Number.NaN;
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}
