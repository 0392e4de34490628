import { totalmem } from 'node:os';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { invert, inverseBytes } from '../numeric/inverse.ts';
import { playedReasons } from './explain.ts';
import { sumOfRows, valueAt } from '../numeric/sparse-rows.ts';
import { roundedForTies } from '../numeric/top-n.ts';
import { giveWay, heldLong } from '../numeric/yielding.ts';
import {
  type FitContext,
  type FittedModel,
  type ModelDefinition,
  numberOption,
  type Options,
  type SavedModel,
} from './model.ts';
import type { TrainingSet } from '../data/training-set.ts';

const GIB = 2 ** 30;

/**
 * Item-item weights: row j holds what a play of song j adds to the others. Dense over the known songs; compressed in
 * models from when EASE had a sparse form.
 */
type Weights =
  | { form: 'dense'; known: Uint32Array; weights: Float32Array }
  | { form: 'sparse'; offsets: Uint32Array; songs: Uint32Array; weights: Float32Array };

/**
 * EASE (Steck 2019): B = I − P diag(1 / diag P), P = (XᵀX + λI)⁻¹ over binary plays, score = history · B. It inverts a
 * matrix of songs × songs in double precision: for catalogues beyond memory there is RP3β.
 */
export const ease: ModelDefinition = {
  type: 'ease',
  title: say('model-title.ease'),
  summary: say('model-summary.ease'),
  colour: 14,
  capabilities: ['exact-shares'],
  givesRatings: false,
  scoreMeaning: 'preference',
  neural: false,
  stochastic: false,
  needs: [],
  options: [
    {
      name: 'lambda',
      kind: 'number',
      defaultValue: 50,
      minimum: 1e-3,
      maximum: 1e6,
      help: say('model.regularisation'),
      search: [10, 20, 50, 100, 200, 500, 1000],
    },
    {
      name: 'memory-gib',
      kind: 'number',
      defaultValue: 0,
      minimum: 0,
      maximum: 1024,
      help: say('model.most-memory'),
    },
  ],
  assertFits(options, { songs }) {
    refuseBeyondMemory(songs, numberOption(options, 'memory-gib'));
  },
  memory: (_options, { songs }) => easeBytes(songs),
  async fit(set, options, context) {
    return fitted(await fitDense(set, options, context), set.interactions.songs);
  },
  load: ({ meta, arrays }) => {
    const weights = arrays.weights as Float32Array;
    if (meta.form === 'dense')
      return fitted({ form: 'dense', known: arrays.known as Uint32Array, weights }, meta.songs as number);
    return fitted(
      { form: 'sparse', offsets: arrays.offsets as Uint32Array, songs: arrays.songs as Uint32Array, weights },
      meta.songs as number,
    );
  },
};

/** The matrix that is inverted, and the weights. */
function easeBytes(songs: number): number {
  return inverseBytes(songs) + 4 * songs * songs;
}

/** @throws bad-input, naming RP3β, before anything is allocated */
export function refuseBeyondMemory(songs: number, limitGib: number): void {
  const bytes = easeBytes(songs);
  const limit = limitGib > 0 ? limitGib * GIB : totalmem() / 2;
  if (bytes > limit || inverseBytes(songs) > 4 * GIB - 2 ** 20) {
    const most = Math.min(limit, 4 * GIB * 1.5);
    throw new AppError(
      'bad-input',
      say('model.ease-too-large', { songs, bytes: (bytes / GIB).toFixed(1), most: (most / GIB).toFixed(1) }),
      { songs, bytes, limit: most },
    );
  }
}

async function fitDense(set: TrainingSet, options: Options, context: FitContext): Promise<Weights> {
  const { interactions: rows } = set;
  const index = new Int32Array(rows.songs).fill(-1);
  for (const song of rows.items) index[song] = 0;
  const known = Uint32Array.from(Array.from(index.keys()).filter((song) => index[song] === 0));
  known.forEach((song, i) => {
    index[song] = i;
  });
  const n = known.length;
  refuseBeyondMemory(n, numberOption(options, 'memory-gib'));
  const lambda = numberOption(options, 'lambda');
  const { a, stride } = await invert(
    n,
    context.threads,
    async (gram, width) => {
      for (let u = 0; u < rows.listeners; u++) {
        if (heldLong()) await giveWay(context, 0);
        for (let r = rows.offsets[u]; r < rows.offsets[u + 1]; r++) {
          const base = index[rows.items[r]] * width;
          for (let s = rows.offsets[u]; s <= r; s++) gram[base + index[rows.items[s]]]++;
        }
      }
      for (let i = 0; i < n; i++) gram[i * width + i] += lambda;
    },
    (fraction) => context.progress(fraction),
  );
  const weights = new Float32Array(n * n);
  for (let j = 0; j < n; j++) {
    if (heldLong()) await giveWay(context, 1);
    for (let i = 0; i < n; i++)
      if (i !== j) weights[j * n + i] = -(j > i ? a[j * stride + i] : a[i * stride + j]) / a[i * stride + i];
  }
  return { form: 'dense', known, weights };
}

function fitted(model: Weights, songs: number): FittedModel {
  const index = model.form === 'dense' ? new Map(Array.from(model.known, (song, i) => [song, i])) : null;
  const weight = (played: number, song: number): number => {
    if (model.form === 'dense') {
      const [j, i] = [index?.get(played), index?.get(song)];
      return j === undefined || i === undefined ? 0 : model.weights[j * model.known.length + i];
    }
    return valueAt(model, model.weights, played, song);
  };
  return {
    type: 'ease',
    scores(history, out) {
      if (model.form === 'sparse') {
        sumOfRows(model, model.weights, history.items, out);
        return;
      }
      const n = model.known.length;
      const sums = new Float64Array(n);
      for (const played of history.items) {
        const j = index?.get(played);
        if (j !== undefined) for (let i = 0; i < n; i++) sums[i] += model.weights[j * n + i];
      }
      out.fill(Number.NaN);
      for (let i = 0; i < n; i++) out[model.known[i]] = roundedForTies(sums[i]);
    },
    ratings: null,
    save: (): SavedModel =>
      model.form === 'dense'
        ? { meta: { form: 'dense', songs }, arrays: { known: model.known, weights: model.weights } }
        : {
            meta: { form: 'sparse', songs },
            arrays: { offsets: model.offsets, songs: model.songs, weights: model.weights },
          },
    explain: (history, song) =>
      playedReasons(
        history.items,
        Float64Array.from(history.items, (played) => weight(played, song)),
      ),
  };
}
