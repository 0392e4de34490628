import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readArrays, writeArrays } from '../core/recommender/data/arrays-file.ts';
import {
  inputArrays,
  type NetworkInputs,
  type NetworkTask,
  type NetworkTrainer,
} from '../core/recommender/networks/task.ts';
import { type Checkpoints, type TrainState, trainNetwork } from '../core/recommender/networks/train.ts';
import type { EngineChoice } from '../shared/trainer-protocol.ts';
import { chooseEngine, openEngine } from './engines.ts';
import type { OpenEngine } from './engine.ts';

/**
 * Trains networks on the chosen engine, with a checkpoint after every epoch in `folder`. Engines stay open between
 * calls on the same inputs.
 */
export class EngineTrainer implements NetworkTrainer {
  readonly #choice: EngineChoice;
  readonly #threads: number;
  readonly #folder: string;
  #open: { inputs: NetworkInputs; targets: Float32Array | null; engine: OpenEngine } | null = null;

  constructor(choice: EngineChoice, threads: number, folder: string) {
    this.#choice = choice;
    this.#threads = threads;
    this.#folder = folder;
    if (!existsSync(folder)) mkdirSync(folder);
  }

  async train(task: NetworkTask, hooks: Parameters<NetworkTrainer['train']>[1]) {
    const engine = await this.#engine(
      task,
      task.targets,
      Uint32Array.from([...task.trainingRows, ...task.validationRows]),
    );
    return trainNetwork(
      task,
      engine,
      fileCheckpoints(join(this.#folder, `network-${identity(task, chooseEngine(this.#choice))}.ckpt`)),
      hooks,
    );
  }

  async predict(
    task: Parameters<NetworkTrainer['predict']>[0],
    weights: Float32Array,
    rows: Uint32Array,
  ): Promise<Float32Array> {
    return (await this.#engine(task, null)).predict(weights, rows);
  }

  async close(): Promise<void> {
    await this.#open?.engine.close();
    this.#open = null;
  }

  /** `targets` null: any engine that is open on these inputs will do. */
  async #engine(
    task: Parameters<NetworkTrainer['predict']>[0],
    targets: Float32Array | null,
    rows?: Uint32Array,
  ): Promise<OpenEngine> {
    if (this.#open && this.#open.inputs === task.inputs && (targets === null || this.#open.targets === targets))
      return this.#open.engine;
    await this.close();
    const shard = {
      network: task.network,
      inputs: task.inputs,
      outputs: task.outputs,
      targets: targets ?? new Float32Array(0),
      ...(rows ? { rows } : {}),
    };
    const engine = await openEngine(this.#choice, this.#threads, shard);
    this.#open = { inputs: task.inputs, targets, engine };
    return engine;
  }
}

/** Two runs share a checkpoint only when everything that the weights depend on is the same. */
function identity(task: NetworkTask, engine: string): string {
  const { inputs, targets, trainingRows, validationRows, ...rest } = task;
  const hash = createHash('sha256').update(JSON.stringify({ ...rest, engine }));
  for (const array of [targets, trainingRows, validationRows, ...inputArrays(inputs)]) {
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest('hex').slice(0, 24);
}

const SNAPSHOT = 'snapshot-';

function fileCheckpoints(file: string): Checkpoints {
  return {
    load() {
      if (!existsSync(file)) return null;
      const { meta, arrays } =
        readArrays<Omit<TrainState, 'weights' | 'firstMoment' | 'secondMoment' | 'best' | 'snapshots'>>(file);
      const { weights, firstMoment, secondMoment, best, ...rest } = arrays as Record<string, Float32Array>;
      const snapshots = new Map(
        Object.entries(rest).map(([name, array]) => [Number(name.slice(SNAPSHOT.length)), array]),
      );
      return { ...meta, weights, firstMoment, secondMoment, best, snapshots };
    },
    save({ weights, firstMoment, secondMoment, best, snapshots, ...meta }) {
      writeArrays(file, meta, {
        weights,
        firstMoment,
        secondMoment,
        best,
        ...Object.fromEntries(Array.from(snapshots, ([epoch, array]) => [SNAPSHOT + epoch, array])),
      });
    },
  };
}
