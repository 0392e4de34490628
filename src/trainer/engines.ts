import type { Message } from '../shared/messages/message.ts';
import { availableParallelism } from 'node:os';
import util from 'node:util';
import { AppError } from '../shared/errors.ts';
import { say } from '../shared/messages/say.ts';
import type { EngineChoice, EngineReport } from '../shared/trainer-protocol.ts';
import type { ShardTask } from '../core/recommender/networks/gradient.ts';
import type { OpenEngine } from './engine.ts';
import { openNative } from './native-engine.ts';
import { requireNative } from './native-module.ts';
import { openWasm } from './wasm-engine.ts';

const MOST_WASM_THREADS = 4;

/** Loads tfjs-node, or says why it is not available. It still calls two helpers that Node 23 removed from `util`. */
export function loadNative(): { ok: true; version: string } | { ok: false; reason: Message } {
  const legacy = util as unknown as Record<string, unknown>;
  legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  legacy.isArray ??= Array.isArray;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // hides TensorFlow's start-up messages
  if (process.env.QUADRILLE_NATIVE === 'off') return { ok: false, reason: say('engine.switched-off') };
  try {
    const tf = requireNative('@tensorflow/tfjs-node') as { version: Record<string, string> };
    return { ok: true, version: tf.version['tfjs-node'] ?? tf.version.tfjs ?? 'unknown' };
  } catch (error) {
    return {
      ok: false,
      reason: say('engine.not-installed', {
        reason: String((error as Error).message)
          .split('\n', 1)[0]
          .slice(0, 120),
      }),
    };
  }
}

export function wasmThreads(wanted: number): number {
  return Math.max(1, Math.min(MOST_WASM_THREADS, wanted > 0 ? wanted : availableParallelism()));
}

export function engineReports(): EngineReport[] {
  const native = loadNative();
  return [
    {
      name: 'native',
      available: native.ok,
      detail: native.ok ? say('engine.native', { version: native.version }) : native.reason,
    },
    {
      name: 'wasm',
      available: true,
      detail: say('engine.wasm', { threads: wasmThreads(0) }),
    },
  ];
}

/** Native if it loads, otherwise WASM; a forced engine that is not available is an error with the reason. */
export function chooseEngine(choice: EngineChoice): 'native' | 'wasm' {
  if (choice === 'wasm') return 'wasm';
  const native = loadNative();
  if (choice === 'native' && !native.ok)
    throw new AppError('unavailable', say('engine.native-unavailable', { reason: native.reason }));
  return native.ok ? 'native' : 'wasm';
}

export async function openEngine(choice: EngineChoice, threads: number, task: ShardTask): Promise<OpenEngine> {
  return chooseEngine(choice) === 'native' ? openNative(task) : openWasm(task, wasmThreads(threads));
}
