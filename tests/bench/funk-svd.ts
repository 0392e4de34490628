import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interactions, SongFeatures } from '../../src/core/recommender/data/dataset.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { fitRatings } from '../../src/core/recommender/data/ratings.ts';
import { paired, runPeer } from './peers.ts';
import type { BenchContext } from './context.ts';

const ROWS = 100_000;
const LISTENERS = 943;
const SONGS = 1682;
const HELD_EVERY = 10;
const ROUNDS = 5;
const OPTIONS = { k: 100, epochs: 20, rate: 0.005, reg: 0.02 };

const SURPRISE = `
import sys, time, json, surprise
rows = [tuple(line.rstrip().split('\\t')) for line in open(sys.argv[1])]
train = [(u, i, float(r), None) for u, i, r, t in rows if t == '0']
test = [(u, i, float(r)) for u, i, r, t in rows if t == '1']
reader = surprise.Reader(rating_scale=(float(sys.argv[2]), float(sys.argv[3])))
class Data(surprise.dataset.DatasetAutoFolds):
    def __init__(self, ratings): self.reader = reader; self.raw_ratings = ratings; self.has_been_split = False
full = Data(train).build_full_trainset()
start = time.time(); model = surprise.SVD(random_state=int(sys.argv[4])).fit(full); seconds = time.time() - start
error = [(model.predict(u, i).est - r) ** 2 for u, i, r in test]
print(json.dumps({'seconds': seconds, 'rmse': (sum(error) / len(error)) ** 0.5}))
`;

/**
 * 100,000 ratings with real structure, 100 factors, 20 epochs, the same split: time of the fit and RMSE, in
 * turn with Surprise's SVD.
 */
export async function benchFunkSvd(context: BenchContext) {
  const { set, held } = makeRatings();
  const file = join(context.folder, 'ratings.tsv');
  const rows: string[] = [];
  for (let u = 0; u < LISTENERS; u++)
    for (let k = set.interactions.offsets[u]; k < set.interactions.offsets[u + 1]; k++)
      rows.push(`${u}\t${set.interactions.items[k]}\t${set.ratings[k]}\t0`);
  writeFileSync(file, [...rows, ...held.map(([u, i, r]) => `${u}\t${i}\t${r}\t1`)].join('\n'));
  const rmse: number[] = [];
  const surpriseRmse: number[] = [];
  const times = await paired(
    ROUNDS,
    async (round) => {
      const started = performance.now();
      const model = await new FitSession(modelDefinition, null, round + 1).fit('funk-svd', set, OPTIONS, () => {});
      const seconds = (performance.now() - started) / 1000;
      const out = new Float64Array(1);
      const squares = held.map(([u, i, r]) => {
        model.ratings?.(historyOf(set, u), Uint32Array.of(i), out);
        return (out[0] - r) ** 2;
      });
      rmse.push(Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length));
      return seconds;
    },
    (round) => {
      const scale = [String(set.scale.minimum), String(set.scale.maximum)];
      const surprise = runPeer(context.python, SURPRISE, [file, ...scale, String(round + 1)]);
      if (surprise) surpriseRmse.push(surprise.rmse);
      return surprise?.seconds ?? null;
    },
  );
  return { ratings: set.ratings.length, ...times, rmse, surpriseRmse };
}

function makeRatings(): { set: TrainingSet; held: [number, number, number][] } {
  const random = new Random(11);
  const factor = (n: number) => Array.from({ length: n }, () => Array.from({ length: 5 }, () => random.normal() * 0.6));
  const [p, q] = [factor(LISTENERS), factor(SONGS)];
  const rows = new Map<number, number>();
  while (rows.size < ROWS) {
    const u = random.below(LISTENERS);
    const i = Math.floor(SONGS * random.uniform() ** 2);
    const score = 1.2 + p[u].reduce((sum, value, f) => sum + value * q[i][f], 0) + 0.5 * random.normal();
    rows.set(u * SONGS + i, Math.max(1, Math.round(Math.exp(score))));
  }
  const all = [...rows]
    .sort((a, b) => a[0] - b[0])
    .map(([key, plays]) => [Math.floor(key / SONGS), key % SONGS, plays] as const);
  const kept = all.filter((_, n) => n % HELD_EVERY !== 0);
  const offsets = new Uint32Array(LISTENERS + 1);
  for (const [u] of kept) offsets[u + 1]++;
  for (let u = 0; u < LISTENERS; u++) offsets[u + 1] += offsets[u];
  const interactions: Interactions = {
    listeners: LISTENERS,
    songs: SONGS,
    offsets,
    items: Uint32Array.from(kept, ([, i]) => i),
    counts: Uint32Array.from(kept, ([, , plays]) => plays),
  };
  const held = all
    .filter((_, n) => n % HELD_EVERY === 0)
    .map(([u, i, plays]) => [u, i, Math.log1p(plays)] as [number, number, number]);
  return {
    set: {
      interactions,
      ...fitRatings({ conversion: 'log-count', unit: 1 }, interactions),
      features: {} as SongFeatures,
    },
    held,
  };
}
