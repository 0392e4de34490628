import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { totals } from '../../scripts/test-totals.mjs';

const outcome = (name: string, ...statuses: string[]) => ({
  name: join(import.meta.dirname, name),
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status, at) => ({ status, fullName: `test ${at}`, failureMessages: ['Error: no'] })),
});

test('reports are summed; a second run of a file counts in place of the first, which is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-totals-'));
  const write = (name: string, ...testResults: object[]) =>
    writeFileSync(join(folder, name), JSON.stringify({ testResults }));
  try {
    const unloadable = { ...outcome('c'), status: 'failed', message: 'no such module' };
    write('all.json', outcome('a', 'passed', 'failed'), outcome('b', 'passed', 'skipped'), unloadable);
    expect(totals(folder)).toMatchObject({ passed: 2, failed: 2, skipped: 1, unstable: [] });
    expect(totals(folder).failures).toEqual([
      { test: 'tests/unit/a > test 1', why: 'Error: no' },
      { test: 'tests/unit/c', why: 'no such module' },
    ]);

    write('all.again.json', outcome('a', 'passed', 'passed'), outcome('c', 'failed'));
    expect(totals(folder)).toMatchObject({ passed: 3, failed: 1, skipped: 1 });
    expect(totals(folder).failures.map(({ test }) => test)).toEqual(['tests/unit/c > test 0']);
    expect(totals(folder).unstable.map(({ test }) => test)).toEqual(['tests/unit/a > test 1', 'tests/unit/c']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
