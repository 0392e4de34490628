import { totalmem } from 'node:os';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Interactions } from '../data/dataset.ts';
import { invert, inverseBytes } from '../numeric/inverse.ts';
import { solveCholesky } from '../numeric/linear-solve.ts';
import { playedReasons } from './explain.ts';
import { compress, coPlayed, sumOfRows, transpose, valueAt } from '../numeric/sparse-rows.ts';
import { giveWay } from '../numeric/yielding.ts';
import { roundedForTies } from '../numeric/top-n.ts';
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
 * Item-item weights: row j holds what a play of song j adds to the others. Dense over the known songs, or compressed.
 */
type Weights =
  | { form: 'dense'; known: Uint32Array; weights: Float32Array }
  | { form: 'sparse'; offsets: Uint32Array; songs: Uint32Array; weights: Float32Array };

/**
 * EASE (Steck 2019): B = I − P diag(1 / diag P), P = (XᵀX + λI)⁻¹ over binary plays, score = history · B. The dense
 * form inverts a matrix of songs × songs in double precision. The sparse
 * form solves, for every song, the same ridge regression on its `neighbours` nearest songs only, and so needs memory
 * for those alone.
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
      name: 'form',
      kind: 'choice',
      defaultValue: 'dense',
      choices: ['dense', 'sparse'],
      help: say('model.ease-form'),
    },
    {
      name: 'neighbours',
      kind: 'integer',
      defaultValue: 100,
      minimum: 1,
      maximum: 1000,
      help: say('model.sparse-neighbours'),
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
    if (options.form === 'dense') refuseBeyondMemory(songs, numberOption(options, 'memory-gib'));
  },
  async fit(set, options, context) {
    return fitted(
      options.form === 'sparse'
        ? await fitSparse(set.interactions, options, context)
        : await fitDense(set, options, context),
      set.interactions.songs,
    );
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

/** @throws bad-input, naming the sparse form, before anything is allocated */
export function refuseBeyondMemory(songs: number, limitGib: number): void {
  const bytes = inverseBytes(songs) + 4 * songs * songs;
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
    (gram, width) => {
      for (let u = 0; u < rows.listeners; u++) {
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
    for (let i = 0; i < n; i++)
      if (i !== j) weights[j * n + i] = -(j > i ? a[j * stride + i] : a[i * stride + j]) / a[i * stride + i];
  }
  return { form: 'dense', known, weights };
}

async function fitSparse(rows: Interactions, options: Options, context: FitContext): Promise<Weights> {
  const columns = transpose(rows);
  const most = numberOption(options, 'neighbours');
  const lambda = numberOption(options, 'lambda');
  const common = new Float64Array(rows.songs);
  const position = new Int32Array(rows.songs).fill(-1);
  const [from, to, values]: [number[], number[], number[]] = [[], [], []];
  const listenersOf = (song: number) => columns.offsets[song + 1] - columns.offsets[song];
  for (let song = 0; song < rows.songs; song++) {
    const touched = coPlayed(rows, columns, song, common);
    const cosine = (other: number) => common[other] / Math.sqrt(listenersOf(other));
    const support = touched.sort((a, b) => cosine(b) - cosine(a) || a - b).slice(0, most);
    support.forEach((other, i) => {
      position[other] = i;
    });
    const gram = supportGram(rows, columns, support, position);
    const k = support.length;
    const solution = Float64Array.from(support, (other) => common[other]);
    for (let i = 0; i < k; i++) gram[i * k + i] += lambda;
    solveCholesky(gram, solution, k);
    support.forEach((other, i) => {
      from.push(other);
      to.push(song);
      values.push(solution[i]);
      position[other] = -1;
    });
    for (const other of touched) common[other] = 0;
    if ((song & 0xff) === 0) await giveWay(context, song / rows.songs);
  }
  const compressed = compress(rows.songs, from, to, values);
  return {
    form: 'sparse',
    offsets: compressed.offsets,
    songs: compressed.songs,
    weights: Float32Array.from(compressed.similarities),
  };
}

/** Lower triangle of XᵀX over a few songs. */
function supportGram(
  rows: Interactions,
  columns: ReturnType<typeof transpose>,
  support: readonly number[],
  position: Int32Array,
): Float64Array {
  const k = support.length;
  const gram = new Float64Array(k * k);
  support.forEach((song, i) => {
    for (let at = columns.offsets[song]; at < columns.offsets[song + 1]; at++) {
      const listener = columns.items[at];
      for (let row = rows.offsets[listener]; row < rows.offsets[listener + 1]; row++) {
        const j = position[rows.items[row]];
        if (j >= 0 && j <= i) gram[i * k + j]++;
      }
    }
  });
  return gram;
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
