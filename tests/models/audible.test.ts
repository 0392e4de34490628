import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOracle, writeTruth } from '../../src/core/recommender/demo/oracle.ts';
import { styleShares } from '../../src/core/recommender/demo/styles.ts';
import { makeWorld } from '../../src/core/recommender/demo/world.ts';
import { writeArrays } from '../../src/core/recommender/data/arrays-file.ts';
import { evaluate } from '../../src/core/recommender/evaluation/evaluate.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { datasetOf, featuresOf, interactionsOf, type Plays } from '../support/sets.ts';

const STYLES = 10;
const SIZE = { tracks: 300, listeners: 30, seed: 3 };
const world = makeWorld(SIZE);
const shares = world.tracks.map(styleShares);

describe('what can be heard in the synthetic world', () => {
  it('of a style is as probable as it is frequent among tracks that sound so', () => {
    const ofTrue = shares.map((own, track) => own[track % STYLES]);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const own of shares) expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    // Were the shares not those of Bayes, the true style would get more or less than they expect.
    expect(mean(ofTrue)).toBeCloseTo(mean(shares.map((own) => own.reduce((sum, value) => sum + value ** 2, 0))), 1.3);
    expect(mean(ofTrue)).toBeGreaterThan(0.7);
    expect(Math.max(...shares.flat().map((value) => Math.min(value, 1 - value)))).toBeGreaterThan(0.2);
  });

  it('is the same for tracks that sound the same, whatever their style, tags and popularity', () => {
    const { audible, utility, tracks } = world;
    for (let u = 0; u < 5; u++) {
      const row = (values: Float32Array) => values.subarray(u * tracks.length, (u + 1) * tracks.length);
      expect(correlation(row(audible), row(utility))).toBeGreaterThan(0.6);
      const rest = row(utility).map((value, track) => value - row(audible)[track]);
      expect(Math.abs(correlation(row(audible), rest))).toBeLessThan(0.2);
      // Of a track whose style is in doubt, not all of its scene can be heard.
      const unheard = rest.map((value, track) => Math.abs(value - 0.7 * tracks[track].popularity));
      expect(Math.max(...unheard)).toBeGreaterThan(0.05);
      expect(
        Math.abs(
          correlation(
            row(audible),
            Float32Array.from(tracks, ({ popularity }) => popularity),
          ),
        ),
      ).toBeLessThan(0.2);
    }
  });

  it('stands beside the cold rows, between chance and what no model may reach; older files have none', async () => {
    const plays: Plays = world.listeners.map(({ plays: own }) =>
      Object.fromEntries(own.map(({ track, count }) => [track, count])),
    );
    const data = datasetOf(interactionsOf(plays, SIZE.tracks), featuresOf(world.tracks.map(() => [])));
    const keys = {
      listenerKeys: world.listeners.map(({ listenerKey }) => listenerKey),
      songKeys: world.tracks.map(({ songKey }) => songKey),
    };
    const file = join(temporaryFolder(), 'truth.bin');
    writeTruth(file, { ...keys, expected: world.utility, audible: world.audible });
    const ndcg = async (newSongs: boolean) => {
      const oracle = readOracle(file, data, newSongs);
      const spec = evaluationSpec.parse({ protocol: 'item-cold', models: ['popularity'], cutoffs: [10], folds: 2 });
      const context = { network: null, threads: 1, progress: () => {}, ...(oracle ? { oracle } : {}) };
      const { models, notes } = await evaluate(data, spec, context);
      return { of: (row: string) => models[row]['ndcg@10'] as number, notes: notes.map(({ id }) => id) };
    };
    const { of, notes } = await ndcg(true);
    expect(of('audible-ceiling')).toBeGreaterThan(2 * of('chance'));
    expect(of('audible-ceiling')).toBeLessThan((await ndcg(false)).of('noise-ceiling'));
    expect(notes).toContain('evaluation.audible-ceiling');
    writeArrays(file, keys, { expected: world.utility });
    expect(readOracle(file, data, true)).toBeUndefined();
    expect(readOracle(file, data, false)?.name).toBe('noise-ceiling');
  });
});

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
