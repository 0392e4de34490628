import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { LIBRARY_FORMAT } from '../../src/core/storage/migrate.ts';
import { onCleanup, ROOT, shared, suiteFolder, temporaryFolder } from '../support/fixtures.ts';

const CLI = join(ROOT, 'src', 'cli', 'main.ts');

function quadrille(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    cwd: ROOT,
    env: { ...process.env, INIT_CWD: undefined },
  });
  return { status, stdout, stderr };
}

/** With `--json`: exactly one object on stdout. */
function json(...args: string[]) {
  const { status, stdout, stderr } = quadrille(...args, '--json');
  const lines = stdout.trimEnd().split('\n');
  expect(lines.length, stdout + stderr).toBe(1);
  return { status, value: JSON.parse(lines[0]) };
}

function triplets(folder: string): string {
  const file = join(folder, 'triplets.txt');
  const lines: string[] = [];
  for (let u = 0; u < 60; u++)
    for (let i = 0; i < 12; i++) lines.push(`user${u}\tsong${(u % 5) * 7 + ((i * 3 + u) % 20)}\t${1 + ((u * i) % 6)}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

describe('the command line', () => {
  let folder = '';
  let library = '';
  beforeAll(() => {
    folder = suiteFolder();
    library = join(folder, 'library');
    expect(json('library', 'create', library)).toMatchObject({ status: 0, value: { library } });
    expect(json('import', 'triplets', triplets(folder), '--library', library)).toMatchObject({
      status: 0,
      value: { read: 720, rejected: 0 },
    });
  });

  it('sees from a file what it is, says so, and asks for the kind of what it does not know', () => {
    const { status, stdout } = quadrille('import', join(folder, 'triplets.txt'), '--library', library);
    expect([status, stdout]).toEqual([0, expect.stringContaining('triplets.txt is read as triplets')]);
    const [notes, links] = [join(folder, 'notes.txt'), join(folder, 'links.csv')];
    writeFileSync(notes, 'Ask about the library tomorrow.\n');
    writeFileSync(links, 'movieId,imdbId,tmdbId\n1,0114709,862\n');
    for (const file of [notes, links, join(folder, 'nowhere.csv')])
      expect(json('import', file, '--library', library)).toMatchObject({
        status: 2,
        value: {
          error: { code: 'bad-request', message: { text: expect.stringContaining('ratings, metadata, tags') } },
        },
      });
  });

  it('helps on everything', () => {
    const { status, stdout } = quadrille('--help');
    expect(status).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}(library create|library info|[a-z]+) {2,}/gm)].map((match) => match[1]);
    expect(commands).toEqual(
      expect.arrayContaining([
        'demo',
        'library create',
        'library info',
        'import',
        'mel',
        'train',
        'evaluate',
        'recommend',
        'serve',
        'doctor',
      ]),
    );
    for (const command of commands)
      expect(quadrille(...command.split(' '), '--help')).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^Usage: quadrille /),
      });
  });

  it('starts without the app: each command is loaded when it is named', () => {
    const listing = `import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      process.on('exit', () => process.stderr.write(JSON.stringify(loaded)));`;
    const loadedBy = (...args: string[]) =>
      JSON.parse(
        spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(listing)}`, CLI, ...args], {
          encoding: 'utf8',
          cwd: ROOT,
        }).stderr,
      ) as string[];
    const app = (urls: string[]) => urls.filter((url) => /src\/core\/app\/create-app|src\/cli\/commands\//.test(url));
    expect(app(loadedBy('--help'))).toEqual([]);
    expect(app(loadedBy('import', '--help'))).toEqual([expect.stringContaining('/commands/import.ts')]);
  });

  it.skipIf(process.platform === 'win32')('stays quiet when nobody reads on, and finishes', () => {
    const { status, stderr } = spawnSync(
      'bash',
      ['-o', 'pipefail', '-c', '"$0" "$1" help | true', process.execPath, CLI],
      { encoding: 'utf8', cwd: ROOT },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it.skipIf(!existsSync('/dev/full'))('says that what it prints into is full, and has failed', () => {
    for (const words of [['help'], ['stats', '--help', '--json']]) {
      const line = '"$0" "$@" > /dev/full';
      const { status, stderr } = spawnSync('bash', ['-c', line, process.execPath, CLI, ...words], {
        encoding: 'utf8',
        cwd: ROOT,
      });
      expect(stderr).toMatch(/^quadrille: The disk is full \(ENOSPC[^\n]*\n$/);
      expect(status).toBe(1);
    }
  });

  it('doctor', () => {
    const { status, value } = json('doctor');
    expect(status).toBe(0);
    expect(value).toMatchObject({
      node: process.versions.node,
      sqlite: expect.stringMatching(/^3\./),
      electron: { source: { id: expect.stringMatching(/^electron\./), text: expect.any(String) } },
    });
    expect(value.engines.map(({ name }: { name: string }) => name)).toEqual(['native', 'wasm']);
    expect(value.engines[0].available).toBe(
      process.env.QUADRILLE_NATIVE === 'off' ? false : value.engines[0].available,
    );
    expect(value.engines[1].available).toBe(true);
  });

  it('library info', () => {
    expect(json('library', 'info', library).value).toMatchObject({
      format: LIBRARY_FORMAT,
      tracks: 0,
      listeners: 60,
      tags: 0,
      clips: 0,
      bytes: expect.any(Number),
    });
  });

  it('trains, evaluates the same twice, and recommends what was not played', () => {
    expect(
      json('train', 'funk-svd', '--library', library, '--name', 'mine', '--set', 'k=4', '--seed', '7').status,
    ).toBe(0);
    const evaluated = () =>
      json(
        'evaluate',
        '--library',
        library,
        '--protocol',
        'ranking',
        '--models',
        'popularity,funk-svd,user-cf',
        '--seed',
        '3',
        '--set',
        'funk-svd.k=5',
      ).value;
    const [a, b] = [evaluated(), evaluated()];
    expect(a.models).toEqual(b.models);
    expect(a).toMatchObject({ protocol: 'ranking', seed: 3 });
    for (const metric of ['precision@10', 'recall@10', 'recall-capped@10', 'f1@10', 'ndcg@10'])
      expect(a.models['user-cf'][metric]).toBeGreaterThan(0);
    const folded = json(
      'evaluate',
      '--library',
      library,
      '--protocol',
      'ratings',
      '--models',
      'global-mean,bias,popularity',
      '--folds',
      '4',
      '--conversion',
      'percentile',
    ).value;
    expect(folded.folds.bias.rmse.length).toBe(4);
    expect(folded.models.bias.rmse).toBeCloseTo(
      folded.folds.bias.rmse.reduce((sum: number, value: number) => sum + value, 0) / 4,
      12,
    );
    expect(folded.models.popularity.rmse).toBeNull();
    const { status, value } = json(
      'recommend',
      '--library',
      library,
      '--model',
      'mine',
      '--listener',
      'user3',
      '--top',
      '5',
    );
    expect(status).toBe(0);
    expect(value.items.length).toBe(5);
    const played = new Set(
      readFileSync(join(folder, 'triplets.txt'), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('user3\t'))
        .map((line) => line.split('\t')[1]),
    );
    for (const item of value.items) {
      expect(played.has(item.songId)).toBe(false);
      expect(item).toMatchObject({ score: expect.any(Number), reasons: expect.any(Array) });
    }
  });

  it.each<[string, string[], number, string]>([
    ['no command', ['nonsense'], 2, 'bad-request'],
    ['an unknown option', ['doctor', '--fast'], 2, 'bad-request'],
    [
      'a wrong number',
      ['recommend', '--library', 'LIB', '--model', 'mine', '--listener', 'user3', '--top', 'ten'],
      2,
      'bad-request',
    ],
    ['a wrong choice', ['import', 'triplets', 'x', '--library', 'LIB', '--on-error', 'explode'], 2, 'bad-request'],
    ['a wrong format', ['import', 'triplets', 'x', '--library', 'LIB', '--format', 'zip'], 2, 'bad-request'],
    [
      'a wrong model option',
      ['train', 'funk-svd', '--library', 'LIB', '--name', 'x', '--set', 'depth=3'],
      2,
      'bad-request',
    ],
    [
      'an option out of range',
      ['train', 'funk-svd', '--library', 'LIB', '--name', 'x', '--set', 'k=0'],
      2,
      'bad-request',
    ],
    ['a missing file', ['import', 'triplets', '/nowhere/t.txt', '--library', 'LIB'], 1, 'not-found'],
    ['a missing library', ['library', 'info', '/nowhere'], 1, 'not-found'],
    [
      'an unknown listener',
      ['recommend', '--library', 'LIB', '--model', 'mine', '--listener', 'nobody'],
      1,
      'not-found',
    ],
    ['an unknown model', ['recommend', '--library', 'LIB', '--model', 'none', '--listener', 'user3'], 1, 'not-found'],
    ['an unknown model type', ['train', 'oracle', '--library', 'LIB', '--name', 'x'], 1, 'not-found'],
    ['audio that is none', ['mel', join(ROOT, 'package.json'), '--out', '/tmp/quadrille-none'], 1, 'bad-input'],
    [
      'a factorisation that diverges',
      ['train', 'funk-svd', '--library', 'LIB', '--name', 'x', '--conversion', 'explicit', '--set', 'rate=1'],
      1,
      'bad-input',
    ],
    [
      'content without tags',
      ['evaluate', '--library', 'LIB', '--protocol', 'ranking', '--models', 'content'],
      1,
      'bad-input',
    ],
    ['a model without its data', ['train', 'cnn', '--library', 'LIB', '--name', 'x'], 1, 'bad-input'],
  ])('says so for %s', (_name, args, status, code) => {
    const got = json(...args.map((arg) => (arg === 'LIB' ? library : arg)));
    expect(got.value.error).toMatchObject({ code, message: { text: expect.stringMatching(/.{10}/) } });
    expect(got.status).toBe(status);
  });

  it('takes relative paths from where npm was called', () => {
    const { status, stdout } = spawnSync(process.execPath, [CLI, 'library', 'info', 'library', '--json'], {
      encoding: 'utf8',
      cwd: ROOT,
      env: { ...process.env, INIT_CWD: folder },
    });
    expect(status, stdout).toBe(0);
  });

  /** A library whose training takes some seconds. */
  let slow = '';
  function makeSlowLibrary(): void {
    if (slow !== '') return;
    slow = join(folder, 'slow');
    json('library', 'create', slow);
    const file = join(folder, 'slow.txt');
    const rows = Array.from({ length: 12_000 }, (_, i) => `user${i % 400}\tsong${(i * 8) % 301}\t${1 + (i % 6)}\n`);
    writeFileSync(file, rows.join(''));
    json('import', 'triplets', file, '--library', slow);
  }

  /** Starts a training in a process group of its own, and waits until it trains. */
  async function training(name: string) {
    makeSlowLibrary();
    const args = ['train', 'svd++', '--set', 'epochs=150', '--set', 'k=100', '--library', slow, '--name', name];
    const child = spawn(process.execPath, [CLI, ...args, '--json'], { cwd: ROOT, detached: true });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await vi.waitUntil(() => err.includes('training svd++') || out !== '', { timeout: 30_000, interval: 20 });
    return { pid: child.pid as number, ended, answer: () => JSON.parse(out) };
  }

  it('Ctrl+C, which reaches the trainer too, leaves a training that can be resumed, and says how', async () => {
    const { pid, ended, answer } = await training('stopped');
    process.kill(-pid, 'SIGINT');
    expect(await ended).toBe(130);
    const { code, message } = answer().error;
    expect(code).toBe('cancelled');
    const job = /quadrille resume ([0-9]+) --library/.exec(message.text)?.[1] as string;
    const db = new Database(join(slow, 'library.sqlite'), { readonly: true });
    onCleanup(() => void db.close());
    expect(db.prepare('SELECT state, error FROM jobs WHERE id = ?').get(job)).toEqual({
      state: 'interrupted',
      error: null,
    });
    expect(json('resume', job, '--library', slow)).toMatchObject({ status: 0, value: { name: 'stopped' } });
    expect(json('resume', job, '--library', slow)).toMatchObject({
      status: 1,
      value: { error: { code: 'conflict' } },
    });
    expect(json('resume', 'x', '--library', slow).status).toBe(2);
  }, 60_000);

  it.skipIf(process.platform !== 'linux')(
    'Ctrl+C does not end a trainer that its parent did not stop',
    async () => {
      const { pid, ended, answer } = await training('whole');
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
      for (const child of children) process.kill(Number(child), 'SIGINT');
      expect(await ended).toBe(0);
      expect(answer()).toMatchObject({ name: 'whole' });
    },
    60_000,
  );

  it.skipIf(!shared('golden', 'mel'))('writes a mel spectrogram', () => {
    const out = join(temporaryFolder(), 'chirp.f32');
    expect(json('mel', shared('golden', 'mel', 'chirp.wav') as string, '--out', out).value).toMatchObject({
      bands: 256,
      frames: 256,
    });
    expect(existsSync(out) && readFileSync(out).length).toBe(262_144);
  });
});
