import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interactions } from '../../src/core/recommender/data/dataset.ts';
import { fitAls } from '../../src/core/recommender/factors/als.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { runPeer } from './peers.ts';
import type { BenchContext } from './context.ts';

const THREADS = 2;
const ITERATIONS = 3;

const IMPLICIT =
  `
import sys, time, json, numpy as np, scipy.sparse as sp, threadpoolctl, implicit
threadpoolctl.threadpool_limits(1, "blas")
listeners, songs = int(sys.argv[2]), int(sys.argv[3])
pairs = np.fromfile(sys.argv[1], dtype=np.uint32).reshape(-1, 2)
x = sp.csr_matrix((np.full(len(pairs), 5.0, dtype=np.float32), (pairs[:, 0], pairs[:, 1])), shape=(listeners, songs))
out = {}
for k in (64, 128):
    best = 1e9
    for _ in range(2):
        seconds = []
        model = implicit.als.AlternatingLeastSquares(factors=k, regularization=10, iterations=3, num_threads=2, ` +
  `random_state=1, calculate_training_loss=False)
        model.fit(x, show_progress=False, callback=lambda i, s, *more: seconds.append(s))
        best = min(best, min(seconds))
    out[str(k)] = best
print(json.dumps(out))
`;

/**
 * One iteration of ALS over 50,000 × 20,000, 2 M plays, on two threads, beside implicit (conjugate gradients, the same
 * three steps); the best of several iterations of each.
 */
export async function benchAls(context: BenchContext) {
  const rows = makePlays(50_000, 20_000, 40);
  const file = join(context.folder, 'pairs.bin');
  const pairs = new Uint32Array(2 * rows.items.length);
  for (let u = 0; u < rows.listeners; u++)
    for (let at = rows.offsets[u]; at < rows.offsets[u + 1]; at++) pairs.set([u, rows.items[at]], 2 * at);
  writeFileSync(file, pairs);
  const ours: Record<string, number> = {};
  for (const k of [64, 128]) ours[k] = await secondsAnIteration(rows, k);
  const implicit = runPeer(context.python, IMPLICIT, [file, String(rows.listeners), String(rows.songs)], THREADS);
  return {
    listeners: rows.listeners,
    songs: rows.songs,
    plays: rows.items.length,
    threads: THREADS,
    secondsAnIteration: ours,
    implicit,
    ratio: implicit && Object.fromEntries(['64', '128'].map((k) => [k, implicit[k] / ours[k]])),
  };
}

async function secondsAnIteration(rows: Interactions, k: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 2; run++) {
    let last = 0;
    await fitAls(
      rows,
      { k, iterations: ITERATIONS + 1, alpha: 4, confidence: 'binary', reg: 10, threads: THREADS },
      1,
      (fraction) => {
        if (!Number.isInteger(Math.round(fraction * (ITERATIONS + 1) * 2) / 2)) return;
        const now = performance.now();
        if (last > 0) best = Math.min(best, (now - last) / 1000);
        last = now;
      },
    );
  }
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
