import { parentPort, workerData } from 'node:worker_threads';
// tfjs-core's Node build leaves the gradients of its operations out; loading tfjs-layers registers them.
import '@tensorflow/tfjs-layers';
import { type ShardTask, shardGradient, shardPredict } from '../core/recommender/networks/gradient.ts';
import { keepSpectrograms } from '../core/recommender/networks/mel-input.ts';
import { registerFilterGradient } from './wasm-filter-gradient.ts';
import { startWasm } from './wasm-backend.ts';
import type { WasmAnswer, WasmRequest } from './wasm-engine.ts';

const task = workerData as ShardTask;
const ready = start();

async function start(): Promise<void> {
  registerFilterGradient();
  keepSpectrograms();
  await startWasm();
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
