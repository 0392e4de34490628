// `npm run nightly`: lists the parts of the long-running checks. `npm run nightly -- PART [--record]` runs
// one of them, at most 40 minutes long, and prints the row for docs/nightly.md, or appends it.
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTANTS } from '../tests/mutants/index.ts';
import { FUZZ_PARTS } from './nightly-fuzz.ts';
import { totals } from './test-totals.mjs';

const ROOT = join(import.meta.dirname, '..');
const MOST_MINUTES = 40;

interface Part {
  what: string;
  /** Arguments for Node. */
  command: string[];
  environment?: Record<string, string>;
  /** The command is vitest, whose report is summed; the outcome of the others is their last line. */
  tests?: boolean;
}

const vitest = (...words: string[]) => [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...words];

function kills(what: string, file: string): Part {
  return { what, command: vitest(file), environment: { QUADRILLE_KILLS: '200' }, tests: true };
}

/** A hundred kills for each kind of work: 20 to 35 minutes for two. */
function appKills(...works: string[]): Part {
  return {
    what: `100 kills each while the app does this (Electron): ${works.join(', ')}`,
    command: vitest('tests/crash/app.test.ts', '-t', `random\\W+(${works.join('|')})`),
    environment: { QUADRILLE_KILLS_EACH: '100' },
    tests: true,
  };
}

/** Memory that is freed goes back to the system, and what a target keeps can be told from it: glibc keeps it else. */
const FREED_AT_ONCE = { MALLOC_TRIM_THRESHOLD_: '65536', MALLOC_MMAP_THRESHOLD_: '65536' };

const FUZZ = Object.fromEntries(
  Object.entries(FUZZ_PARTS).map(([key, { what, file, names }]): [string, Part] => [
    key,
    {
      what: `10,000 inputs for each: ${what}`,
      command: vitest(`tests/fuzz/${file}`, ...(names === undefined ? [] : ['-t', names])),
      environment: { QUADRILLE_FUZZ: '10000', ...FREED_AT_ONCE },
      tests: true,
    },
  ]),
);
const rooms = [...new Set(MUTANTS.map(({ name }) => name.split('/', 1)[0]))].sort();

const PARTS: Record<string, Part> = {
  'kills-library': kills(
    '200 kills at random points of imports, coding, training, backups …',
    'tests/crash/kill.test.ts',
  ),
  'power-cuts': {
    what: '1,000 power cuts, simulated: what a disk may hold of imports, coding, training, exports, a restore (strace)',
    command: vitest('tests/storage/power-cut.test.ts'),
    environment: { QUADRILLE_POWER_CUTS: '1000' },
    tests: true,
  },
  'kills-app-imports': appKills('import', 'study import'),
  'kills-app-training': appKills('training', 'backup'),
  'kills-app-evaluation': appKills('evaluation', 'archive'),
  'kills-app-experiments': appKills('experiment', 'experiment export'),
  'kills-app-study': appKills('study export', 'coding'),
  'kills-app-files': appKills('unpacking'),
  'kills-app-split': appKills('split'),
  'kills-app-data': appKills('data'),
  soak: {
    what: 'a working day in the app, compressed: memory, open files, log and library stay flat (Electron)',
    command: [join(ROOT, 'tests', 'soak', 'run.ts'), '--minutes', '30'],
  },
  ...FUZZ,
  ...Object.fromEntries(
    rooms.map((room) => [
      `mutants-${room}`,
      {
        what: `important lines of ${room} broken one by one`,
        command: [join(ROOT, 'scripts', 'mutants.ts'), '--only', `^${room}/`],
      },
    ]),
  ),
  journeys: {
    what: 'what a music researcher does in the window, first start to placed recording (Chromium, Electron; en, zh)',
    command: vitest('tests/e2e/journeys.test.ts'),
    environment: { QUADRILLE_JOURNEYS: 'on' },
    tests: true,
  },
  dev: {
    what: '`npm run dev` in a real Electron: the page, the policy, files that are edited, its end (Electron)',
    command: vitest('tests/e2e/dev.test.ts'),
    environment: { QUADRILLE_DEV: 'on' },
    tests: true,
  },
  installers: {
    what: 'deb, rpm, AppImage and the Windows folder; the deb in a clean root (root, Electron, Debian)',
    command: vitest('tests/installers/installers.test.ts'),
    environment: { QUADRILLE_INSTALLERS: 'on' },
    tests: true,
  },
  windows: {
    what: "the command line under Windows' Node in wine: import, training, backups, archive, study, locks (Debian)",
    command: vitest('tests/installers/wine.test.ts'),
    environment: { QUADRILLE_WINE: 'on' },
    tests: true,
  },
  r: {
    what: "the R code of every analysis prints the app's numbers (Debian's r-base, r-cran-survival, r-cran-lme4)",
    command: vitest('tests/mobility/findings-in-r.test.ts'),
    environment: { QUADRILLE_R: 'on' },
    tests: true,
  },
  keras: {
    what: 'every network trained by Keras and by us from the same start (QUADRILLE_TEST_PEERS with keras)',
    command: vitest('tests/models/keras.test.ts'),
    tests: true,
  },
  libraries: {
    what:
      'RecBole, Cornac, LensKit, Elliot and WarpRec trained on exported splits (QUADRILLE_TEST_RECBOLE, _CORNAC, ' +
      '_LENSKIT, _LENSKIT_2025, _ELLIOT and _WARPREC, each the PYTHONPATH of one; _ELLIOT_PYTHON its Python, …)',
    command: vitest('tests/models/peer-libraries.test.ts'),
    tests: true,
  },
  spark: {
    what: 'the Taste Profile sample factorised by Spark and by us (QUADRILLE_TEST_PEERS with pyspark, Java 17)',
    command: vitest('tests/models/spark.test.ts'),
    environment: { QUADRILLE_SPARK: 'on' },
    tests: true,
  },
  'native-off': {
    what: 'all tests with native TensorFlow switched off',
    command: vitest(),
    environment: { QUADRILLE_NATIVE: 'off' },
    tests: true,
  },
  bench: {
    what: 'the benchmarks beside their peers (docs/performance.md)',
    command: [join(ROOT, 'tests', 'bench', 'run.ts')],
  },
};

interface Outcome {
  passed: boolean;
  said: string;
}

function endGroup(leader: number): void {
  try {
    if (process.platform !== 'win32') process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

/** Runs a part with its output on the terminal; kills it if it takes too long. */
function run({ command, environment, tests }: Part): Promise<Outcome> {
  const reports = mkdtempSync(join(tmpdir(), 'quadrille-nightly-'));
  const words = tests
    ? [...command, '--reporter=default', '--reporter=json', `--outputFile.json=${join(reports, 'report.json')}`]
    : command;
  const child = spawn(process.execPath, words, {
    cwd: ROOT,
    stdio: ['inherit', 'pipe', 'inherit'],
    env: { ...environment, ...process.env },
    // A group of its own: what a stopped part leaves, such as its screen, would fail the next one.
    detached: process.platform !== 'win32',
  });
  process.once('SIGINT', () => child.kill('SIGINT'));
  let last = '';
  child.stdout.on('data', (data: Buffer) => {
    process.stdout.write(data);
    last = (last + data.toString()).slice(-2000);
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
  }, MOST_MINUTES * 60_000);
  return new Promise((resolve) =>
    child.once('exit', (code) => {
      clearTimeout(timer);
      endGroup(child.pid as number);
      try {
        if (late) return resolve({ passed: false, said: `stopped after ${MOST_MINUTES} minutes` });
        if (!tests) return resolve({ passed: code === 0, said: last.trim().split('\n').pop() ?? '' });
        const { passed, failed, skipped, failures } = totals(reports);
        const [first] = failures;
        // Where a test ran, what failed is for whoever records the row to say.
        const why = passed === 0 && first ? `: ${first.test}: ${first.why.split('\n', 1)[0]}` : '';
        const said = `${passed} passed, ${failed} failed, ${skipped} skipped${why}`;
        resolve({ passed: code === 0 && passed > 0, said });
      } finally {
        rmSync(reports, { recursive: true, force: true });
      }
    }),
  );
}

function commit(): string {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' and changes'}`;
}

const [name, ...flags] = process.argv.slice(2);
if (name === '--names') {
  process.stdout.write(`${JSON.stringify(Object.keys(PARTS))}\n`);
  process.exit(0);
}
const part = PARTS[name ?? ''];
if (!part) {
  const width = Math.max(...Object.keys(PARTS).map((key) => key.length));
  process.stdout.write(
    `npm run nightly -- PART [--record], each at most ${MOST_MINUTES} minutes; docs/nightly.md has the outcomes.\n` +
      `${Object.entries(PARTS)
        .map(([key, { what }]) => `  ${key.padEnd(width)}  ${what}\n`)
        .join('')}`,
  );
  process.exit(name === undefined ? 0 : 2);
}
const started = Date.now();
const at = commit();
const { passed, said } = await run(part);
const minutes = ((Date.now() - started) / 60_000).toFixed(1);
const date = new Date(started).toISOString().slice(0, 10);
const row =
  `| ${date} | ${at} | ${name} | ${passed ? 'passed' : '**failed**'} | ${minutes} | ` +
  `${said.replaceAll('|', '/')} |\n`;
if (flags.includes('--record')) appendFileSync(join(ROOT, 'docs', 'nightly.md'), row);
process.stdout.write(`\n${row}`);
process.exitCode = passed ? 0 : 1;
