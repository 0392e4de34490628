import { setFlagsFromString } from 'node:v8';

/**
 * V8 13, which is in Node 24, frees WebAssembly code that another thread is about to call, and the process ends with
 * SIGTRAP or SIGSEGV (nodejs/node issue 66366; newer versions are mended). Compiled code is a few MB that all threads
 * share, so it is kept. Call it before the first worker starts.
 */
export function keepWasmCode(): void {
  if (process.versions.v8.startsWith('13.')) setFlagsFromString('--no-wasm-code-gc');
}
