import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { MUSICNN_BANDS, MUSICNN_FRAMES } from '../core/recommender/audio/musicnn-mel.ts';
import { musicnnFeatures } from '../core/recommender/networks/musicnn.ts';
import { readSafetensors } from '../core/recommender/networks/safetensors.ts';
import type { EncodeTask, TrainerResults } from '../shared/trainer-protocol.ts';
import { chooseEngine } from './engines.ts';

const CLIPS_A_BATCH = 8;

/** The pooled features of MusiCNN, a few clips at a time. */
export async function encode(
  task: EncodeTask,
  progress: (fraction: number) => void,
): Promise<TrainerResults['encode']> {
  const engine = chooseEngine(task.engine);
  if (engine === 'wasm')
    setWasmPaths(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  await tf.setBackend(engine === 'wasm' ? 'wasm' : 'tensorflow');
  await tf.ready();
  const weights = readSafetensors(task.weightsFile);
  const size = MUSICNN_FRAMES * MUSICNN_BANDS;
  const parts: Float32Array[] = [];
  for (let from = 0; from < task.mels.length; from += CLIPS_A_BATCH * size) {
    parts.push(musicnnFeatures(weights, task.mels.subarray(from, from + CLIPS_A_BATCH * size)));
    progress(Math.min(1, (from + CLIPS_A_BATCH * size) / task.mels.length));
    await new Promise((resolve) => setImmediate(resolve)); // lets a cancel message in
  }
  return { vectors: Float32Array.from(parts.flatMap((part) => [...part])), engine };
}
