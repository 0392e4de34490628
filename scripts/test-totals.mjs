// `node scripts/test-totals.mjs FOLDER`: names each failed test of the JSON reports that vitest wrote there, then
// sums them as "N passed, N failed, N skipped". A file that fails outside its tests counts as one failure. Fails if a
// test failed or none ran. `NAME.again.json` is a second run of files of `NAME.json`: it counts in place of the first,
// and what passed only then is named as unstable.
// `node scripts/test-totals.mjs --failed REPORT.json` prints the files with failed tests, a line each.
// Plain JavaScript, so that any Node prints the totals of a run whose installation failed.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** @param {string} file */
const results = (file) => JSON.parse(readFileSync(file, 'utf8')).testResults;

/**
 * The failed tests of a file of tests; the file itself if it failed outside of them.
 * @param {import('./test-totals.d.mts').FileResult} file
 */
function failures({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((one) => one.status === 'failed');
  if (failed.length === 0 && status !== 'failed') return [];
  const file = relative(ROOT, name);
  if (failed.length === 0) return [{ test: file, why: firstLines(message ?? '') }];
  return failed.map((one) => ({ test: `${file} > ${one.fullName}`, why: firstLines(one.failureMessages.join('\n')) }));
}

/** @param {string} text */
const firstLines = (text) => text.trim().split('\n').slice(0, 6).join('\n    ');

/** @param {string} folder */
export function totals(folder) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const failed = [];
  const unstable = [];
  const reports = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.again.json'));
  for (const report of reports) {
    const again = new Map();
    const second = report.replace(/\.json$/, '.again.json');
    if (readdirSync(folder).includes(second)) {
      for (const file of results(join(folder, second))) again.set(file.name, file);
    }
    for (const first of results(join(folder, report))) {
      const file = again.get(first.name) ?? first;
      const count = (/** @type {string} */ kind) =>
        file.assertionResults.filter((/** @type {{ status: string }} */ one) => one.status === kind).length;
      sum.passed += count('passed');
      sum.skipped += file.assertionResults.length - count('passed') - count('failed');
      sum.failed += failures(file).length;
      failed.push(...failures(file));
      if (file !== first) unstable.push(...failures(first));
    }
  }
  return { ...sum, failures: failed, unstable };
}

function main() {
  if (process.argv[2] === '--failed') {
    const files = results(process.argv[3]).filter((/** @type {any} */ file) => failures(file).length > 0);
    for (const { name } of files) process.stdout.write(`${relative(ROOT, name)}\n`);
    return;
  }
  const { passed, failed, skipped, failures: named, unstable } = totals(process.argv[2]);
  for (const { test, why } of unstable) process.stdout.write(`unstable, first failed: ${test}\n    ${why}\n`);
  for (const { test, why } of named) process.stdout.write(`failed: ${test}\n    ${why}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

if (process.argv[1] === import.meta.filename) main();
