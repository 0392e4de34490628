import * as tf from '@tensorflow/tfjs-core';
import { MUSICNN_BANDS, MUSICNN_FRAMES } from '../core/recommender/audio/musicnn-mel.ts';
import { MUSICNN_VALUES, openMusicnn } from '../core/recommender/networks/musicnn.ts';
import { readSafetensors } from '../core/recommender/data/safetensors.ts';
import type { EncodeTask, TrainerResults } from '../shared/trainer-protocol.ts';
import { chooseEngine } from './engines.ts';
import { startWasm } from './wasm-backend.ts';

const CLIPS_A_BATCH = 8;

/** The pooled features of MusiCNN, a few clips at a time. */
export async function encode(
  task: EncodeTask,
  progress: (fraction: number) => void,
): Promise<TrainerResults['encode']> {
  const engine = chooseEngine(task.engine);
  if (engine === 'wasm') await startWasm();
  else await tf.setBackend('tensorflow');
  await tf.ready();
  const musicnn = openMusicnn(readSafetensors(task.weightsFile).tensors);
  const size = MUSICNN_FRAMES * MUSICNN_BANDS;
  const clips = task.mels.length / size;
  const vectors = new Float32Array(clips * MUSICNN_VALUES);
  try {
    for (let clip = 0; clip < clips; clip += CLIPS_A_BATCH) {
      const mels = task.mels.subarray(clip * size, (clip + CLIPS_A_BATCH) * size);
      vectors.set(musicnn.features(mels), clip * MUSICNN_VALUES);
      progress(Math.min(1, (clip + CLIPS_A_BATCH) / clips));
      await new Promise((resolve) => setImmediate(resolve)); // lets a cancel message in
    }
  } finally {
    musicnn.close();
  }
  return { vectors, engine };
}
