import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ROOT } from './root.ts';
import { prepareTestApp, removeTestApp } from './test-app.ts';

/** The end-to-end tests run the built app. Watched tests only need some built page, even an outdated one. */
export default function build({ config }: TestProject): () => void {
  const there = existsSync(join(ROOT, 'out', 'renderer', 'index.html'));
  if (process.env.QUADRILLE_TEST_BUILD !== 'off' && !(config.watch && there)) {
    const done = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'error'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    if (done.status !== 0) throw new Error(`the build failed:\n${done.stdout}\n${done.stderr}`);
  }
  const electron = process.env.QUADRILLE_TEST_ELECTRON;
  if (electron && existsSync(electron) && !process.env.QUADRILLE_TEST_PACKAGE) prepareTestApp(electron);
  return removeTestApp;
}
