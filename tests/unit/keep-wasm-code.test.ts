import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/fixtures.ts';

/** A module that calls one imported function: its wrapper is compiled anew after some calls, the old one is dead. */
const MODULE = 'AGFzbQEAAAABBgFgAX8BfwIHAQFtAWYAAAMCAQAHBwEDcnVuAAEKCAEGACAAEAAL';

const PROGRAM = `
const bytes = Buffer.from('${MODULE}', 'base64');
for (let round = 0; round < 10; round++) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { f: (x) => x } });
  for (let call = 0; call < 3000; call++) exports.run(call);
  gc();
  await new Promise((resolve) => setTimeout(resolve, 1));
}
`;

/** @returns how often V8 said that it frees compiled WebAssembly code */
function collections(before: string): number {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', '--trace-wasm-code-gc', '--stress-wasm-code-gc', '--input-type=module', '-e', before + PROGRAM],
    { encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  return stdout.split('[wasm-gc]').length - 1;
}

describe.skipIf(!process.versions.v8.startsWith('13.'))('compiled WebAssembly under V8 13', () => {
  it('is kept from the first worker on: V8 frees what another thread calls', () => {
    const entry = pathToFileURL(join(ROOT, 'src', 'core', 'workers', 'entry.ts')).href;
    expect(collections('')).toBeGreaterThan(0);
    expect(collections(`(await import('${entry}')).entryFile('trainer/wasm-worker', 'wasm-worker');`)).toBe(0);
  });
});
