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

export interface Paired {
  /** Seconds, round by round. */
  ours: number[];
  peer: number[];
  /** Median over the rounds of the peer's seconds by ours; null without the peer. */
  ratio: number | null;
}

/**
 * Ours and the peer in turn, so that both meet the same load: on a shared machine only the ratio within a round says
 * something. Both return the seconds of what is compared.
 */
export async function paired(
  rounds: number,
  ours: (round: number) => Promise<number>,
  peer: (round: number) => number | null,
): Promise<Paired> {
  const result: Paired = { ours: [], peer: [], ratio: null };
  for (let round = 0; round < rounds; round++) {
    result.ours.push(await ours(round));
    const seconds = peer(round);
    if (seconds !== null) result.peer.push(seconds);
  }
  const ratios = result.peer.map((seconds, round) => seconds / result.ours[round]).sort((a, b) => a - b);
  if (ratios.length === rounds) result.ratio = ratios[Math.floor(rounds / 2)];
  return result;
}
