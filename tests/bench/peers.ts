import { spawnSync } from 'node:child_process';

/**
 * Runs a Python program that prints one JSON object; null if Python or a module is missing. `threads` 0 leaves the
 * choice to the program.
 */
export function runPeer(
  python: string,
  program: string,
  args: string[] = [],
  threads = 1,
): Record<string, number> | null {
  const { status, stdout } = spawnSync(python, ['-c', program, ...args], {
    encoding: 'utf8',
    env:
      threads === 0
        ? process.env
        : {
            ...process.env,
            OMP_NUM_THREADS: String(threads),
            OPENBLAS_NUM_THREADS: '1',
            NUMBA_NUM_THREADS: String(threads),
          },
  });
  if (status !== 0) return null;
  return JSON.parse(stdout.trimEnd().split('\n').pop() ?? 'null');
}
