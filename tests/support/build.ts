import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ROOT } from './root.ts';

/** The end-to-end tests run the built app. Watched tests only need some built page, even an outdated one. */
export default function build({ config }: TestProject): void {
  if (process.env.QUADRILLE_TEST_BUILD === 'off') return;
  if (config.watch && existsSync(join(ROOT, 'out', 'renderer', 'index.html'))) return;
  const done = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'error'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (done.status !== 0) throw new Error(`the build failed:\n${done.stdout}\n${done.stderr}`);
}
