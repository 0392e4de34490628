import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './fixtures.ts';

/** A folder of Python packages that scripts/fetch-peers.mjs made; without it their tests are skipped, visibly. */
const packages = process.env.QUADRILLE_TEST_PEERS;
export const peersThere = Boolean(packages);

if (!packages)
  process.stderr.write(
    'quadrille: QUADRILLE_TEST_PEERS names no folder: the tests with pyarrow and DuckDB are skipped ("node ' +
      'scripts/fetch-peers.mjs" prints one)\n',
  );

/** What the lines of a Python script print as JSON. */
export function python<Printed>(script: string, ...words: string[]): Printed {
  const file = join(temporaryFolder(), 'peer.py');
  writeFileSync(file, script);
  const { status, stdout, stderr } = spawnSync('python3', [file, ...words], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: packages },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Printed;
}
