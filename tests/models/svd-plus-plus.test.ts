import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FitSession } from '../../src/core/recommender/models/fit-session.ts';
import { modelDefinition } from '../../src/core/recommender/models/registry.ts';
import { descend, type SvdPlusPlus, svdPlusPlus } from '../../src/core/recommender/models/svd-plus-plus.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { ROOT } from '../support/root.ts';
import { interactionsOf, type Plays, trainingSetOf } from '../support/sets.ts';

interface Golden {
  k: number;
  rows: [listener: number, song: number, rating: number][];
  start: Record<'p' | 'q' | 'y', number[]>;
  fits: ({ epochs: number; rate: number; reg: number } & Record<'listeners' | 'songs' | 'p' | 'q' | 'y', number[]>)[];
}

/** Made by tests/golden/models/make_svdpp.py with Surprise. */
const golden: Golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'models', 'svdpp.json'), 'utf8'));

describe('SVD++', () => {
  it.each(golden.fits)('has the factors of Surprise after $epochs epochs at rate $rate, $reg', (fit) => {
    const { k, rows, start } = golden;
    const { epochs, rate, reg } = fit;
    const model: SvdPlusPlus = {
      ...{ k, rate, reg },
      mean: rows.reduce((sum, [, , rating]) => sum + rating, 0) / rows.length,
      scale: {} as SvdPlusPlus['scale'],
      listeners: new Float64Array(fit.listeners.length),
      songs: new Float64Array(fit.songs.length),
      p: Float64Array.from(start.p),
      q: Float64Array.from(start.q),
      y: Float64Array.from(start.y),
      known: new Uint8Array(fit.songs.length).fill(1),
    };
    for (let epoch = 0; epoch < epochs; epoch++)
      for (let u = 0; u < model.listeners.length; u++) {
        const own = rows.filter(([listener]) => listener === u);
        const history = {
          items: Uint32Array.from(own, ([, song]) => song),
          ratings: Float32Array.from(own, ([, , rating]) => rating),
        };
        model.listeners[u] = descend(model, history, model.listeners[u], model.p.subarray(u * k, (u + 1) * k), true);
      }
    for (const name of ['listeners', 'songs', 'p', 'q', 'y'] as const)
      fit[name].forEach((value, i) => {
        expect(model[name][i], `${name}[${i}]`).toBeCloseTo(value, 10);
      });
  });

  it('diverges nowhere in the range of its search, not even with a listener of 3,000 songs', async () => {
    const random = new Random(3);
    const songs = 3200;
    const plays: Plays = Array.from({ length: 25 }, (_, u) => {
      const own: Record<number, number> = {};
      for (let i = 0; i < (u === 0 ? 3000 : 30); i++) own[random.below(songs)] = 1 + random.below(200);
      return own;
    });
    const set = trainingSetOf(interactionsOf(plays, songs));
    const range = (name: string) => svdPlusPlus.options.find((option) => option.name === name)?.search as number[];
    for (const rate of [range('rate')[0], range('rate').at(-1) as number])
      for (const reg of [range('reg')[0], range('reg').at(-1) as number]) {
        const options = { k: 20, epochs: Math.max(...range('epochs')), rate, reg };
        const { arrays } = (await new FitSession(modelDefinition, null, 1).fit('svd++', set, options, () => {})).save();
        expect(Math.max(...arrays.y.map(Math.abs)), JSON.stringify(options)).toBeLessThan(5);
      }
  });
});
