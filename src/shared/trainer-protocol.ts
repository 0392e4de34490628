import type { EvaluationResult, EvaluationSpec } from './contract/recommender.ts';
import type { GridRow, TrialResult } from './contract/experiments.ts';
import type { ErrorBody } from './errors.ts';
import type { Message } from './messages/message.ts';

export type EngineChoice = 'auto' | 'native' | 'wasm';

export interface EngineReport {
  name: 'native' | 'wasm';
  available: boolean;
  detail: Message;
}

interface ComputeTask {
  /** A file that `gather` wrote; the trainer never opens the database. */
  datasetFile: string;
  /** Checkpoints go here and outlive the process. */
  folder: string;
  engine: EngineChoice;
  /** 0 = as many as the machine has. */
  threads: number;
}

export interface TrainTask extends ComputeTask {
  kind: 'train';
  type: string;
  options: Record<string, string | number>;
  conversion: EvaluationSpec['conversion'];
  seed: number;
  output: string;
  /** Songs that nobody played: nothing is learned from them, but the model may recommend them. */
  unplayedFile?: string;
  /** Weights of its network that were trained elsewhere. */
  weightsFolder?: string;
}

/** Fits a model up to its network, whose training goes into the folder `output`. */
export interface HandOverTask extends Omit<TrainTask, 'kind' | 'weightsFolder' | 'unplayedFile'> {
  kind: 'hand-over';
}

export interface EvaluateTask extends ComputeTask {
  kind: 'evaluate';
  spec: EvaluationSpec;
  /** By fold and model, settings that were chosen on the fold's training rows; those of the spec win. */
  chosen?: Record<string, Record<string, string | number>>[];
  /** Synthetic libraries only: the noise-free truth, measured as a ceiling. */
  oracleFile: string | null;
  /** A user-supplied split, resolved to the library's ids. */
  splitFile: string | null;
  /** Where lists, predictions and values of single listeners go. */
  keptFile?: string;
}

/** One row of the K × epoch grid: every epoch of one K. */
export interface GridTask extends ComputeTask {
  kind: 'grid-row';
  spec: EvaluationSpec;
  /** On whose training rows. */
  fold: number;
  model: string;
  k: number;
  epochs: number[];
}

/** One setting of one model, measured on a part of the training rows. */
export interface TrialTask extends ComputeTask {
  kind: 'trial';
  spec: EvaluationSpec;
  /** On whose training rows. */
  fold: number;
  model: string;
  options: Record<string, string | number>;
  measure: string;
}

/** The factors that a model's network predicts for one recording, whose spectrogram is `1.mel` in a folder. */
export interface PlaceTask {
  kind: 'place';
  modelFile: string;
  libraryId: string;
  melFolder: string;
  /** For networks that take what the encoder hears, and the encoder's weights. */
  recording: string;
  weightsFile: string;
  folder: string;
  engine: EngineChoice;
  threads: number;
}

/** What the encoder hears in clips of three seconds. */
export interface EncodeTask {
  kind: 'encode';
  weightsFile: string;
  /** Clips × 187 × 96, as `MusicnnMel` gives them. */
  mels: Float32Array;
  engine: EngineChoice;
}

/** The same for recordings, into a file of `writeHeard`. */
export interface ListenTask {
  kind: 'listen';
  weightsFile: string;
  clips: { song: number; file: string }[];
  output: string;
  engine: EngineChoice;
}

export type TrainerTask =
  | TrainTask
  | HandOverTask
  | EvaluateTask
  | GridTask
  | TrialTask
  | PlaceTask
  | EncodeTask
  | ListenTask
  | { kind: 'engines' };

export interface TrainResult {
  engine: string | null;
  seconds: number;
  loss: number[];
  validationLoss: number[];
  chosen: Record<string, unknown>;
  /** How many songs it can recommend. */
  songs: number;
  /** How many of these nobody has played and have no clip. */
  unplayed: number;
}

export interface TrainerResults {
  train: TrainResult;
  'hand-over': { songs: number };
  evaluate: EvaluationResult;
  'grid-row': GridRow & { globalMeanRmse: number };
  trial: TrialResult;
  place: { vector: Float32Array };
  /** Clips × 753. */
  encode: { vectors: Float32Array; engine: string };
  /** Recordings that could not be read. */
  listen: { refused: { file: string; reason: Message }[]; engine: string };
  engines: EngineReport[];
}

export type ToTrainer = { type: 'start'; id: number; task: TrainerTask } | { type: 'cancel'; id: number };

export type FromTrainer =
  | { type: 'progress'; id: number; fraction: number; live: Record<string, unknown> }
  | { type: 'done'; id: number; result: unknown }
  | { type: 'failed'; id: number; error: ErrorBody };
