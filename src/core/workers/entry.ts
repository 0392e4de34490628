import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepWasmCode } from './keep-wasm-code.ts';

const HERE = fileURLToPath(import.meta.url);

/**
 * Finds the file of another entry point. From source, Node runs the TypeScript itself; in the built app every entry
 * file is in the same folder as this bundle.
 *
 * @param source path of the entry below `src`, without extension
 * @param built file name in the bundle folder, without its ending
 */
export function entryFile(source: string, built: string): string {
  keepWasmCode();
  if (HERE.endsWith('.ts')) return join(HERE, '..', '..', '..', `${source}.ts`);
  const folder = dirname(HERE);
  const beside = [join(folder, `${built}.cjs`), join(folder, '..', `${built}.cjs`)].find((file) => existsSync(file));
  if (!beside) throw new Error(`the bundle lacks ${built}.cjs`);
  return beside;
}
