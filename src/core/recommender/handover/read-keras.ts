import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { sha256OfFile } from '../../storage/file-hash.ts';
import { plainFile } from '../../storage/plain-file.ts';
import { readSafetensors, type Tensor } from '../data/safetensors.ts';
import { parameterCount, size } from '../networks/network.ts';
import { NETWORKS } from '../networks/registry.ts';
import type { NetworkResult, NetworkTask, NetworkTrainer } from '../networks/task.ts';
import {
  handedOver,
  PREDICTIONS,
  RESULT_FILE,
  SPEC_FILE,
  taskIdentity,
  type TrainedElsewhere,
  trainedElsewhere,
  WEIGHTS_FILE,
} from './keras-files.ts';

/** Of predictions, against the largest of them: float32 sums in another order. */
const TOLERANCE = 1e-4;

/**
 * The model that a folder was handed over for, if its result is whole.
 *
 * @throws bad-input for a folder without a result, with a part of one, or with that of another task
 */
export function readHandedOver(folder: string): z.infer<typeof handedOver>['model'] {
  const spec = jsonOf(folder, SPEC_FILE, handedOver);
  resultOf(folder, spec.task);
  return spec.model;
}

function resultOf(folder: string, task: string): { manifest: TrainedElsewhere; tensors: Map<string, Tensor> } {
  const manifest = jsonOf(folder, RESULT_FILE, trainedElsewhere);
  if (manifest.task !== task) throw refused(folder, say('handover.foreign', { folder: basename(folder) }));
  const file = join(folder, WEIGHTS_FILE);
  const whole = existsSync(file) && sha256OfFile(file) === manifest.sha256;
  if (!whole) throw refused(folder, say('handover.half-written', { file: WEIGHTS_FILE, manifest: RESULT_FILE }));
  return { manifest, tensors: readSafetensors(file).tensors };
}

function jsonOf<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const file = plainFile(join(folder, name));
  if (!existsSync(file)) throw refused(folder, say('handover.file-missing', { file: name, folder: basename(folder) }));
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw refused(folder, say('handover.not-ours', { file: name }));
  }
}

/** Instead of training, takes the weights that were trained elsewhere for the same task. */
export function trainerWithWeights(folder: string, engine: NetworkTrainer): NetworkTrainer {
  return {
    predict: (...words) => engine.predict(...words),
    train: async (task) => takeWeights(folder, task, engine),
  };
}

async function takeWeights(folder: string, task: NetworkTask, engine: NetworkTrainer): Promise<NetworkResult> {
  const { manifest, tensors } = resultOf(folder, taskIdentity(task));
  const parameters = NETWORKS[task.network].parameters(task.inputs, task.outputs);
  const weights = new Float32Array(parameterCount(parameters));
  let at = 0;
  for (const { name, shape } of parameters) {
    const found = tensors.get(name);
    if (
      !(found?.values instanceof Float32Array) ||
      found.shape.join() !== shape.join() ||
      !found.values.every(Number.isFinite)
    )
      throw refused(folder, say('handover.other-weights', { name, shape: shape.join(' × ') }));
    weights.set(found.values, at);
    at += size(shape);
  }
  const theirs = Float32Array.from(tensors.get(PREDICTIONS)?.values ?? []);
  const ours = await engine.predict(task, weights, task.validationRows);
  const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const apart = ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i])), 0) / largest;
  // Not a number where there are too few.
  if (theirs.length !== ours.length || !(apart <= TOLERANCE)) throw refused(folder, say('handover.other-forward-pass'));
  const { loss, validationLoss, bestEpoch, engine: label } = manifest;
  return { weights, loss, validationLoss, bestEpoch, engine: label, snapshots: new Map() };
}

function refused(folder: string, what: ReturnType<typeof say>): AppError {
  return new AppError('bad-input', what, { file: folder });
}
