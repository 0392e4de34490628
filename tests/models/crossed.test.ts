import { describe, expect, it } from 'vitest';
import { CrossedBootstrap } from '../../src/core/recommender/evaluation/crossed.ts';
import { songUnits } from '../../src/core/recommender/evaluation/song-units.ts';
import { compare } from '../../src/core/recommender/evaluation/summary.ts';
import type { ComparedFold } from '../../src/core/recommender/evaluation/units.ts';
import { measureRanking, measureRatings, testRows } from '../../src/core/recommender/evaluation/measure.ts';
import { ndcg } from '../../src/core/recommender/measures/lists.ts';
import { topN } from '../../src/core/recommender/numeric/top-n.ts';
import { dotAt } from '../../src/core/recommender/numeric/vectors.ts';
import type { FittedModel } from '../../src/core/recommender/models/model.ts';
import { casesOf } from '../../src/core/recommender/splits/held-out.ts';
import { splitBy } from '../../src/core/recommender/splits/split.ts';
import { standardError } from '../../src/core/statistics/descriptive.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { UNWATCHED } from '../support/sets.ts';
import { twoTastes } from '../support/two-tastes.ts';

const N = 10;
const LENGTHS = { primary: N, cutoffs: [N] };
const K = 3;

/**
 * Two models that know tastes equally well, each wrong about every song in its own way; what is played follows the
 * tastes. They do not differ in truth, only on the songs that happened to be held out.
 */
function twoEqualModels(seed: number, listeners: number, songs: number): Record<string, ComparedFold[]> {
  const random = new Random(seed);
  const draw = (n: number, spread: number) => Float64Array.from({ length: n * K }, () => spread * random.normal());
  const [tastes, places] = [draw(listeners, 1), draw(songs, 1)];
  const errors = { a: draw(songs, 1), b: draw(songs, 1) };
  const liked = Float64Array.from({ length: songs }, () => 0.7 * random.normal() - 2.5);
  const played = Array.from({ length: listeners }, (_, u) =>
    Uint32Array.from(
      Array.from({ length: songs }, (_, song) => song).filter(
        (song) => random.uniform() < 1 / (1 + Math.exp(-dotAt(tastes, u * K, places, song * K, K) - liked[song])),
      ),
    ),
  );
  const cases = played.flatMap((items, who) => (items.length > 0 ? [{ who, items }] : []));
  const units = { kind: 'songs' as const, of: Uint32Array.from({ length: songs }, (_, song) => song), count: songs };
  const test = { cases, scale: { minimum: 0, maximum: 1 }, redrawn: units };
  return Object.fromEntries(
    Object.entries(errors).map(([model, wrong]) => {
      const learned = places.map((value, i) => 0.6 * value + wrong[i]);
      const lists = cases.map(({ who, items }) => {
        const scores = Float64Array.from({ length: songs }, (_, song) => dotAt(tastes, who * K, learned, song * K, K));
        const own = new Set(items);
        const list = topN(scores, () => false, 2 * N + 30);
        return { songs: list, hits: Uint8Array.from(list, (song) => (own.has(song) ? 1 : 0)) };
      });
      const values = Float64Array.from(lists, ({ hits }, c) => {
        const hitRanks = [...hits.subarray(0, N).keys()].filter((at) => hits[at]).map((at) => at + 1);
        return ndcg.of({ n: N, relevant: cases[c].items.length, hitRanks });
      });
      return [
        model,
        [{ repeats: [{ values: {}, perListener: { [`ndcg@${N}`]: values }, errors: null, lists }], test }],
      ];
    }),
  );
}

describe('differences where songs were held out', () => {
  it('hold 0 in at least 95 of 100 comparisons of equal models; over listeners alone in far fewer', async () => {
    let crossed = 0;
    let listenersAlone = 0;
    const times = 60;
    for (let world = 0; world < times; world++) {
      const records = twoEqualModels(world + 1, 50, 50);
      const own = await compare(records, LENGTHS, true, world, UNWATCHED);
      expect(own.differencesOver).toBe('listeners-and-songs');
      const test = own.tests.find(({ measure }) => measure === 'ndcg@10');
      if (!test) throw new Error('no test');
      expect(test.lower <= 0 && test.upper >= 0).toBe((test.p as number) > 0.05);
      if (test.lower <= 0 && test.upper >= 0) crossed++;
      const [a, b] = ['a', 'b'].map((model) => records[model][0].repeats[0].perListener['ndcg@10']);
      if (Math.abs(test.difference) < 2 * standardError(a.map((value, i) => value - b[i]))) listenersAlone++;
    }
    expect(crossed / times).toBeGreaterThanOrEqual(0.95);
    expect(listenersAlone / times).toBeLessThan(0.88);
  });

  it('a song drawn twice competes twice and is found twice; one not drawn does neither', async () => {
    const units = { kind: 'songs' as const, of: Uint32Array.of(0, 1, 2, 3), count: 4 };
    const test = {
      cases: [{ who: 9, items: Uint32Array.of(1, 3) }],
      scale: { minimum: 0, maximum: 1 },
      redrawn: units,
    };
    const lists = [{ songs: Uint32Array.of(2, 1, 0, 3), hits: Uint8Array.of(0, 1, 0, 1) }];
    const fold = { repeats: [{ values: {}, perListener: {}, errors: null, lists }], test };
    const bootstrap = await CrossedBootstrap.draw([fold], units, 3, UNWATCHED);
    const { 'ndcg@2': drawn } = await bootstrap.replicates([fold], [{ measure: ndcg, n: 2 }], UNWATCHED);
    // The places of songs 2 and 1 by how often each is drawn, and what is to be found by songs 1 and 3.
    const gains = [1, 1 / Math.log2(3)];
    const possible = new Set([Number.NaN]);
    for (let two = 0; two <= 4; two++)
      for (let one = 0; one + two <= 4; one++)
        for (let none = 0; none + one + two <= 4; none++) {
          const order = [
            ...'2'.repeat(two),
            ...'1'.repeat(one),
            ...'0'.repeat(none),
            ...'3'.repeat(4 - one - two - none),
          ];
          const sought = 4 - two - none;
          const found = order
            .slice(0, 2)
            .reduce((sum, song, i) => sum + (song === '1' || song === '3' ? gains[i] : 0), 0);
          if (sought > 0) possible.add(found / gains.slice(0, sought).reduce((sum, gain) => sum + gain, 0));
        }
    for (const value of drawn)
      expect([...possible].some((own) => Object.is(own, value) || Math.abs(own - value) < 1e-12)).toBe(true);
    expect(new Set(drawn).size).toBeGreaterThan(4);
  });

  it('draws songs, whole artists where these are held out, and listeners alone where no song is', () => {
    const { interactions, features } = twoTastes();
    const set = { interactions, features, ratings: new Float32Array(), scale: {} as never };
    expect(songUnits(set)).toBeNull();
    expect(songUnits({ ...set, holdsOut: 'listeners' })).toBeNull();
    expect(songUnits({ ...set, holdsOut: 'songs' })).toMatchObject({ kind: 'songs', count: interactions.songs });
    const artists = songUnits({
      ...set,
      features: { ...features, artists: features.artists.map((_, s) => (s < 2 ? -1 : s % 3)) },
      holdsOut: 'artists',
    });
    expect(artists).toMatchObject({ kind: 'artists', count: 5 });
    expect(artists?.of[2]).toBe(artists?.of[5]);
  });

  it('keeps the errors of single songs, whose mean over all draws is that of the listener', async () => {
    const { interactions, features } = twoTastes();
    const split = splitBy(interactions, (row) => interactions.items[row] < 10);
    const ratings = Float32Array.from(split.training.counts);
    const scale = { minimum: 0, maximum: 5, conversion: 'log-count' } as never;
    const set = { interactions: split.training, features, ratings, scale, holdsOut: 'songs' as const };
    const fold = { training: split.training, cases: casesOf(split), candidates: null };
    const test = testRows(fold, set, 100);
    const model = {
      ratings: (_h: unknown, _songs: Uint32Array, out: Float64Array) => out.fill(2),
    } as unknown as FittedModel;
    const { errors } = await measureRatings(model, set, test, true, UNWATCHED);
    for (const [name, rows] of Object.entries(errors?.rows ?? {}))
      rows.forEach((own, c) => expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(errors?.sums[name][c] as number, 4));
    expect(Object.keys(errors?.rows ?? {})).toEqual(['mae', 'mse']);
    const { lists, perListener } = await measureRanking((_h, out) => out.fill(1), set, test, [N], N, 1, UNWATCHED);
    expect(lists?.length).toBe(test.cases.length);
    lists?.forEach(({ hits }, c) =>
      expect(hits.subarray(0, N).reduce((a, b) => a + b, 0) / N).toBeCloseTo(perListener['precision@10'][c], 12),
    );
  });
});
