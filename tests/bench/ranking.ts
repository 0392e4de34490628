import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { FactorScorer } from '../../src/core/recommender/factors/factor-scorer.ts';
import { topN } from '../../src/core/recommender/numeric/top-n.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { ROOT } from '../support/root.ts';
import type { BenchContext } from './context.ts';

const SONGS = 380_000;
const FACTORS = 64;
const LISTENERS = 50;

/**
 * The first 10 of 380,000 songs for a listener, 64 factors: scores of all and the choice; median and slowest of 50
 * listeners.
 */
export async function benchTop10(_context: BenchContext) {
  const random = new Random(3);
  const scorer = new FactorScorer(
    Float32Array.from({ length: SONGS * FACTORS }, () => random.normal()),
    FACTORS,
  );
  const scores = new Float64Array(SONGS);
  const one = () => {
    const p = Float64Array.from({ length: FACTORS }, () => random.normal());
    const started = performance.now();
    scorer.score(p, scores);
    topN(scores, () => false, 10);
    return performance.now() - started;
  };
  for (let i = 0; i < 5; i++) one();
  const times = Array.from({ length: LISTENERS }, one).sort((a, b) => a - b);
  return { songs: SONGS, factors: FACTORS, medianMs: times[LISTENERS / 2], slowestMs: times[LISTENERS - 1] };
}

/**
 * How time and memory grow: ALS fitted and evaluated on four sizes and the shape of the full Taste Profile, each in a
 * process of its own.
 */
export async function benchGrowth(context: BenchContext) {
  const sizes = (process.env.QUADRILLE_BENCH_SIZES ?? '10000x4000,50000x20000,200000x80000,500000x200000').split(',');
  return sizes.map((size) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'tests', 'bench', 'scale-one.ts'), 'evaluate', size],
      { encoding: 'utf8', maxBuffer: 1 << 24 },
    );
    if (status !== 0) return { size, problem: stderr.trim().split('\n').pop() };
    context.say(stdout.trim());
    return JSON.parse(stdout);
  });
}
