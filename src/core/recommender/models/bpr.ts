import { gradientOptions } from './factor-options.ts';
import { type Interactions, playedSongs } from '../data/dataset.ts';
import { dotAt } from '../numeric/vectors.ts';
import { placeOf } from '../numeric/sorted.ts';
import { Random } from '../../statistics/random.ts';
import { knownRows } from '../numeric/vectors.ts';
import { similarByFactors } from './explain.ts';
import { giveWay, heldLong } from '../numeric/yielding.ts';
import { type FittedModel, type ModelDefinition, numberOption } from './model.ts';
import { forLast } from '../data/training-set.ts';
import type { History } from '../data/training-set.ts';
import { say } from '../../../shared/messages/say.ts';

interface Bpr {
  k: number;
  rate: number;
  reg: number;
  /** Per row k factors; songs have their bias as one more value at the end. */
  p: Float32Array;
  q: Float32Array;
}

/** Samples between two looks at the clock. */
const SAMPLES_A_LOOK = 2048;
const FOLD_IN_EPOCHS = 40;
const FOLD_IN_SEED = 1;

/**
 * Bayesian personalised ranking (Rendle et al. 2009): matrix factorisation with song biases, trained to order a played
 * song above a random unplayed one.
 */
export const bpr: ModelDefinition = {
  type: 'bpr',
  title: say('model-title.bpr'),
  summary: say('model-summary.bpr'),
  colour: 16,
  capabilities: ['latent-factors'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: true,
  needs: [],
  options: gradientOptions({
    k: { defaultValue: 128, help: say('model.factors'), search: [16, 32, 64, 128], maximum: 512 },
    epochs: { defaultValue: 60, help: say('model.samples'), search: [30, 60, 120, 240], maximum: 10_000 },
    rate: { defaultValue: 0.1, help: say('model.learning-rate'), search: [0.02, 0.05, 0.1] },
    reg: { defaultValue: 0.01, help: say('model.regularisation'), search: [0.001, 0.01, 0.03, 0.1] },
  }),
  async fit(set, options, context) {
    const rows = set.interactions;
    const k = numberOption(options, 'k');
    const random = new Random(context.seed);
    const draw = (n: number, width: number) =>
      Float32Array.from({ length: n * width }, (_, i) => (i % width < k ? 0.1 * random.normal() : 0));
    const model: Bpr = {
      k,
      rate: numberOption(options, 'rate'),
      reg: numberOption(options, 'reg'),
      p: draw(rows.listeners, k),
      q: draw(rows.songs, k + 1),
    };
    clearUnplayed(rows, model);
    const listenerOf = new Uint32Array(rows.items.length);
    for (let u = 0; u < rows.listeners; u++) listenerOf.fill(u, rows.offsets[u], rows.offsets[u + 1]);
    const candidates = Uint32Array.from(new Set(rows.items)).sort();
    const samples = numberOption(options, 'epochs') * rows.items.length;
    for (let done = 0; done < samples; done++) {
      if (done % SAMPLES_A_LOOK === 0 && heldLong()) await giveWay(context, done / samples);
      const row = random.below(rows.items.length);
      const u = listenerOf[row];
      const other = candidates[random.below(candidates.length)];
      if (placeOf(rows.items, other, rows.offsets[u], rows.offsets[u + 1]) < 0)
        step(model, model.p, u * k, rows.items[row], other, true);
    }
    return fitted(model);
  },
  memory: (options, { listeners, songs, plays }) =>
    4 * plays + 4 * (numberOption(options, 'k') + 1) * (listeners + songs),
  load: ({ meta, arrays }) =>
    fitted({ ...(meta as unknown as Bpr), p: arrays.p as Float32Array, q: arrays.q as Float32Array }),
};

/** Songs and listeners without a training row have no factors. */
function clearUnplayed(rows: Interactions, { p, q, k }: Bpr): void {
  const known = playedSongs(rows);
  for (let song = 0; song < rows.songs; song++) if (!known[song]) q.fill(0, song * (k + 1), (song + 1) * (k + 1));
  for (let u = 0; u < rows.listeners; u++) if (rows.offsets[u] === rows.offsets[u + 1]) p.fill(0, u * k, (u + 1) * k);
}

/** One ascent on ln σ(x_ui − x_uj). */
function step(
  { k, q, rate, reg }: Bpr,
  p: Float32Array | Float64Array,
  at: number,
  liked: number,
  other: number,
  songsToo: boolean,
): void {
  const i = liked * (k + 1);
  const j = other * (k + 1);
  const x = q[i + k] - q[j + k] + dotAt(p, at, q, i, k) - dotAt(p, at, q, j, k);
  const pull = rate / (1 + Math.exp(x));
  const keep = rate * reg;
  for (let f = 0; f < k; f++) {
    const [own, a, b] = [p[at + f], q[i + f], q[j + f]];
    p[at + f] = own + pull * (a - b) - keep * own;
    if (!songsToo) continue;
    q[i + f] = a + pull * own - keep * a;
    q[j + f] = b - pull * own - keep * b;
  }
  if (!songsToo) return;
  q[i + k] += pull - keep * q[i + k];
  q[j + k] += -pull - keep * q[j + k];
}

function fitted(model: Bpr): FittedModel {
  const { k, p, q } = model;
  const known = knownRows(q, k + 1);
  const candidates = Uint32Array.from(Array.from(known.keys()).filter((song) => known[song]));
  /** A new listener: the same ascent with the songs held fixed, always with the same random numbers. */
  const foldIn = (history: History) => {
    const own = new Float64Array(k);
    const random = new Random(FOLD_IN_SEED);
    for (let sample = 0; sample < FOLD_IN_EPOCHS * history.items.length; sample++) {
      const other = candidates[random.below(candidates.length)];
      if (placeOf(history.items, other) < 0)
        step(model, own, 0, history.items[random.below(history.items.length)], other, false);
    }
    return own;
  };
  const factorsOf = forLast((history) =>
    history.listener >= 0 ? p.subarray(history.listener * k, (history.listener + 1) * k) : foldIn(history),
  );
  return {
    type: 'bpr',
    scores(history, out) {
      const own = factorsOf(history);
      for (let song = 0; song < out.length; song++)
        out[song] = known[song] ? q[song * (k + 1) + k] + dotAt(own, 0, q, song * (k + 1), k) : Number.NaN;
    },
    ratings: null,
    save: () => ({ meta: { k, rate: model.rate, reg: model.reg }, arrays: { p, q } }),
    explain: (history, song) => similarByFactors(q, k, known, history, song, k + 1),
  };
}
