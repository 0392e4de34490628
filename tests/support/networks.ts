import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MEL_BANDS, MEL_FRAMES } from '../../src/core/recommender/audio/mel.ts';
import type { NetworkInputs, NetworkKind, NetworkTask } from '../../src/core/recommender/networks/task.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { ROOT, temporaryFolder } from './fixtures.ts';

export const SONGS = 5;
const random = new Random(4);
export const normal = (length: number, mean: number, deviation: number) =>
  Float32Array.from({ length }, () => mean + deviation * random.normal());

/** Spectrograms on disk, as the library keeps them; the first is of a real sound. */
function mel(): Extract<NetworkInputs, { kind: 'mel' }> {
  const folder = temporaryFolder();
  const real = new Float32Array(Uint8Array.from(readFileSync(join(ROOT, 'tests/golden/mel/chord.f32'))).buffer);
  for (let song = 0; song < SONGS; song++) {
    const dB = song === 0 ? real : normal(MEL_BANDS * MEL_FRAMES, -40, 12);
    const steps = Uint16Array.from(dB, (value) => ((Math.min(0, Math.max(-80, value)) + 80) / 80) * 65_535);
    writeFileSync(join(folder, `${song + 1}.mel`), steps);
  }
  return {
    kind: 'mel',
    folder,
    tracks: Uint32Array.from({ length: SONGS }, (_, song) => song + 1),
    mean: normal(MEL_BANDS, -40, 5),
    deviation: normal(MEL_BANDS, 12, 1),
  };
}

function fields(): Extract<NetworkInputs, { kind: 'fields' }> {
  const field = (name: string, width: number, size: number) => ({
    name,
    width,
    size,
    vocabulary: Uint32Array.from({ length: size - 1 }, (_, i) => 2 * i),
    offsets: Uint32Array.from({ length: SONGS + 1 }, (_, i) => 2 * i),
    values: Uint32Array.from({ length: 2 * SONGS }, (_, i) => i % size),
    weights: normal(2 * SONGS, 1, 0.1),
  });
  return { kind: 'fields', fields: [field('tags', 8, 7), field('artist', 4, 3), field('decade', 2, 4)], vectors: [] };
}

function vectors(): Extract<NetworkInputs, { kind: 'vectors' }> {
  const width = 6;
  const deviation = normal(width, 2, 0.2);
  deviation[2] = 0; // a value that did not vary
  return { kind: 'vectors', width, values: normal(SONGS * width, 1, 2), mean: normal(width, 1, 1), deviation };
}

/** Small inputs of each network. */
export const INPUTS: Record<NetworkKind, () => NetworkInputs> = {
  'conv-1d': mel,
  'conv-2d': mel,
  'fields-mlp': fields,
  joint: () => ({ kind: 'joint', mel: mel(), fields: fields() }),
  'vectors-mlp': vectors,
};

/** A task on small inputs and random targets; the caller says which rows, for how long, and the seed. */
export function smallTask(
  network: NetworkKind,
  outputs: number,
  training: Pick<NetworkTask, 'trainingRows' | 'validationRows' | 'epochs' | 'patience' | 'batchSize' | 'seed'>,
): NetworkTask {
  return {
    network,
    inputs: INPUTS[network](),
    outputs,
    targets: normal(SONGS * outputs, 0, 1),
    learningRate: 0.002,
    weightDecay: 0.02,
    ...training,
  };
}
