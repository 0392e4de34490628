import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interactions } from '../../src/core/recommender/data/dataset.ts';
import { fitAls } from '../../src/core/recommender/factors/als.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { type Paired, paired, runPeer } from './peers.ts';
import type { BenchContext } from './context.ts';

const THREADS = 2;
const ITERATIONS = 3;
const ROUNDS = 3;

const IMPLICIT =
  `
import sys, time, json, numpy as np, scipy.sparse as sp, threadpoolctl, implicit
threadpoolctl.threadpool_limits(1, "blas")
listeners, songs = int(sys.argv[2]), int(sys.argv[3])
pairs = np.fromfile(sys.argv[1], dtype=np.uint32).reshape(-1, 2)
x = sp.csr_matrix((np.full(len(pairs), 5.0, dtype=np.float32), (pairs[:, 0], pairs[:, 1])), shape=(listeners, songs))
seconds = []
model = implicit.als.AlternatingLeastSquares(factors=int(sys.argv[4]), regularization=10, iterations=3, ` +
  `num_threads=2, random_state=1, calculate_training_loss=False)
model.fit(x, show_progress=False, callback=lambda i, s, *more: seconds.append(s))
print(json.dumps({'seconds': min(seconds)}))
`;

/**
 * One iteration of ALS over 50,000 × 20,000, 2 M plays, on two threads, in turn with implicit (conjugate gradients, the
 * same three steps); the fastest iteration of each round.
 */
export async function benchAls(context: BenchContext) {
  const rows = makePlays(50_000, 20_000, 40);
  const file = join(context.folder, 'pairs.bin');
  const pairs = new Uint32Array(2 * rows.items.length);
  for (let u = 0; u < rows.listeners; u++)
    for (let at = rows.offsets[u]; at < rows.offsets[u + 1]; at++) pairs.set([u, rows.items[at]], 2 * at);
  writeFileSync(file, pairs);
  const secondsAnIteration: Record<string, Paired> = {};
  for (const k of [64, 128])
    secondsAnIteration[k] = await paired(
      ROUNDS,
      () => secondsOfIteration(rows, k),
      () => {
        const size = [String(rows.listeners), String(rows.songs), String(k)];
        return runPeer(context.python, IMPLICIT, [file, ...size], THREADS)?.seconds ?? null;
      },
    );
  return {
    listeners: rows.listeners,
    songs: rows.songs,
    plays: rows.items.length,
    threads: THREADS,
    secondsAnIteration,
  };
}

/** The fastest of several. */
async function secondsOfIteration(rows: Interactions, k: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  let last = 0;
  let whole = 0;
  await fitAls(
    rows,
    { k, iterations: ITERATIONS + 1, alpha: 4, confidence: 'binary', reg: 10, threads: THREADS },
    1,
    (fraction) => {
      // Progress is told many times within an iteration, too: its end is the first time of a whole number.
      const done = Math.round(fraction * (ITERATIONS + 1) * 2) / 2;
      if (!Number.isInteger(done) || done === whole) return;
      whole = done;
      const now = performance.now();
      if (last > 0) best = Math.min(best, (now - last) / 1000);
      last = now;
    },
  );
  return best;
}

/** Plays with a popularity like that of music: a few songs heard by many. */
export function makePlays(listeners: number, songs: number, each: number): Interactions {
  const random = new Random(17);
  const offsets = new Uint32Array(listeners + 1);
  const items = new Uint32Array(listeners * each);
  for (let u = 0; u < listeners; u++) {
    const own = new Set<number>();
    while (own.size < each) own.add(Math.floor(songs * random.uniform() ** 2));
    items.set(
      [...own].sort((a, b) => a - b),
      u * each,
    );
    offsets[u + 1] = (u + 1) * each;
  }
  return { listeners, songs, offsets, items, counts: new Uint32Array(items.length).fill(1) };
}
