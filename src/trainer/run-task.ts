import { availableParallelism } from 'node:os';
import { assertFiniteFeatures, readDataset } from '../core/recommender/data/dataset.ts';
import { readOracle } from '../core/recommender/demo/oracle.ts';
import { evaluate } from '../core/recommender/evaluation/evaluate.ts';
import { KeptFile } from '../core/recommender/evaluation/kept-file.ts';
import { readGivenSplit } from '../core/recommender/splits/given-split.ts';
import { computeGridRow } from '../core/recommender/experiments/grid.ts';
import { computeTrial } from '../core/recommender/experiments/search.ts';
import { protocolDefinition } from '../core/recommender/protocols/registry.ts';
import { scoredSongs } from '../core/recommender/models/scored-songs.ts';
import { FitSession } from '../core/recommender/models/fit-session.ts';
import { readModelFile, writeModelFile } from '../core/recommender/models/model-file.ts';
import { modelDefinition } from '../core/recommender/models/registry.ts';
import { typesIn } from '../core/recommender/models/within-trained.ts';
import type { NetworkInputs, NetworkTrainer } from '../core/recommender/networks/task.ts';
import type { TrainingSet } from '../core/recommender/data/training-set.ts';
import { trainerWithWeights } from '../core/recommender/handover/read-keras.ts';
import { handOver } from '../core/recommender/handover/write-keras.ts';
import { readUnplayed, withUnplayed } from '../core/recommender/data/unplayed.ts';
import { fitRatings } from '../core/recommender/data/ratings.ts';
import { AppError } from '../shared/errors.ts';
import { say } from '../shared/messages/say.ts';
import type {
  EvaluateTask,
  HandOverTask,
  PlaceTask,
  TrainerResults,
  TrainerTask,
  TrainResult,
  TrainTask,
} from '../shared/trainer-protocol.ts';
import { encode, encodeRecording, listen } from './encode.ts';
import { engineReports } from './engines.ts';
import { EngineTrainer } from './network-trainer.ts';

export type Progress = (fraction: number, live?: Record<string, unknown>) => void;

export async function runTask(task: TrainerTask, progress: Progress): Promise<TrainerResults[TrainerTask['kind']]> {
  if (task.kind === 'engines') return engineReports();
  if (task.kind === 'encode') return encode(task, progress);
  if (task.kind === 'listen') return listen(task, progress);
  const network = new EngineTrainer(task.engine, task.threads, task.folder);
  try {
    const context = { network, threads: threadsOf(task.threads), progress };
    switch (task.kind) {
      case 'train':
        return await train(task, network, progress);
      case 'hand-over':
        return { songs: await handOverTask(task, progress) };
      case 'evaluate':
        return await evaluateTask(task, network, progress);
      case 'place':
        return await placeTask(task, network);
      case 'grid-row':
        return await computeGridRow(
          readDataset(task.datasetFile),
          task.spec,
          task.fold,
          task.model,
          task.k,
          task.epochs,
          context,
        );
      case 'trial':
        return await computeTrial(
          readDataset(task.datasetFile),
          task.spec,
          task.fold,
          task.model,
          task.options,
          task.measure,
          context,
        );
    }
  } finally {
    await network.close();
  }
}

/** All of a library, to be fitted on. */
function openSet({ datasetFile, conversion }: Pick<TrainTask, 'datasetFile' | 'conversion'>) {
  const data = readDataset(datasetFile);
  assertFiniteFeatures(data);
  const { ratings, scale } = fitRatings({ conversion, unit: data.valueUnit }, data.interactions);
  return { data, scale, set: { interactions: data.interactions, ratings, scale, features: data.features } };
}

function fitOn(set: TrainingSet, task: Omit<TrainTask, 'kind'>, network: NetworkTrainer, progress: Progress) {
  const session = new FitSession(modelDefinition, network, task.seed, threadsOf(task.threads));
  return session.fit(task.type, set, task.options, progress);
}

function handOverTask(task: HandOverTask, progress: Progress): Promise<number> {
  const { type, options, conversion, seed } = task;
  const { set } = openSet(task);
  return handOver(task.output, { type, options, conversion, seed }, { progress }, (network) =>
    fitOn(set, task, network, progress),
  );
}

async function train(task: TrainTask, engine: EngineTrainer, progress: Progress): Promise<TrainResult> {
  const started = performance.now();
  const { data, scale, set: trained } = openSet(task);
  const unplayed = task.unplayedFile === undefined ? null : readUnplayed(task.unplayedFile);
  const all = unplayed && unplayed.songIds.length > 0 ? withUnplayed(data, unplayed) : null;
  const set: TrainingSet = all ? { ...trained, catalogue: all.features } : trained;
  const network = task.weightsFolder === undefined ? engine : trainerWithWeights(task.weightsFolder, engine);
  const model = await fitOn(set, task, network, progress);
  const saved = model.save();
  const places = typesIn(task.type, saved).some((type) => modelDefinition(type).placesUnplayed);
  writeModelFile(task.output, task.type, scale, places ? { ...data, ...all } : data, saved);
  const { facts } = model;
  return {
    engine: facts?.engine ?? null,
    seconds: (performance.now() - started) / 1000,
    loss: facts?.loss ?? [],
    validationLoss: facts?.validationLoss ?? [],
    chosen: facts?.chosen ?? {},
    ...(await scoredSongs(model, set, places, { progress })),
  };
}

/**
 * Preference factors: what the network provides after as many rating factors and, unless it is from before the song's
 * bias was predicted, that bias.
 */
async function placeTask(
  { modelFile, libraryId, melFolder, ...task }: PlaceTask,
  trainer: EngineTrainer,
): Promise<{ vector: Float32Array }> {
  const { model } = readModelFile(modelFile, libraryId);
  const { network } = model;
  if (!network?.hears) throw new AppError('bad-input', say('engine.hears-nothing', { type: model.type }));
  const { mean, deviation } = network;
  const inputs: NetworkInputs =
    network.kind === 'vectors-mlp'
      ? { kind: 'vectors', width: mean.length, values: await encodeRecording(task), mean, deviation }
      : { kind: 'mel', folder: melFolder, tracks: Uint32Array.of(1), mean, deviation };
  const outputs = await trainer.predict(
    { network: network.kind, inputs, outputs: network.outputs },
    network.weights,
    Uint32Array.of(0),
  );
  return { vector: outputs.slice(Math.ceil(network.outputs / 2)).map((value) => value * network.scales[1]) };
}

function threadsOf(wanted: number): number {
  return wanted > 0 ? wanted : availableParallelism();
}

async function evaluateTask(task: EvaluateTask, network: EngineTrainer, progress: Progress) {
  const data = readDataset(task.datasetFile);
  const newSongs = protocolDefinition(task.spec.protocol).bounds;
  const oracle = task.oracleFile ? readOracle(task.oracleFile, data, newSongs) : undefined;
  const keeper = task.keptFile ? new KeptFile(task.keptFile) : undefined;
  return evaluate(data, task.spec, {
    network,
    threads: threadsOf(task.threads),
    progress,
    ...(oracle ? { oracle } : {}),
    ...(task.chosen ? { chosen: task.chosen } : {}),
    ...(task.splitFile ? { given: readGivenSplit(task.splitFile) } : {}),
    ...(keeper ? { keeper } : {}),
  }).finally(() => keeper?.close());
}
