import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The end-to-end tests run the built app. */
export default function build(): void {
  if (process.env.QUADRILLE_TEST_BUILD === 'off') return;
  const root = join(import.meta.dirname, '..', '..');
  const done = spawnSync(
    process.execPath,
    [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'error'],
    { cwd: root, encoding: 'utf8' },
  );
  if (done.status !== 0) throw new Error(`the build failed:\n${done.stdout}\n${done.stderr}`);
}
