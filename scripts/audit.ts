// `npm run audit`: asks npm's advisory service about everything that is installed. Advisories that were reviewed and
// accepted are in accepted-advisories.json with a reason
// and a date for the next review. If the service cannot be reached, it says so and passes: the hosted
// workflow can reach it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Accepted {
  /** GHSA id. */
  id: string;
  package: string;
  reason: string;
  /** ISO date; from then on the advisory counts again. */
  expires: string;
}

interface Report {
  error?: { summary?: string; detail?: string };
  vulnerabilities?: Record<
    string,
    { severity: string; via: (string | { source: number; title: string; url: string; severity: string })[] }
  >;
}

const root = join(import.meta.dirname, '..');
const accepted: Accepted[] = JSON.parse(readFileSync(join(root, 'accepted-advisories.json'), 'utf8'));
const today = new Date().toISOString().slice(0, 10);
const required = process.argv.includes('--required');

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const { stdout } = spawnSync(npm, ['audit', '--json', '--omit=dev'], {
  cwd: root,
  encoding: 'utf8',
  timeout: 120_000,
  shell: process.platform === 'win32',
});
let report: Report = { error: { summary: 'no answer' } };
try {
  report = JSON.parse(stdout);
} catch {
  // npm printed no JSON: the service cannot be reached
}
if (!report.vulnerabilities) {
  process.stdout.write(
    `audit: the advisory service cannot be reached here ` +
      `(${report.error?.summary || report.error?.detail || 'no answer'}); dependencies were NOT audited\n`,
  );
  process.exit(required ? 1 : 0);
}
const problems: string[] = [];
const found = new Map<string, string>();
for (const [name, { via }] of Object.entries(report.vulnerabilities))
  for (const one of via)
    if (typeof one === 'object')
      found.set(one.url.split('/').pop() ?? one.url, `${name}: ${one.title} (${one.severity}, ${one.url})`);
for (const [id, text] of found) {
  const known = accepted.find((entry) => entry.id === id);
  if (!known) problems.push(`${text}: update it, or accept it with a reason and an expiry in accepted-advisories.json`);
  else if (known.expires <= today)
    problems.push(`${text}: accepted until ${known.expires} (${known.reason}); look at it again`);
}
for (const { id, package: name } of accepted)
  if (!found.has(id))
    problems.push(`${id} (${name}) is accepted but no longer reported: delete it from accepted-advisories.json`);
for (const problem of problems) process.stderr.write(`audit: ${problem}\n`);
if (problems.length > 0) process.exit(1);
process.stdout.write(`audit: ${found.size} advisories, all accepted with a reason\n`);
