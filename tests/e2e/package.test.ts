import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongFuses } from '../../scripts/fuses.mjs';
import { writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import {
  electronEnvironment,
  killProcess,
  notedEnd,
  processesOf,
  processNamed,
  quit,
  startScreen,
  utilityProcesses,
} from '../support/electron.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';
import { prepareEntries, utilityDatabase } from '../support/test-app.ts';

const runtime = process.env.QUADRILLE_TEST_ELECTRON;
const there = Boolean(runtime && existsSync(runtime)) && process.platform === 'linux';
if (!there) process.stderr.write('quadrille: no test Electron: the packaged app is not built and not tested here\n');
const DISPLAY = ':96';

function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  );
}

/** `name@version` of each package in a node_modules folder. */
function packagesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name.startsWith('@')) return packagesIn(join(folder, name));
    const { name: full, version } = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'));
    const inside = join(folder, name, 'node_modules');
    return [`${full}@${version}`, ...(existsSync(inside) ? packagesIn(inside) : [])];
  });
}

interface ArchiveEntry {
  files?: Record<string, ArchiveEntry | undefined>;
  offset?: string;
  unpacked?: boolean;
}

/** The index at the head of an asar: after four lengths, JSON. */
function archiveIndex(file: string): ArchiveEntry | undefined {
  const bytes = readFileSync(file);
  return JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8'));
}

describe('the built main', () => {
  it('loads nothing but Electron and Node: no chunk and no package, which would lie beside the archive', () => {
    const code = readFileSync(join(ROOT, 'out', 'main', 'index.cjs'), 'utf8');
    const loaded = [...code.matchAll(/\b(?:require|import)\(\s*(["'`])(.*?)\1/g)].map(([, , name]) => name);
    expect(loaded).toContain('electron');
    expect(loaded.filter((name) => name !== 'electron' && !isBuiltin(name))).toEqual([]);
  });
});

describe.skipIf(!there)('the packaged app', { timeout: 300_000 }, () => {
  let screen: ChildProcess | null = null;
  let packaged = '';
  let unpackedModules = '';
  let home = '';

  const start = (args: string[], more: Record<string, string> = {}): Promise<ElectronApplication> =>
    _electron.launch({
      executablePath: join(packaged, 'quadrille'),
      args: ['--no-sandbox', '--disable-gpu', ...args],
      env: electronEnvironment(DISPLAY, join(home, 'config'), more),
      timeout: 60_000,
    });

  beforeAll(async () => {
    home = suiteFolder();
    const output = join(home, 'dist');
    const built = spawnSync(
      process.execPath,
      [join(ROOT, 'scripts', 'package.ts'), '--dir', '--runtime', runtime as string, `-c.directories.output=${output}`],
      {
        cwd: ROOT,
        encoding: 'utf8',
        timeout: 280_000,
        env: { ...process.env, QUADRILLE_INSPECTABLE: '1', QUADRILLE_TEST_BUILD: 'off' },
      },
    );
    if (built.status !== 0)
      throw new Error(`packaging failed:\n${built.stdout.slice(-3000)}\n${built.stderr.slice(-3000)}`);
    packaged = join(output, 'linux-unpacked');
    unpackedModules = join(packaged, 'resources', 'app.asar.unpacked', 'node_modules');
    const database = utilityDatabase(runtime);
    if (database) prepareEntries(join(packaged, 'resources', 'app.asar.unpacked', 'out', 'main'), database);
    screen = await startScreen(DISPLAY);
  }, 300_000);

  afterAll(() => void screen?.kill());

  it('has its fuses set, those that the runtime has', async () => {
    // for this test alone: see scripts/after-pack.cjs
    expect(await wrongFuses(join(packaged, 'quadrille.bin'), 'linux')).toEqual(['EnableNodeCliInspectArguments is on']);
  });

  it('keeps main, preload and page in the archive; a main that somebody puts beside it does not run', async () => {
    const archive = join(packaged, 'resources', 'app.asar');
    const entry = (file: string) => file.split('/').reduce((at, name) => at?.files?.[name], archiveIndex(archive));
    for (const file of ['out/main/index.cjs', 'out/preload/index.cjs', 'out/renderer/index.html'])
      expect(entry(file), file).toMatchObject({ size: expect.any(Number), offset: expect.any(String) });
    expect(entry('out/main/backend.cjs'), 'as Node reads no archive').toMatchObject({ unpacked: true });
    const [beside, marker] = [join(`${archive}.unpacked`, 'out', 'main', 'index.cjs'), join(home, 'foreign-main-ran')];
    expect(existsSync(beside)).toBe(false);
    writeFileSync(beside, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`);
    const doctor = spawnSync(join(packaged, 'quadrille'), ['--no-sandbox', '--disable-gpu', '--cli', 'doctor'], {
      encoding: 'utf8',
      timeout: 120_000,
      env: electronEnvironment(DISPLAY, join(home, 'config')),
    });
    rmSync(beside);
    expect(doctor.status, doctor.stderr).toBe(0);
    expect(existsSync(marker)).toBe(false);
  });

  it('holds native modules beside the archive, only those of this system, and no TensorFlow library', () => {
    expect(readdirSync(join(unpackedModules, 'better-sqlite3', 'prebuilds'))).toEqual([`linux-${process.arch}.node`]);
    expect(existsSync(join(unpackedModules, '@tensorflow', 'tfjs-node'))).toBe(false);
    expect(
      existsSync(join(unpackedModules, '@tensorflow', 'tfjs-backend-wasm', 'dist', 'tfjs-backend-wasm-simd.wasm')),
    ).toBe(true);
    const told = /About (\d+) MB beside Electron/.exec(readFileSync(join(ROOT, 'docs', 'install.md'), 'utf8'));
    const [megabytes, toldMegabytes] = [folderBytes(join(packaged, 'resources')) / 1e6, Number(told?.[1])];
    expect(megabytes).toBeGreaterThan(toldMegabytes * 0.85);
    expect(megabytes).toBeLessThan(toldMegabytes * 1.15);
  });

  it('ships what the app needs and nothing else, with the licence and its text of each', () => {
    const parts: { name: string; version: string }[] = JSON.parse(
      readFileSync(join(ROOT, 'resources', 'licences.json'), 'utf8'),
    );
    const known = new Set(parts.map(({ name, version }) => `${name}@${version}`));
    const there = packagesIn(unpackedModules);
    expect(there.length).toBeGreaterThan(40);
    expect(there.filter((one) => !known.has(one))).toEqual([]);
    const texts = readFileSync(join(packaged, 'resources', 'licences.txt'), 'utf8');
    for (const one of there) expect(texts).toContain(`\n${one.replace(/(.)@/, '$1 ')} (`);
    const mpg123 = texts.slice(texts.indexOf('\nlibmpg123 (in mpg123-decoder)'));
    expect(mpg123.slice(0, mpg123.indexOf('====='))).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  });

  it('has a launcher that chooses a platform without a display: the window says why not, the command line runs', () => {
    const folder = join(home, 'launcher');
    mkdirSync(folder);
    copyFileSync(join(packaged, 'quadrille'), join(folder, 'quadrille'));
    writeFileSync(join(folder, 'quadrille.bin'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    symlinkSync(join(folder, 'quadrille'), join(home, 'linked'));
    const run = (environment: Record<string, string>, ...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(join(home, 'linked'), args, {
        encoding: 'utf8',
        env: { PATH: process.env.PATH ?? '', ...environment },
      });
      return { status, args: stdout.trim().split('\n'), stderr };
    };
    const words = ['--cli', 'doctor', '--name', 'two words'];
    expect(run({}, ...words)).toMatchObject({
      status: 0,
      args: ['--ozone-platform=headless', '--disable-gpu', ...words],
    });
    expect(run({})).toMatchObject({ status: 1, stderr: expect.stringContaining('there is no display') });
    expect(run({ DISPLAY: ':1' }, ...words)).toMatchObject({ status: 0, args: words });
    expect(run({ WAYLAND_DISPLAY: 'wayland-0' }, 'a.quadrille')).toMatchObject({ status: 0, args: ['a.quadrille'] });
  });

  it('ends with a message and a code when the command line cannot start', () => {
    const {
      QUADRILLE_NODE: _,
      QUADRILLE_PROCESSES: __,
      ...environment
    } = electronEnvironment(DISPLAY, join(home, 'c'));
    const { status, stderr } = spawnSync(
      join(packaged, 'quadrille'),
      ['--no-sandbox', '--disable-gpu', '--cli', 'doctor'],
      { encoding: 'utf8', timeout: 60_000, env: environment },
    );
    expect(stderr).toContain('quadrille: This Electron is too old');
    expect(status).toBe(1);
  });

  it('stays quiet when nobody reads on, and finishes', () => {
    const { status, stderr } = spawnSync(
      'bash',
      ['-o', 'pipefail', '-c', '"$0" --no-sandbox --disable-gpu --cli help | true', join(packaged, 'quadrille')],
      { encoding: 'utf8', timeout: 60_000, env: electronEnvironment(DISPLAY, join(home, 'config')) },
    );
    expect(stderr).not.toContain('EPIPE');
    expect(status).toBe(0);
  });

  it.skipIf(!utilityProcesses)(
    'serves the page to a browser, and closes its library when it is asked to end',
    async () => {
      const library = join(home, 'config', 'data', 'quadrille', 'library');
      const served = spawn(join(packaged, 'quadrille'), ['--no-sandbox', '--disable-gpu', '--cli', 'serve', '--json'], {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: electronEnvironment(DISPLAY, join(home, 'config')),
      });
      const ended = new Promise<number | null>((resolve) => served.once('exit', (code) => resolve(code)));
      try {
        const line = await new Promise<string>((resolve, reject) => {
          served.stdout.once('data', (data: Buffer) => resolve(data.toString()));
          void ended.then((code) => reject(new Error(`ended with ${code}`)));
        });
        expect(line).toContain('"url"');
        const { url } = JSON.parse(line) as { url: string };
        const page = await fetch(url);
        expect(page.status).toBe(200);
        const script = /src="\.?(\/[^"]+\.js)"/.exec(await page.text())?.[1];
        expect((await fetch(new URL(`${script}`, url))).status).toBe(200);
        expect(existsSync(join(library, 'library.sqlite-wal'))).toBe(true);
        served.kill('SIGTERM');
        expect(await ended).not.toBeNull();
        // SQLite removes it when the last connection is closed
        expect(existsSync(join(library, 'library.sqlite-wal'))).toBe(false);
      } finally {
        served.kill('SIGKILL');
      }
    },
  );

  it('is the command line too, and finds its engines and its database', () => {
    const run = (...args: string[]) =>
      spawnSync(join(packaged, 'quadrille'), ['--no-sandbox', '--disable-gpu', '--cli', ...args], {
        encoding: 'utf8',
        timeout: 120_000,
        env: electronEnvironment(DISPLAY, join(home, 'config')),
      });
    const doctor = run('doctor', '--json');
    expect(doctor.status, doctor.stderr).toBe(0);
    const report = JSON.parse(doctor.stdout.trim().split('\n').pop() as string);
    expect(report.engines).toMatchObject([
      { name: 'native', available: false },
      { name: 'wasm', available: true },
    ]);
    expect(run('library', 'create', join(home, 'by-cli')).status).toBe(0);
    expect(run('library', 'create', join(home, 'by-cli')).status).toBe(1);
  });

  it('imports and trains: workers, database and WebAssembly are found beside the archive', () => {
    const run = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(
        join(packaged, 'quadrille'),
        ['--no-sandbox', '--disable-gpu', '--cli', ...args, '--json'],
        {
          encoding: 'utf8',
          timeout: 120_000,
          env: electronEnvironment(DISPLAY, join(home, 'config'), { QUADRILLE_NATIVE: 'off' }),
        },
      );
      expect(status, stdout + stderr).toBe(0);
      return JSON.parse(stdout.trim().split('\n').pop() as string);
    };
    const source = join(home, 'source');
    writeDemoFiles(source, { tracks: 40, listeners: 50, seed: 4 }, () => {});
    const library = join(home, 'trained');
    run('library', 'create', library);
    run('import', 'metadata', join(source, 'track_metadata.db'), '--library', library);
    run('import', 'tags', join(source, 'lastfm_tags.db'), '--library', library);
    run('import', 'audio', join(source, 'wav'), '--library', library);
    run('import', 'triplets', join(source, 'train_triplets.txt'), '--library', library);
    run('train', 'als', '--library', library, '--name', 'als', '--set', 'k=8');
    run(
      'train',
      'cnn',
      '--library',
      library,
      '--name',
      'cnn',
      '--set',
      'network-epochs=2',
      '--set',
      'min-listeners=1',
      '--set',
      'k=8',
    );
    expect(run('library', 'info', library)).toMatchObject({
      tracks: 40,
      clips: 40,
      models: expect.arrayContaining(['als', 'cnn']),
    });
  });

  it('opens its window with a library behind it, which imports', async () => {
    const app = await start(['--library', join(home, 'library')]);
    const main = app.process();
    const page = await app.firstWindow();
    await page.getByText('This library is empty.').waitFor();
    expect(await page.evaluate(() => window.location.href)).toMatch(/^app:\/\/quadrille\/index\.html/);
    expect(await app.evaluate(({ app: electronApp }) => [electronApp.isPackaged, electronApp.getName()])).toEqual([
      true,
      'Quadrille',
    ]);
    await quit({ app, page, main });
  });

  it('finds native TensorFlow where a person added it', () => {
    const native = join(home, 'native');
    mkdirSync(join(native, 'node_modules', '@tensorflow'), { recursive: true });
    spawnSync('ln', [
      '-s',
      join(ROOT, 'node_modules', '@tensorflow', 'tfjs-node'),
      join(native, 'node_modules', '@tensorflow', 'tfjs-node'),
    ]);
    const { stdout } = spawnSync(
      join(packaged, 'quadrille'),
      ['--no-sandbox', '--disable-gpu', '--cli', 'doctor', '--json'],
      {
        encoding: 'utf8',
        timeout: 120_000,
        env: electronEnvironment(DISPLAY, join(home, 'config'), { QUADRILLE_NATIVE_FOLDER: native }),
      },
    );
    const here = spawnSync(process.execPath, [join(ROOT, 'src', 'cli', 'main.ts'), 'doctor', '--json'], {
      encoding: 'utf8',
    });
    const nativeOf = (text: string) => JSON.parse(text.trim().split('\n').pop() as string).engines[0].available;
    expect(nativeOf(stdout)).toBe(nativeOf(here.stdout));
  });

  it.skipIf(!utilityProcesses)('says when its utility process dies, and starts another', async () => {
    const app = await start(['--library', join(home, 'library')]);
    const started = { app, page: await app.firstWindow(), main: app.process() };
    const { page } = started;
    await page.getByText('This library is empty.').waitFor();
    const first = await processNamed(started, 'Quadrille backend');
    const told = await notedEnd(started);
    killProcess(first);
    await told();
    await page.getByText('This library is empty.').waitFor();
    expect(await processNamed(started, 'Quadrille backend')).not.toBe(first);
    expect((await processesOf(started)).map(({ type }) => type)).toContain('Browser');
    await quit(started);
  });
});
