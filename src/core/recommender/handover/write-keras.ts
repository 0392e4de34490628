import { closeSync, copyFileSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { Random } from '../../statistics/random.ts';
import { resourceFile } from '../../workers/resource.ts';
import { FLOOR_DB, MEL_BANDS, MEL_FRAMES } from '../audio/mel.ts';
import { readMel } from '../networks/mel-input.ts';
import { initialWeights } from '../networks/network.ts';
import { NETWORKS } from '../networks/registry.ts';
import type {
  FieldInput,
  MelInputs,
  NetworkInputs,
  NetworkTask,
  NetworkTrainer,
  VectorInputs,
} from '../networks/task.ts';
import type { Reporting } from '../numeric/yielding.ts';
import { giveWay, heldLong } from '../numeric/yielding.ts';
import { HANDOVER_FORMAT, SPEC_FILE, taskIdentity } from './keras-files.ts';
import { npy, npyHeader } from './npy.ts';

/** The model as the app asked for it, by which it is fitted again when the weights come back. */
export interface HandedModel {
  type: string;
  options: Record<string, string | number>;
  conversion: string;
  seed: number;
}

/** Writes what `train.py` trains from into an existing folder: training rows first, then validation rows. */
export async function writeKerasFolder(
  folder: string,
  task: NetworkTask,
  model: HandedModel,
  context: Reporting,
): Promise<{ songs: number }> {
  const { mel, fields, vectors } = partsOf(task.inputs);
  const rows = Uint32Array.from([...task.trainingRows, ...task.validationRows]);
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(folder, name), content, { flag: 'wx' });
  const targets = new Float32Array(rows.length * task.outputs);
  rows.forEach((row, r) => {
    targets.set(task.targets.subarray(row * task.outputs, (row + 1) * task.outputs), r * task.outputs);
  });
  write('targets.npy', npy(targets, [rows.length, task.outputs]));
  const parameters = NETWORKS[task.network].parameters(task.inputs, task.outputs);
  write('initial.npy', npy(initialWeights(parameters, new Random(task.seed))));
  if (mel) await writeMel(folder, mel, rows, context);
  for (const field of fields) for (const [name, array] of fieldRows(field, rows)) write(`${name}.npy`, npy(array));
  if (vectors) {
    const { width } = vectors;
    const own = Float32Array.from(
      { length: rows.length * width },
      (_, i) => vectors.values[rows[Math.floor(i / width)] * width + (i % width)],
    );
    write('vectors.npy', npy(own, [rows.length, width]));
  }
  const standard = mel ?? vectors;
  if (standard) {
    write('mean.npy', npy(standard.mean));
    write('deviation.npy', npy(standard.deviation));
  }
  copyFileSync(resourceFile(join('hand-over', 'train.py')), join(folder, 'train.py'));
  const { network, outputs, epochs, patience, batchSize, learningRate, weightDecay, seed } = task;
  const spec = {
    format: HANDOVER_FORMAT,
    task: taskIdentity(task),
    model,
    network,
    outputs,
    trainingRows: task.trainingRows.length,
    validationRows: task.validationRows.length,
    parameters: parameters.map(({ name, shape }) => ({ name, shape })),
    fields: fields.map(({ name, size, width }) => ({ name, size, width })),
    mel: mel ? { floorDb: FLOOR_DB, steps: 65_535 } : null,
    epochs,
    patience,
    batchSize,
    learningRate,
    weightDecay,
    seed,
  };
  write(SPEC_FILE, `${JSON.stringify(spec, null, 1)}\n`);
  return { songs: rows.length };
}

/** @throws bad-request for sets of vectors beside fields, which the folder has no place for */
function partsOf(inputs: NetworkInputs): { mel?: MelInputs; fields: readonly FieldInput[]; vectors?: VectorInputs } {
  if (inputs.kind === 'joint') return { ...partsOf(inputs.fields), mel: inputs.mel };
  if (inputs.kind === 'fields') {
    if (inputs.vectors.length > 0) throw new AppError('bad-request', say('handover.vectors-beside'));
    return { fields: inputs.fields };
  }
  return inputs.kind === 'mel' ? { mel: inputs, fields: [] } : { vectors: inputs, fields: [] };
}

/** One after the other: they may be larger than the memory. */
async function writeMel(folder: string, mel: MelInputs, rows: Uint32Array, context: Reporting): Promise<void> {
  const fd = openSync(join(folder, 'mel.npy'), 'wx');
  try {
    writeSync(fd, npyHeader('uint16', [rows.length, MEL_BANDS, MEL_FRAMES]));
    for (const [r, row] of rows.entries()) {
      if (heldLong()) await giveWay(context, r / rows.length);
      const steps = readMel(mel.folder, mel.tracks[row]);
      writeSync(fd, new Uint8Array(steps.buffer, steps.byteOffset, steps.byteLength));
    }
  } finally {
    closeSync(fd);
  }
}

/** Compressed rows of these songs alone. */
function fieldRows(
  { name, offsets, values, weights }: FieldInput,
  rows: Uint32Array,
): [string, Uint32Array | Float32Array][] {
  const own = Uint32Array.from({ length: rows.length + 1 });
  rows.forEach((row, r) => {
    own[r + 1] = own[r] + offsets[row + 1] - offsets[row];
  });
  const ownValues = new Uint32Array(own[rows.length]);
  const ownWeights = new Float32Array(own[rows.length]);
  rows.forEach((row, r) => {
    ownValues.set(values.subarray(offsets[row], offsets[row + 1]), own[r]);
    ownWeights.set(weights.subarray(offsets[row], offsets[row + 1]), own[r]);
  });
  return [
    [`${name}-offsets`, own],
    [`${name}-values`, ownValues],
    [`${name}-weights`, ownWeights],
  ];
}

/** Ends a fit where its network would be trained. */
class HandedOver extends Error {
  readonly songs: number;

  constructor(songs: number) {
    super('handed over');
    this.songs = songs;
  }
}

/**
 * Fits a model up to its network, whose training is written into the folder.
 *
 * @returns how many songs it is trained on
 */
export async function handOver(
  folder: string,
  model: HandedModel,
  context: Reporting,
  fitWith: (network: NetworkTrainer) => Promise<unknown>,
): Promise<number> {
  const network: NetworkTrainer = {
    async train(task) {
      throw new HandedOver((await writeKerasFolder(folder, task, model, context)).songs);
    },
    async predict() {
      throw new TypeError('a network that is trained elsewhere predicts nothing here');
    },
  };
  try {
    await fitWith(network);
  } catch (error) {
    if (error instanceof HandedOver) return error.songs;
    throw error;
  }
  throw new TypeError('the fit trained no network');
}
