import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CONVERSIONS } from '../../../shared/contract/recommender.ts';
import { inputArrays, type NetworkTask } from '../networks/task.ts';

/** Of both files; another number is refused. */
export const HANDOVER_FORMAT = 1;
export const SPEC_FILE = 'spec.json';
/** Written last, by another program: what is not listed in it is not whole. */
export const RESULT_FILE = 'result.json';
export const WEIGHTS_FILE = 'weights.safetensors';
/** In the file of weights: what the network gives for the validation rows, in their order. */
export const PREDICTIONS = 'predictions';

const wholeNumber = z.number().int().min(0);

/** The model that is trained elsewhere; what train.py needs besides is not read again. */
export const handedOver = z.object({
  format: z.literal(HANDOVER_FORMAT),
  task: z.string(),
  model: z.object({
    type: z.string(),
    options: z.record(z.string(), z.union([z.string(), z.number()])),
    conversion: z.enum(CONVERSIONS),
    seed: wholeNumber.max(0xffffffff),
  }),
});

export const trainedElsewhere = z.object({
  format: z.literal(HANDOVER_FORMAT),
  task: z.string(),
  sha256: z.string(),
  loss: z.array(z.number()).min(1),
  validationLoss: z.array(z.number()).min(1),
  bestEpoch: wholeNumber.min(1),
  engine: z.string().min(1).max(80),
});
export type TrainedElsewhere = z.infer<typeof trainedElsewhere>;

/** Everything that trained weights depend on, in one number: weights of another task are refused by it. */
export function taskIdentity(task: NetworkTask): string {
  const { inputs, targets, trainingRows, validationRows, snapshots: _snapshots, ...rest } = task;
  const hash = createHash('sha256').update(JSON.stringify(rest));
  for (const array of [targets, trainingRows, validationRows, ...inputArrays(inputs)])
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest('hex');
}
