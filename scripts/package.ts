// `npm run package`: builds the app and makes this system's installers in dist/. `-- --dir` makes the unpacked app
// only; `-- --dir --runtime FOLDER`
// puts it together with an Electron that is on disk already (as QUADRILLE_TEST_ELECTRON names one), for machines that
// cannot reach the release server.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const at = args.indexOf('--runtime');
const runtime = at >= 0 ? args.splice(at, 2)[1] : null;

function run(script: string, words: string[], env: NodeJS.ProcessEnv = process.env): void {
  const done = spawnSync(process.execPath, [join(root, 'node_modules', script), ...words], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/**
 * A copy of an unpacked runtime, with its executable under the name electron-builder expects, and its version.
 */
function prepared(folder: string): { dist: string; version: string } {
  const dist = mkdtempSync(join(tmpdir(), 'quadrille-runtime-'));
  cpSync(folder, dist, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.startsWith(join(folder, 'resources', 'app')),
  });
  const executable = readdirSync(dist).find(
    (name) => statSync(join(dist, name)).isFile() && statSync(join(dist, name)).size > 50e6 && !name.includes('.'),
  );
  if (!executable) throw new Error(`${folder} holds no Electron`);
  if (executable !== 'electron') renameSync(join(dist, executable), join(dist, 'electron'));
  const version = existsSync(join(dist, 'version'))
    ? readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    : (/Electron\/(\d+\.\d+\.\d+)/.exec(readFileSync(join(dist, 'electron')).toString('latin1'))?.[1] ?? '22.3.25');
  return { dist, version };
}

if (process.env.QUADRILLE_TEST_BUILD !== 'off')
  run(join('electron-vite', 'bin', 'electron-vite.js'), ['build', '--logLevel', 'warn']);
const given = runtime ? prepared(runtime) : null;
try {
  const own = given ? [`-c.electronDist=${given.dist}`, `-c.electronVersion=${given.version}`] : [];
  run(join('electron-builder', 'cli.js'), ['--publish', 'never', ...args, ...own]);
} finally {
  if (given) rmSync(given.dist, { recursive: true, force: true });
}
