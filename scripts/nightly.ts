// `npm run nightly`: what takes too long for every change: 200 kills at random points, 10,000 inputs for each reader,
// every important line broken once.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const env = {
  ...process.env,
  QUADRILLE_KILLS: process.env.QUADRILLE_KILLS ?? '200',
  QUADRILLE_FUZZ: process.env.QUADRILLE_FUZZ ?? '10000',
};
const steps: [string, string[]][] = [
  ['vitest', [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'tests/crash', 'tests/fuzz']],
  ['mutants', [join(root, 'scripts', 'mutants.ts')]],
];
const failed = steps.filter(
  ([, words]) => spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit', env }).status !== 0,
);
for (const [name] of failed) process.stderr.write(`nightly: ${name} failed\n`);
process.exit(failed.length > 0 ? 1 : 0);
