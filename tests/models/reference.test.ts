import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Interactions, SongFeatures } from '../../src/core/recommender/data/dataset.ts';
import { ratingErrors } from '../../src/core/recommender/measures/compute.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { fitRatings, rate } from '../../src/core/recommender/data/ratings.ts';
import { shared } from '../support/fixtures.ts';

const sample = shared('data', 'taste-profile-sample.tsv');
const testRows = shared('golden', 'taste-profile-split', 'rating_test_rows.tsv');
const dropped = shared('golden', 'taste-profile-split', 'rating_dropped_rows.txt');
const reference = shared('golden', 'taste-profile-reference.json');

const NO_FEATURES: SongFeatures = {
  tagNames: [],
  tagOffsets: new Uint32Array(0),
  tags: new Uint32Array(0),
  tagWeights: new Float32Array(0),
  artists: new Int32Array(0),
  artistCount: 0,
  years: new Uint16Array(0),
  melTracks: new Uint32Array(0),
  melFolder: '',
};

/**
 * The reference split: rows of the sample by number. Listeners and songs are numbered in order of appearance, as
 * Surprise does.
 */
function load() {
  const rows = readFileSync(sample as string, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const test = new Map(
    readFileSync(testRows as string, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t').map(Number))
      .map(([row, , rating]) => [row, rating]),
  );
  const out = new Set(
    readFileSync(dropped as string, 'utf8')
      .trimEnd()
      .split('\n')
      .map(Number),
  );
  const listeners = new Map<string, number>();
  const songs = new Map<string, number>();
  const number = (map: Map<string, number>, key: string) => map.get(key) ?? map.set(key, map.size).size - 1;
  const kept: [number, number, number][] = [];
  const held: { listener: number; song: number; plays: number; rating: number }[] = [];
  rows.forEach(([listener, song, plays], i) => {
    if (!test.has(i + 1) && !out.has(i + 1))
      kept.push([number(listeners, listener), number(songs, song), Number(plays)]);
  });
  rows.forEach(([listener, song, plays], i) => {
    if (test.has(i + 1))
      held.push({
        listener: listeners.get(listener) as number,
        song: songs.get(song) as number,
        plays: Number(plays),
        rating: test.get(i + 1) as number,
      });
  });
  kept.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const offsets = new Uint32Array(listeners.size + 1);
  for (const [listener] of kept) offsets[listener + 1]++;
  for (let u = 0; u < listeners.size; u++) offsets[u + 1] += offsets[u];
  const interactions: Interactions = {
    listeners: listeners.size,
    songs: songs.size,
    offsets,
    items: Uint32Array.from(kept, ([, song]) => song),
    counts: Uint32Array.from(kept, ([, , plays]) => plays),
  };
  const set: TrainingSet = {
    interactions,
    ...fitRatings({ conversion: 'percentile', unit: 1 }, interactions),
    features: NO_FEATURES,
  };
  return { set, held };
}

describe.skipIf(!sample || !testRows || !dropped || !reference)(
  'rating models beside Surprise, on its own split of the Taste Profile sample',
  () => {
    const { set, held } = sample ? load() : ({} as ReturnType<typeof load>);
    const expected = reference ? JSON.parse(readFileSync(reference, 'utf8')).rating.models : {};

    async function errors(type: string, options: Record<string, number> = {}) {
      const model = await new FitSession(modelDefinition, null, 1).fit(type, set, options, () => {});
      const predicted = held.map(({ listener, song }) => {
        const out = new Float64Array(1);
        model.ratings?.(historyOf(set, listener), Uint32Array.of(song), out);
        return out[0];
      });
      return ratingErrors(
        held.map(({ rating }) => rating),
        predicted,
        { minimum: 1, maximum: 5 },
      );
    }

    it('converts plays to the same ratings', () => {
      expect(held.length).toBe(7956);
      for (const { listener, plays, rating } of held)
        expect(rate(set.scale, historyOf(set, listener).counts, plays)).toBeCloseTo(rating, 5);
    });

    it('global mean: equal', async () => {
      const got = await errors('global-mean');
      for (const [name, value] of Object.entries(expected.global_mean.test))
        expect(got[name as keyof typeof got], name).toBeCloseTo(value as number, 6);
    });

    it('bias: equal', async () => {
      const got = await errors('bias');
      for (const [name, value] of Object.entries(expected.user_item_bias.test))
        expect(got[name as keyof typeof got], name).toBeCloseTo(value as number, 4);
    });

    it('Funk-SVD at the same settings: RMSE within 1 %', async () => {
      expect(
        (await errors('funk-svd', { k: 100, epochs: 20, rate: 0.005, reg: 0.02 })).rmse /
          expected.svd_default.test.rmse,
      ).toBeCloseTo(1, 2);
      expect(
        (await errors('funk-svd', { k: 10, epochs: 10, rate: 0.002, reg: 0.3 })).rmse / expected.svd_tuned.test.rmse,
      ).toBeCloseTo(1, 2);
    });

    it(
      'SVD++ at the same settings: RMSE within 1 % of Surprise’s SVDpp on this split (1.1.5, seeds 1 and 2: ' +
        '1.0363, 1.0325; MAE .8746, .8715)',
      async () => {
        const got = await errors('svd++');
        expect(Math.abs(got.rmse / 1.0344 - 1)).toBeLessThan(0.01);
        expect(Math.abs(got.mae / 0.873 - 1)).toBeLessThan(0.01);
      },
    );

    it('User-CF: not worse than the reference, and not better than there is signal', async () => {
      const { rmse } = await errors('user-cf');
      expect(rmse).toBeLessThan(expected.user_knn_cosine.test.rmse * 1.01);
      expect(rmse).toBeGreaterThan(expected.user_item_bias.test.rmse * 0.99);
    });
  },
);
