import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT, suiteFolder } from '../support/fixtures.ts';

const CLI = join(ROOT, 'src', 'cli', 'main.ts');

/** Who waits for a pipe hears no other signal. */
const END = { timeout: 30_000, killSignal: 'SIGKILL' } as const;

/** Where a file's name is given, a pipe by its name is refused: nobody may ever write to it. */
describe.skipIf(process.platform === 'win32')('a pipe on the command line', { timeout: 120_000 }, () => {
  let folder = '';
  let pipe = '';
  beforeAll(() => {
    folder = suiteFolder();
    pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    writeFileSync(join(folder, 'plays.csv'), 'scholar,name\ns1,Ann\n');
    for (const part of ['train.tsv', 'test.tsv']) writeFileSync(join(folder, part), `u1\t${part}\n`);
    spawnSync(process.execPath, [CLI, 'library', 'create', join(folder, 'library')]);
  });

  const env = () => ({ ...process.env, INIT_CWD: undefined });
  const quadrille = (...words: string[]) =>
    spawnSync(process.execPath, [CLI, ...words], { encoding: 'utf8', cwd: ROOT, env: env(), ...END });
  const library = () => ['--library', join(folder, 'library')];

  const COMMANDS: [string, () => string[]][] = [
    ['a CV', () => ['mobility', 'read-cv', pipe]],
    ['the numbers of a test', () => ['stats', 't-test', '--data-file', pipe]],
    ['the numbers of a test, named as such', () => ['stats', 't-test', '--data', pipe]],
    ['a mapping', () => ['mobility', 'import', join(folder, 'plays.csv'), '--map', pipe, ...library()]],
    ['a file of a study', () => ['mobility', 'import', pipe, ...library()]],
    ['a codebook', () => ['mobility', 'codebook', 'preview', pipe, ...library()]],
    ['an experiment', () => ['experiment', 'run', pipe, ...library()]],
    ['a file of plays', () => ['import', 'triplets', pipe, ...library()]],
    ['a recording', () => ['mel', pipe, '--out', join(folder, 'x.mel')]],
    ['a recording for an encoder', () => ['encode', pipe, '--out', join(folder, 'x.json')]],
    ['lists that are judged', () => ['score', pipe, '--split', folder]],
  ];

  it.each(COMMANDS)('is refused as %s, and nobody waits for it', (_what, words) => {
    const { status, stderr, stdout } = quadrille(...words());
    expect(stderr, stdout).toMatch(/pipe is a pipe, a socket or a device/);
    expect(status).toBe(1);
  });

  it('that the shell opened for us is read: somebody writes to it', () => {
    const shell = (line: string, input: string) =>
      spawnSync('bash', ['-c', line, process.execPath, CLI], { encoding: 'utf8', env: env(), input, ...END });
    const cv = '1990–1995 PhD, Alpha University\n1996– professor, Beta University\n';
    expect(shell('"$0" "$1" mobility read-cv <(sleep 0.2; cat)', cv).stdout).toMatch(/^2 positions/);
    const numbers = '{"x":[1,2,4],"y":[2,4,7]}';
    expect(shell('"$0" "$1" stats t-test --data-file <(cat)', numbers).stdout).toMatch(/t-test|Welch/);
    expect(shell('cat | "$0" "$1" stats t-test --data /dev/stdin', numbers).stdout).toMatch(/t-test|Welch/);
  });
});
