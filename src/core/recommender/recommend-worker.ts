import { parentPort } from 'node:worker_threads';
import { AppError, toErrorBody, type ErrorBody } from '../../shared/errors.ts';
import { topN } from './evaluation/metrics.ts';
import type { History, ScorePart } from './models/model.ts';
import { type LoadedModel, readModelFile } from './models/model-file.ts';
import { rate } from './ratings.ts';

export interface RecommendRequest {
  id: number;
  modelFile: string;
  listenerId: number;
  /** The listener's plays by library id of the song. */
  songs: Uint32Array;
  counts: Uint32Array;
  top: number;
}

export interface ScoredSong {
  songId: number;
  score: number;
  /** `song` is a library id here. */
  reasons: ScorePart[];
}

export type RecommendAnswer = { id: number; items: ScoredSong[]; minimum: number; maximum: number } | { id: number; error: ErrorBody };

const MODELS_KEPT = 3;
const loaded = new Map<string, LoadedModel>();

function modelOf(file: string): LoadedModel {
  let model = loaded.get(file);
  if (!model) {
    model = readModelFile(file);
    if (loaded.size >= MODELS_KEPT) loaded.delete(loaded.keys().next().value as string);
  }
  loaded.delete(file);
  loaded.set(file, model);
  return model;
}

function recommend(request: RecommendRequest): RecommendAnswer {
  const loadedModel = modelOf(request.modelFile);
  const { model, features, songIds, songIndex, listenerIndex, scale } = loadedModel;
  const history = historyOf(loadedModel, request, listenerIndex.get(request.listenerId) ?? -1, songIndex);
  if (history.items.length === 0) throw new AppError('bad-input', 'This listener has played no song that the model knows. Train the model again after importing.');
  const scores = new Float64Array(songIds.length);
  model.scores(history, scores);
  const played = new Set(history.items);
  const best = topN(scores, (song) => played.has(song) || scores[song] === model.noEvidence, request.top);
  const items = Array.from(best, (song) => {
    const reasons = model.explain?.(history, song, features) ?? [];
    return { songId: songIds[song], score: scores[song], reasons: reasons.map((part) => (part.song === undefined ? part : { ...part, song: songIds[part.song] })) };
  });
  return { id: request.id, items, minimum: scale.minimum, maximum: scale.maximum };
}

function historyOf(model: LoadedModel, request: RecommendRequest, listener: number, songIndex: Map<number, number>): History {
  const pairs = Array.from(request.songs, (id, i) => ({ song: songIndex.get(id) ?? -1, count: request.counts[i] })).filter(({ song }) => song >= 0);
  pairs.sort((a, b) => a.song - b.song);
  const items = Uint32Array.from(pairs, ({ song }) => song);
  const counts = Uint32Array.from(pairs, ({ count }) => count);
  return { listener, items, counts, ratings: Float32Array.from(counts, (count) => rate(model.scale, counts, count)) };
}

parentPort?.on('message', (request: RecommendRequest) => {
  let answer: RecommendAnswer;
  try {
    answer = recommend(request);
  } catch (error) {
    answer = { id: request.id, error: toErrorBody(error) };
  }
  parentPort?.postMessage(answer);
});
