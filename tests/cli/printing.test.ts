import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, temporaryFolder } from '../support/fixtures.ts';

const isHere = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

/** Looks whether there is a way to the internet, by a socket to which nothing is written. */
const ROUTE_PROBE = '2001:4860:4860::8888';

describe.skipIf(
  process.platform !== 'linux' || !isHere('strace', '-o', '/dev/null', 'true') || !isHere('chromium', '--version'),
)('a report', () => {
  it('is printed by an installed Chromium that looks for nobody', { timeout: 120_000 }, () => {
    const folder = temporaryFolder();
    const [html, pdf, calls] = ['report.html', 'report.pdf', 'calls'].map((name) => join(folder, name));
    writeFileSync(html, '<!doctype html><title>T</title><p>a report</p>');
    const module = JSON.stringify(join(ROOT, 'src', 'core', 'report', 'pdf.ts'));
    const code = `const { printToPdf } = await import(${module}); await printToPdf(...${JSON.stringify([html, pdf])});`;
    const node = [process.execPath, '--input-type=module', '-e', code];
    execFileSync('strace', ['-f', '-qq', '-e', 'trace=connect', '-o', calls, ...node], { stdio: 'ignore' });
    expect(existsSync(pdf)).toBe(true);
    const lines = readFileSync(calls, 'utf8').split('\n');
    expect(
      lines.some((line) => line.includes('AF_UNIX')),
      'calls are traced',
    ).toBe(true);
    const outside = lines.filter((line) => /AF_INET/.test(line) && !/127\.0\.0\.1|"::1"/.test(line));
    expect(outside.filter((line) => !line.includes(ROUTE_PROBE))).toEqual([]);
  });
});
