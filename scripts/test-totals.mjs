// `node scripts/test-totals.mjs FOLDER`: sums the JSON reports that vitest wrote there and prints "N passed, N failed,
// N skipped". A file that fails outside its tests counts as one failure. Fails if a test failed or none ran.
// Plain JavaScript, so that any Node prints the totals of a run whose installation failed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} folder */
export function totals(folder) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const { testResults } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    for (const { status, assertionResults } of testResults) {
      const count = (/** @type {string} */ kind) => assertionResults.filter((one) => one.status === kind).length;
      passed += count('passed');
      skipped += assertionResults.length - count('passed') - count('failed');
      failed += count('failed') === 0 && status === 'failed' ? 1 : count('failed');
    }
  }
  return { passed, failed, skipped };
}

if (process.argv[1] === import.meta.filename) {
  const { passed, failed, skipped } = totals(process.argv[2]);
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
