import { parentPort } from 'node:worker_threads';
import { type ThreadError, toThreadError } from '../../../shared/errors.ts';
import { type LoadedModel, readModelFile } from '../models/model-file.ts';
import { positionOf, type Projection, project, projectVectors } from './projection.ts';
import type { SongsWithVectors } from '../rows/vector-rows.ts';
import {
  type Explained,
  explain,
  type ListenerPlays,
  type Placed,
  place,
  type Recommended,
  recommend,
} from './scoring.ts';

/** Requests to a fitted model, and their results. */
export interface Questions {
  recommend: { question: { plays: ListenerPlays; top: number }; answer: Recommended };
  explain: { question: { plays: ListenerPlays; song: { id: number; listeners: number } }; answer: Explained };
  place: { question: { vector: Float32Array }; answer: Placed };
  locate: { question: { vector: Float32Array; most: number }; answer: [number, number] };
  project: { question: { most: number }; answer: Projection };
  /** Of vectors, without a model. */
  'project-vectors': { question: SongsWithVectors; answer: Projection };
}

export type Kind = keyof Questions;
export type ScoringRequest = {
  [K in Kind]: { id: number; kind: K; modelFile: string; libraryId: string } & Questions[K]['question'];
}[Kind];
export type ScoringAnswer = { id: number; answer: Questions[Kind]['answer'] } | { id: number; error: ThreadError };

const MODELS_KEPT = 3;
const loaded = new Map<string, LoadedModel>();

function modelOf(file: string, libraryId: string): LoadedModel {
  const model = loaded.get(file) ?? readModelFile(file, libraryId);
  loaded.delete(file);
  if (loaded.size >= MODELS_KEPT) loaded.delete(loaded.keys().next().value as string);
  loaded.set(file, model);
  return model;
}

function answerTo(request: ScoringRequest): Questions[Kind]['answer'] {
  if (request.kind === 'project-vectors') return projectVectors(request);
  const model = modelOf(request.modelFile, request.libraryId);
  switch (request.kind) {
    case 'recommend':
      return recommend(model, request.plays, request.top);
    case 'explain':
      return explain(model, request.plays, request.song);
    case 'place':
      return place(model, request.vector);
    case 'locate':
      return positionOf(model, request.most, request.vector);
    case 'project':
      return project(model, request.most);
  }
}

parentPort?.on('message', (request: ScoringRequest) => {
  let message: ScoringAnswer;
  try {
    message = { id: request.id, answer: answerTo(request) };
  } catch (error) {
    message = { id: request.id, error: toThreadError(error) };
  }
  parentPort?.postMessage(message);
});
