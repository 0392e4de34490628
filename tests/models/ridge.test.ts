import { describe, expect, it } from 'vitest';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { innerColdSplit } from '../../src/core/recommender/models/inner-split.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { NEW_SONGS, SONGS, twoTastes } from '../support/two-tastes.ts';

const fitted = (set: TrainingSet, options = {}) =>
  new FitSession(modelDefinition, null, 1).fit('ridge', set, { k: 8, ...options }, () => {});

describe('ridge', () => {
  it('ranks new songs by their tags, with tags and songs as reasons; a song without tags is unknown', async () => {
    const set = twoTastes();
    const model = await fitted(set);
    const scores = new Float64Array(SONGS);
    for (const u of [0, 1]) {
      model.scores(historyOf(set, u), scores);
      const best = NEW_SONGS.slice(0, 9).sort((a, b) => scores[b] - scores[a]);
      expect(best.slice(0, 4).every((song) => song % 2 === u)).toBe(true);
      expect(scores[59]).toBeNaN();
      const reasons = model.explain?.(historyOf(set, u), best[0], set.features) ?? [];
      expect(reasons).toContainEqual(expect.objectContaining({ kind: 'shared-tags', label: ['even', 'odd'][u] }));
      expect(reasons).toContainEqual(expect.objectContaining({ kind: 'similar-played' }));
    }
  });

  it('folds in a listener who was not in training, and is the same after it was saved', async () => {
    const set = twoTastes();
    const model = await fitted(set);
    const again = modelDefinition('ridge').load(model.save(), modelDefinition);
    const [known, folded, loaded] = [0, 1, 2].map(() => new Float64Array(SONGS));
    model.scores(historyOf(set, 4), known);
    model.scores({ ...historyOf(set, 4), listener: -1 }, folded);
    again.scores({ ...historyOf(set, 4), listener: -1 }, loaded);
    expect(loaded).toEqual(folded);
    for (let song = 0; song < 59; song++) expect(Math.abs(folded[song] - known[song])).toBeLessThan(0.05);
  });

  it('chooses its penalty on songs that neither regression nor factorisation has seen', async () => {
    const model = await fitted(twoTastes());
    expect(model.facts?.chosen?.lambda).toBeGreaterThan(0);
    // Where tags say nothing, the largest penalty wins or ties, and stands at the edge of its range.
    const noise = new Random(3);
    const blind = await fitted(twoTastes({}, () => noise.below(2)));
    expect(blind.facts?.chosen?.lambda).toBeGreaterThanOrEqual(model.facts?.chosen?.lambda as number);
    expect((await fitted(twoTastes(), { lambda: 3 })).facts?.chosen).toEqual({ lambda: 3 });
  });
});

describe('the inner split', () => {
  it('leaves no play of a held-out song, and no artist of one where artists are held out', () => {
    for (const holdsOut of ['songs', 'artists'] as const) {
      const set = twoTastes({ holdsOut });
      const inner = innerColdSplit(set, { splitSeed: 5 });
      if (!inner?.candidates) throw new Error('there are songs enough');
      const held = Array.from(inner.candidates.keys()).filter((song) => inner.candidates?.[song]);
      expect(held.length).toBeGreaterThanOrEqual(5);
      const artists = new Set(held.map((song) => set.features.artists[song]));
      for (const song of inner.set.interactions.items) {
        expect(inner.candidates[song]).toBe(0);
        if (holdsOut === 'artists') expect(artists.has(set.features.artists[song])).toBe(false);
      }
      for (const { items } of inner.cases) for (const song of items) expect(inner.candidates[song]).toBe(1);
      expect(innerColdSplit(set, { splitSeed: 5 })).toBe(inner);
      expect(inner.set.holdsOut).toBe(holdsOut);
    }
  });
});
