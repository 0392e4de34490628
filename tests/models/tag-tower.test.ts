import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { historyOf, type TrainingSet } from '../../src/core/recommender/data/training-set.ts';
import { SoftmaxTower, type TowerTask } from '../../src/core/recommender/factors/softmax-tower.ts';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { innerColdSplit } from '../../src/core/recommender/models/inner-split.ts';
import type { FitContext, FittedModel, Options } from '../../src/core/recommender/models/model.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { sharedTerms } from '../../src/core/recommender/models/song-terms.ts';
import { fitTagTower } from '../../src/core/recommender/models/tag-tower.ts';
import { ROOT } from '../support/root.ts';
import { interactionsOf } from '../support/sets.ts';
import { NEW_SONGS, SONGS, twoTastes } from '../support/two-tastes.ts';
import { IDLE_TRAINER } from '../support/idle-trainer.ts';

/** Made by tests/golden/models/make_tower.py with numpy. */
const golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'models', 'tower.json'), 'utf8'));
const K = golden.p[0].length;
const COLUMNS = golden.terms[0].length;
const nothing = { progress: () => {} };

function sparse(rows: number[][]) {
  const entries = rows.map((row) => row.flatMap((weight, column) => (weight > 0 ? [[column, weight]] : [])));
  return {
    offsets: Uint32Array.from([0, ...entries.map((_, row) => entries.slice(0, row + 1).flat().length)]),
    terms: Uint32Array.from(entries.flat().map(([column]) => column)),
    weights: Float32Array.from(entries.flat().map(([, weight]) => weight)),
  };
}

function task(more: Partial<TowerTask> = {}): TowerTask {
  const plays = golden.played.map((row: number[]) => Object.fromEntries(row.map((n, song) => [song, n])));
  const kept = plays.map((row: Record<string, number>) =>
    Object.fromEntries(Object.entries(row).filter(([, n]) => n > 0)),
  );
  return {
    terms: sparse(golden.terms),
    columns: COLUMNS,
    masked: { from: 0, to: 0 },
    rows: Uint32Array.from(golden.rows),
    interactions: interactionsOf(kept, golden.terms.length),
    p: Float64Array.from(golden.p.flat()),
    k: K,
    ...more,
  };
}

const trained = async (given: TowerTask) => {
  const tower = new SoftmaxTower(given, { rate: golden.rate, reg: golden.reg, seed: 1 });
  const losses: number[] = [];
  for (let epoch = 0; epoch < golden.losses.length; epoch++) losses.push(await tower.epoch(nothing));
  return { map: tower.map(), losses };
};

describe('the softmax tower', () => {
  it('has the losses and the map of numpy, whose gradient is that of the loss', async () => {
    const { map, losses } = await trained(task());
    losses.forEach((loss, epoch) => {
      expect(loss, `loss of epoch ${epoch + 1}`).toBeCloseTo(golden.losses[epoch], 5);
    });
    golden.map.flat().forEach((weight: number, i: number) => {
      expect(map[i], `weight ${i}`).toBeCloseTo(weight, 4);
    });
  });

  it('learns nothing of plays of other songs, nor of their terms', async () => {
    const { interactions, terms } = task();
    const others = [golden.terms.length - 2, golden.terms.length - 1];
    const weights = terms.weights.map((weight, at) => (at >= terms.offsets[others[0]] ? 9 : weight));
    const items = Array.from(interactions.items.keys()).filter((at) => !others.includes(interactions.items[at]));
    const offsets = interactions.offsets.map((end) => items.filter((at) => at < end).length);
    const without = { ...interactions, offsets, items: Uint32Array.from(items, (at) => interactions.items[at]) };
    const { map } = await trained(task({ terms: { ...terms, weights }, interactions: without }));
    expect(map).toEqual((await trained(task())).map);
  });

  it('masks the terms of artists now and then, so that tags say what they can', async () => {
    const masked = await trained(task({ masked: { from: COLUMNS - 2, to: COLUMNS } }));
    expect(masked.map).not.toEqual((await trained(task())).map);
    expect(masked.losses.every(Number.isFinite)).toBe(true);
  });
});

const OPTIONS = {
  'preference-k': 8,
  alpha: 39,
  'reg-preference': 10,
  'ranking-epochs': 30,
  'ranking-rate': 0.01,
  'ranking-reg': 0.003,
};

function fitTower(set: TrainingSet, options: Options = {}, sets: TrainingSet[] = []) {
  const session = new FitSession(modelDefinition, null, 1);
  const context: FitContext = {
    seed: 1,
    splitSeed: 5,
    threads: 1,
    progress: () => {},
    network: null,
    definition: modelDefinition,
    fit(type, part, own, progress) {
      sets.push(part);
      return session.fit(type, part, own, progress);
    },
  };
  return fitTagTower(set, { ...OPTIONS, ...options }, context);
}

/** The vector of a new song points to the listeners of its kind. */
function ordered({ p, predicted, k }: Awaited<ReturnType<typeof fitTower>>): number {
  const dot = (u: number, song: number) =>
    Array.from({ length: k }, (_, f) => p[u * k + f] * predicted[song * k + f]).reduce((a, b) => a + b);
  const pairs = NEW_SONGS.filter((song) => song < SONGS - 1).map(
    (song) => dot(song % 2, song) > dot(1 - (song % 2), song),
  );
  return pairs.filter(Boolean).length / pairs.length;
}

describe('the tower of tags', () => {
  it('places songs that nobody has played; one without a known term has no place', async () => {
    const fit = await fitTower(twoTastes());
    expect(ordered(fit)).toBe(1);
    expect(fit.known[SONGS - 1]).toBe(0);
    expect(fit.known[SONGS - 2]).toBe(1);
    expect(fit.certainty?.median).toBeGreaterThan(0.7);
  });

  it('chooses its epochs by songs that nothing was learned from', async () => {
    const set = twoTastes();
    const inner = innerColdSplit(set, { splitSeed: 5 });
    if (!inner) throw new Error('there are songs enough');
    const sets: TrainingSet[] = [];
    await fitTower(set, {}, sets);
    expect(sets).toEqual([inner.set, set]);
    for (const song of sets[0].interactions.items) expect(inner.candidates?.[song]).toBe(0);
    const few = await fitTower(set, { 'ranking-epochs': 1 });
    expect(few.chosen).toEqual({ rankingEpoch: 1, edge: 'ranking-epochs' });
    const free = await fitTower(set);
    expect(free.chosen.rankingEpoch).toBeLessThan(30);
    expect(free.loss).toHaveLength(free.chosen.rankingEpoch);
  });

  it('leaves out what one song alone has: its tag or artist would learn the song by heart', () => {
    const terms = {
      ...sparse([
        [3, 4, 0],
        [0, 4, 2],
        [0, 1, 0],
      ]),
      termCount: 3,
    };
    const shared = sharedTerms(terms, Uint32Array.of(0, 1));
    expect([...shared.columns]).toEqual([1]);
    expect([...shared.weights]).toEqual([1, 1, 1]);
    expect([...sharedTerms(terms, Uint32Array.of(0, 1, 1)).columns]).toEqual([1, 2]);
  });

  it('is the same for a listener folded in, after it was saved, and for scores that its vectors give', async () => {
    const set = twoTastes();
    const model = await fitTags(set);
    const again = modelDefinition('tags').load(model.save(), modelDefinition);
    const [known, folded, loaded] = [0, 1, 2].map(() => new Float64Array(SONGS));
    model.scores(historyOf(set, 4), known);
    model.scores({ ...historyOf(set, 4), listener: -1 }, folded);
    again.scores({ ...historyOf(set, 4), listener: -1 }, loaded);
    expect(loaded).toEqual(folded);
    for (let song = 0; song < SONGS - 1; song++) expect(Math.abs(folded[song] - known[song])).toBeLessThan(0.6);
    expect(known[SONGS - 1]).toBeNaN();
    expect(model.explain?.(historyOf(set, 4), NEW_SONGS[0], set.features)).toContainEqual(
      expect.objectContaining({ kind: 'similar-played' }),
    );
  });
});

/** With a network that predicts nothing. */
function fitTags(set: TrainingSet): Promise<FittedModel> {
  const options = { 'preference-k': 8, 'reg-preference': 10, k: 4, 'min-listeners': 1 };
  return new FitSession(modelDefinition, IDLE_TRAINER, 1).fit('tags', set, options, () => {});
}
