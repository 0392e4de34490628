import { parentPort, workerData } from 'node:worker_threads';
import { instantiate } from '../../workers/instantiate.ts';
import type { KernelBatch, KernelTask } from './kernel-pool.ts';

const { wasmBase64, memory } = workerData as KernelTask;
const functions = instantiate<Record<string, (...args: number[]) => void>>(wasmBase64, memory);

parentPort?.on('message', ({ calls, next }: KernelBatch) => {
  for (let i = Atomics.add(next, 0, 1); i < calls.length; i = Atomics.add(next, 0, 1))
    functions[calls[i].name](...calls[i].args);
  parentPort?.postMessage(null);
});
