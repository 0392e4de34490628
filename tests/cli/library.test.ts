import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT, suiteFolder, temporaryFolder } from '../support/fixtures.ts';

const CLI = join(ROOT, 'src', 'cli', 'main.ts');

function quadrille(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args, '--json'], {
    encoding: 'utf8',
    cwd: ROOT,
    env: { ...process.env, INIT_CWD: undefined },
  });
  return { status, value: JSON.parse(stdout.trimEnd().split('\n').pop() ?? '{}'), stderr };
}

describe('a library, by the command line', () => {
  let library = '';
  beforeAll(() => {
    const folder = suiteFolder();
    library = join(folder, 'library');
    const file = join(folder, 't.txt');
    writeFileSync(
      file,
      Array.from({ length: 300 }, (_, i) => `u${i % 30}\ts${(i * 7) % 50}\t${1 + (i % 5)}\n`).join(''),
    );
    quadrille('library', 'create', library);
    expect(quadrille('import', 'triplets', file, '--library', library).status).toBe(0);
  });

  it('tells after each evaluation which look at its test set it is, and one after tuning', () => {
    const shown = (k: number) => {
      const words = ['--protocol', 'ranking', '--models', 'als', '--set', `als.k=${k}`, '--library', library];
      return spawnSync(process.execPath, [CLI, 'evaluate', ...words], { encoding: 'utf8', cwd: ROOT }).stdout;
    };
    expect(shown(4)).toContain('This is look 1 of 1 at its test sets');
    const second = shown(5);
    expect(second).toContain('This is look 2 of 2 at its test sets');
    expect(second).toContain('tuned on it');
  });

  it('says that its folder stands by itself where --library was written before it', () => {
    for (const command of ['info', 'backups', 'create']) {
      const { status, value } = quadrille('library', command, '--library', library);
      expect(status).toBe(2);
      expect(value.error.message.text).toContain(`without --library: quadrille library ${command} FOLDER`);
    }
  });

  it('is backed up, listed and restored; what was there is moved aside', () => {
    const made = quadrille('library', 'backup', library);
    expect(made).toMatchObject({ status: 0, value: { name: expect.stringMatching(/^library-.*\.sqlite$/) } });
    expect(quadrille('library', 'backups', library).value.backups.map(({ name }: { name: string }) => name)).toEqual([
      made.value.name,
    ]);
    writeFileSync(join(library, 'library.sqlite'), Buffer.alloc(8192, 3));
    expect(quadrille('library', 'info', library)).toMatchObject({
      status: 1,
      value: { error: { code: 'library-damaged', option: 'quadrille library restore' } },
    });
    const restored = quadrille('library', 'restore', library);
    expect(restored).toMatchObject({ status: 0, value: { restored: made.value.name } });
    expect(existsSync(join(restored.value.movedAside, 'library.sqlite'))).toBe(true);
    expect(quadrille('library', 'info', library)).toMatchObject({ status: 0, value: { listeners: 30 } });
  });

  it('goes into one file and comes out of it elsewhere', () => {
    const out = temporaryFolder();
    const exported = quadrille('library', 'export', library, '--out', out);
    expect(exported).toMatchObject({ status: 0, value: { file: expect.stringMatching(/\.quadrille-archive$/) } });
    const copy = join(out, 'copy');
    expect(quadrille('library', 'import', exported.value.file, copy)).toMatchObject({
      status: 0,
      value: { library: copy },
    });
    expect(quadrille('library', 'info', copy)).toMatchObject({ status: 0, value: { listeners: 30 } });
    expect(quadrille('library', 'import', exported.value.file, copy)).toMatchObject({
      status: 1,
      value: { error: { code: 'conflict' } },
    });
  });

  it.each<[string, () => string[], number, string]>([
    ['restore without a backup', () => ['library', 'restore', temporaryFolder()], 1, 'not-found'],
    [
      'restore by a name that is none',
      () => ['library', 'restore', library, '--backup', '../../etc/passwd'],
      1,
      'not-found',
    ],
    ['restore of no folder', () => ['library', 'restore', '/nowhere/at/all'], 1, 'not-found'],
    ['backups of no folder', () => ['library', 'backups', '/nowhere/at/all'], 1, 'not-found'],
    ['export without a place', () => ['library', 'export', library], 2, 'bad-request'],
    [
      'export into a place that is none',
      () => ['library', 'export', library, '--out', '/nowhere/at/all'],
      1,
      'bad-input',
    ],
    [
      'import of a missing file',
      () => ['library', 'import', '/nowhere.quadrille-archive', join(temporaryFolder(), 'x')],
      1,
      'not-found',
    ],
    ['import of something else', () => ['library', 'import', CLI, join(temporaryFolder(), 'x')], 1, 'bad-input'],
    ['import with one word', () => ['library', 'import', CLI], 2, 'bad-request'],
  ])('refuses %s', (_what, args, status, code) => {
    expect(quadrille(...args())).toMatchObject({
      status,
      value: { error: { code, message: { text: expect.stringMatching(/\w{4,}/) } } },
    });
  });

  it('has a marker that a double click opens', () => {
    expect(readdirSync(library).filter((name) => name.endsWith('.quadrille'))).toEqual(['library.quadrille']);
    const named = join(temporaryFolder(), '我的 library');
    mkdirSync(named);
    quadrille('library', 'create', named);
    expect(readdirSync(named)).toContain('我的 library.quadrille');
  });
});
