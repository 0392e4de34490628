import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from './fixtures.ts';

/** Folders of Python packages, as PYTHONPATH names them. */
const FOLDERS = (process.env.QUADRILLE_TEST_PEERS ?? '').split(delimiter).filter(Boolean);

/** Whether Python can import it there; without it its tests are skipped, visibly. */
export function peerThere(name: string): boolean {
  const there = FOLDERS.some((folder) => existsSync(join(folder, name)));
  if (!there)
    process.stderr.write(`quadrille: no ${name} in QUADRILLE_TEST_PEERS: the tests that compare with it are skipped\n`);
  return there;
}

/** What a Python script prints as JSON in its last line. */
export function peerPrints<Printed>(script: string, ...words: string[]): Printed {
  const file = join(temporaryFolder(), 'peer.py');
  writeFileSync(file, script);
  const { status, stdout, stderr } = spawnSync('python3', [file, ...words], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONPATH: FOLDERS.join(delimiter) },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trimEnd().split('\n').pop() ?? 'null') as Printed;
}
