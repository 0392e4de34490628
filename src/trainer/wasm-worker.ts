import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
// tfjs-core's Node build leaves the gradients of its operations out; loading tfjs-layers registers them.
import '@tensorflow/tfjs-layers';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { type ShardTask, shardGradient, shardPredict } from '../core/recommender/networks/gradient.ts';
import { keepSpectrograms } from '../core/recommender/networks/mel-input.ts';
import { registerFilterGradient } from './wasm-filter-gradient.ts';
import type { WasmAnswer, WasmRequest } from './wasm-engine.ts';

const task = workerData as ShardTask;
const ready = start();

async function start(): Promise<void> {
  setWasmPaths(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  registerFilterGradient();
  keepSpectrograms();
  await tf.setBackend('wasm');
  await tf.ready();
}

async function answer(request: WasmRequest): Promise<void> {
  try {
    await ready;
    if (request.kind === 'gradient') {
      const { loss, gradient } = shardGradient(task, request.weights, request.rows);
      send({ id: request.id, loss, values: gradient }, gradient);
    } else {
      const values = shardPredict(task, request.weights, request.rows);
      send({ id: request.id, loss: 0, values }, values);
    }
  } catch (error) {
    send({ id: request.id, problem: (error as Error).message });
  }
}

function send(message: WasmAnswer, transferred?: Float32Array): void {
  parentPort?.postMessage(message, transferred ? [transferred.buffer as ArrayBuffer] : []);
}

let queue = Promise.resolve();
parentPort?.on('message', (request: WasmRequest) => {
  queue = queue.then(() => answer(request));
});
