// `npm run mutants`: breaks each line of the list in tests/mutants, one at a time in a copy of the tree that has no
// reference material beside it, and requires a test to fail by an assertion. Fails if a mutant survives.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MUTANTS } from '../tests/mutants/index.ts';
import type { Mutant } from '../tests/mutants/mutant.ts';
import { broken, listProblems } from './mutants-list.ts';
import { killed, type Outcome, runTests, stopTests } from './mutants-run.ts';

const HELP = `npm run mutants -- [options]
  --only PATTERN   those whose name matches, a regular expression without regard to case
  --changed BASE   those whose file, tests or entry differ from the commit BASE
  --most N         no more than N of them, others for each commit
  --list           print the names and run nothing
  --seconds N      start no further one after N seconds
  --jobs N         copies of the tree at work at once (1)
`;
const PARTS = [
  'src',
  'tests',
  'resources',
  'electron-builder.yml',
  'scripts',
  'docs',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'electron.vite.config.ts',
  'biome.json',
  '.github',
];
const root = join(import.meta.dirname, '..');
const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    changed: { type: 'string' },
    most: { type: 'string' },
    list: { type: 'boolean' },
    seconds: { type: 'string' },
    jobs: { type: 'string' },
    help: { type: 'boolean' },
  },
});

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Entries whose source, tests or own text differ from a commit or in the work tree. */
function changedSince(base: string): (mutant: Mutant) => boolean {
  const files = new Set(
    [git('diff', '--name-only', base), git('ls-files', '--others', '--exclude-standard')].join('\n').split('\n'),
  );
  const listsThen = git('ls-tree', '-r', '--name-only', base, 'tests/mutants')
    .split('\n')
    .filter(Boolean)
    .map((file) => git('show', `${base}:${file}`))
    .join('\n');
  return ({ name, file, tests }) =>
    files.has(file) || tests.split(' ').some((test) => files.has(test)) || !listsThen.includes(name);
}

/**
 * The requested number of entries, drawn with the commit as seed: parallel runs draw the same ones, another commit
 * others.
 */
function drawn(mutants: readonly Mutant[], most: number): Mutant[] {
  const commit = git('rev-parse', 'HEAD');
  const lot = ({ name }: Mutant) => createHash('sha256').update(`${commit}${name}`).digest('hex');
  return [...mutants].sort((a, b) => (lot(a) < lot(b) ? -1 : 1)).slice(0, most);
}

function copyOfTree(folder: string): string {
  const tree = join(folder, 'tree');
  mkdirSync(tree, { recursive: true });
  for (const part of [...PARTS, 'out'])
    if (existsSync(join(root, part))) cpSync(join(root, part), join(tree, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

/** Runs every test file once with nothing broken. @throws if one fails or does not exist */
async function assertTestsPass(tree: string, chosen: readonly Mutant[]): Promise<void> {
  for (const electron of [false, true]) {
    const own = chosen.filter((mutant) => Boolean(mutant.electron) === electron);
    const files = [...new Set(own.flatMap(({ tests }) => tests.split(' ')))];
    if (files.length === 0) continue;
    const missing = files.filter((file) => !existsSync(join(tree, file)));
    if (missing.length > 0) throw new Error(`there are no tests in ${missing.join(', ')}`);
    const { passed, said } = await runTests(tree, files, electron);
    if (!passed) throw new Error(`tests fail with nothing broken; see to that first:\n${said}`);
  }
}

async function tryAll(chosen: Mutant[], trees: readonly string[], until: number): Promise<Map<Mutant, Outcome>> {
  const outcomes = new Map<Mutant, Outcome>();
  const waiting = [...chosen];
  await Promise.all(
    trees.map(async (tree) => {
      for (let mutant = waiting.shift(); mutant && Date.now() < until; mutant = waiting.shift()) {
        const file = join(tree, mutant.file);
        const whole = readFileSync(file, 'utf8');
        writeFileSync(file, broken(root, mutant));
        const started = Date.now();
        const outcome = await killed(tree, mutant);
        writeFileSync(file, whole);
        outcomes.set(mutant, outcome);
        const seconds = ((Date.now() - started) / 1000).toFixed(0);
        const verdict = outcome.killed ? 'killed  ' : mutant.open ? 'open    ' : 'SURVIVED';
        process.stdout.write(`${verdict} ${mutant.name} (${seconds} s${outcome.why ? `; ${outcome.why}` : ''})\n`);
      }
    }),
  );
  return outcomes;
}

async function main(): Promise<number> {
  if (given.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const pattern = new RegExp(given.only ?? '', 'i');
  const isChanged = given.changed ? changedSince(given.changed) : () => true;
  const matching = MUTANTS.filter((mutant) => pattern.test(mutant.name) && isChanged(mutant));
  const wanted = given.most ? drawn(matching, Number(given.most)) : matching;
  const problems = listProblems(root);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  if (given.list) {
    for (const { name, file, open } of wanted)
      process.stdout.write(`${name}\t${file}${open ? `\topen: ${open}` : ''}\n`);
    return 0;
  }
  const chosen = wanted.filter(({ electron }) => !electron || process.env.QUADRILLE_TEST_ELECTRON);
  const started = Date.now();
  const until = given.seconds ? started + 1000 * Number(given.seconds) : Number.POSITIVE_INFINITY;
  const folders = Array.from({ length: Math.max(1, Number(given.jobs ?? 1)) }, () =>
    mkdtempSync(join(tmpdir(), 'quadrille-mutants-')),
  );
  for (const folder of folders) chmodSync(folder, 0o755); // a test reads the tree as another user
  process.once('SIGINT', () => {
    stopTests();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
  try {
    const trees = folders.map(copyOfTree);
    await assertTestsPass(trees[0], chosen);
    const outcomes = await tryAll(chosen, trees, until);
    return report(wanted, chosen, outcomes, (Date.now() - started) / 1000);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

function report(wanted: Mutant[], chosen: Mutant[], outcomes: Map<Mutant, Outcome>, seconds: number): number {
  const tried = chosen.filter((mutant) => outcomes.has(mutant));
  const survivors = tried.filter((mutant) => !outcomes.get(mutant)?.killed && !mutant.open);
  const open = tried.filter((mutant) => !outcomes.get(mutant)?.killed && mutant.open);
  const closed = tried.filter((mutant) => outcomes.get(mutant)?.killed && mutant.open);
  for (const { name, open: issue } of open) process.stdout.write(`open: ${name} – ${issue}\n`);
  for (const { name } of closed) process.stdout.write(`no longer open: ${name} is killed; take its "open" away\n`);
  for (const { name } of survivors) process.stderr.write(`no test notices: ${name}\n`);
  const parts = [
    `${tried.length - survivors.length - open.length} killed`,
    `${survivors.length} survived`,
    `${open.length} open`,
    `${chosen.length - tried.length} not reached in time`,
    `${wanted.length - chosen.length} skipped without a test Electron`,
  ];
  process.stdout.write(`mutants: ${parts.join(', ')}; ${seconds.toFixed(0)} s\n`);
  return survivors.length + closed.length > 0 ? 1 : 0;
}

process.exitCode = await main().catch((error: Error) => {
  process.stderr.write(`mutants: ${error.message}\n`);
  return 2;
});
