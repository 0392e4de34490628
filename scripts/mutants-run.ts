// Runs tests for scripts/mutants.ts and reports whether one of them failed by an assertion.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from '../tests/mutants/mutant.ts';

/** For the tests of one mutant; for those of several, each file may take that long. */
const MOST_MS = 300_000;
export interface Outcome {
  killed: boolean;
  /** What failed other than an assertion, if anything. */
  why: string;
}

interface Report {
  testResults: { name: string; status: string; message: string; assertionResults: TestCase[] }[];
}

interface TestCase {
  fullName: string;
  status: string;
  failureMessages?: string[] | null;
}

const running = new Set<ChildProcess>();

export function stopTests(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Without the reference material: the tree's parent folder holds nothing else. */
function vitest(
  tree: string,
  words: readonly string[],
  electron: boolean,
  mostMs = MOST_MS,
): Promise<{ report: Report | null; out: string }> {
  const file = join(tree, '..', 'report.json');
  rmSync(file, { force: true });
  const command = [join(tree, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...words];
  const child = spawn(process.execPath, [...command, '--reporter=json', `--outputFile=${file}`], {
    cwd: tree,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NO_COLOR: '1',
      QUADRILLE_MUTANTS: 'on',
      QUADRILLE_TEST_BUILD: electron ? 'on' : 'off',
      QUADRILLE_TEST_ELECTRON: electron ? process.env.QUADRILLE_TEST_ELECTRON : '',
    },
  });
  running.add(child);
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      out = (out + data.toString()).slice(-4000);
    });
  const timer = setTimeout(() => {
    out += `\nended after ${mostMs / 1000} s`;
    child.kill('SIGKILL');
  }, mostMs);
  return new Promise((resolve) => {
    child.once('exit', () => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ report: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, out });
    });
  });
}

export async function runTests(
  tree: string,
  files: readonly string[],
  electron: boolean,
): Promise<{ passed: boolean; said: string }> {
  const { report, out } = await vitest(tree, files, electron, MOST_MS * files.length);
  const bad = report?.testResults.filter(({ status }) => status !== 'passed') ?? [];
  const found = files.filter((file) => report?.testResults.some(({ name }) => name.endsWith(file)));
  const said = bad.map(
    ({ name, message, assertionResults }) =>
      `${name}: ${message}\n${assertionResults.flatMap(({ failureMessages }) => failureMessages ?? []).join('\n')}`,
  );
  return { passed: report !== null && bad.length === 0 && found.length === files.length, said: said.join('\n') || out };
}

/**
 * What `expect` throws has many names, but it begins in a test; an error that begins in the source, a time-out or a
 * mistake in the test's code is no assertion. Of a property that failed, what it threw counts.
 */
export function byAssertion(reported: string): boolean {
  const message = /^Error: Property failed [\s\S]*?\nGot ([\s\S]*)$/.exec(reported)?.[1] ?? reported;
  if (/^(ReferenceError|SyntaxError|TypeError: (?!\.to))|^\w*Error: (Test|Hook) timed out/.test(message)) return false;
  return /\/tree\/(src|tests)\//.exec(message.replaceAll('\\', '/').replace(/^[^\n]*\n/, ''))?.[1] === 'tests';
}

/** Only a failed assertion counts: a crash of the loader, a type that is gone or a time-out proves no behaviour. */
export async function killed(tree: string, { tests, electron }: Mutant): Promise<Outcome> {
  const { report, out } = await vitest(tree, ['--bail', '1', ...tests.split(' ')], electron === true);
  if (!report) return { killed: false, why: `the tests did not end: ${out.trim().split('\n').pop() ?? ''}` };
  const cases = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const messages = cases.filter(({ status }) => status === 'failed').flatMap((one) => one.failureMessages ?? []);
  if (messages.some(byAssertion)) return { killed: true, why: '' };
  const crashes = report.testResults.filter(({ status }) => status === 'failed').map(({ message }) => message);
  const first = [...messages, ...crashes].find(Boolean);
  return { killed: false, why: first ? `fails, but not by an assertion: ${first.split('\n')[0].slice(0, 160)}` : '' };
}
