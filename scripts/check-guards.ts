// `npm run guards`: takes each security guard away, in a copy of the tree, and checks that its test fails. A guard
// whose removal no test notices fails the run.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GUARDS } from '../tests/security-guards.ts';

export interface Guard {
  guard: string;
  file: string;
  from: string;
  to: string;
  /** Test files, blank-separated. */
  tests: string;
  /** The test needs the built app in a real Electron. */
  electron?: boolean;
}

const PARTS = [
  'src',
  'tests',
  'resources',
  'scripts',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'electron.vite.config.ts',
  'biome.json',
];
const root = join(import.meta.dirname, '..');
const only = process.argv[2];
const withElectron = Boolean(process.env.QUADRILLE_TEST_ELECTRON);

/** True when the tests pass in the tree as it stands. */
function passes(tree: string, { tests, electron }: Guard): boolean {
  const done = spawnSync(
    process.execPath,
    [join(tree, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--bail', '1', ...tests.split(' ')],
    {
      cwd: tree,
      encoding: 'utf8',
      timeout: 300_000,
      env: {
        ...process.env,
        QUADRILLE_TEST_BUILD: electron ? 'on' : 'off',
        QUADRILLE_TEST_ELECTRON: electron ? process.env.QUADRILLE_TEST_ELECTRON : '',
      },
    },
  );
  return done.status === 0 && !/No test files found/.test(done.stdout);
}

const tree = mkdtempSync(join(tmpdir(), 'quadrille-guards-'));
const unnoticed: string[] = [];
/** Tests that pass while nothing is taken away. */
const sound = new Set<string>();
try {
  for (const part of PARTS) cpSync(join(root, part), join(tree, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  cpSync(join(root, 'out'), join(tree, 'out'), { recursive: true });
  for (const guard of GUARDS) {
    if (only && !guard.guard.includes(only)) continue;
    if (guard.electron && !withElectron) {
      process.stdout.write(`skipped   ${guard.guard} (no test Electron here)\n`);
      continue;
    }
    const kind = `${guard.tests} ${guard.electron === true}`;
    if (!sound.has(kind) && !passes(tree, guard))
      throw new Error(`${guard.tests} fails with every guard in place: mend that first`);
    sound.add(kind);
    const file = join(tree, guard.file);
    const whole = readFileSync(file, 'utf8');
    if (whole.split(guard.from).length !== 2)
      throw new Error(`${guard.guard}: the guard is not found once in ${guard.file}; mend tests/security-guards.ts`);
    writeFileSync(file, whole.replace(guard.from, guard.to));
    const noticed = !passes(tree, guard);
    writeFileSync(file, whole);
    process.stdout.write(`${noticed ? 'noticed  ' : 'UNNOTICED'} ${guard.guard}\n`);
    if (!noticed) unnoticed.push(guard.guard);
  }
} finally {
  rmSync(tree, { recursive: true, force: true });
}
if (unnoticed.length > 0) {
  process.stderr.write(`no test notices that these are gone: ${unnoticed.join(', ')}\n`);
  process.exit(1);
}
