import { Random } from '../../statistics/random.ts';
import type { Interactions } from '../data/dataset.ts';
import { instantiate, layOut } from '../../workers/instantiate.ts';
import { wasmBase64 } from '../kernels/softmax.wasm.ts';
import type { SparseRows } from '../numeric/sparse-ridge.ts';
import type { Factors } from '../numeric/vectors.ts';
import { giveWay } from '../numeric/yielding.ts';

type Kernel = Record<'softmax' | 'project' | 'spread' | 'regularise' | 'descend', (...args: number[]) => number>;

export interface TowerTask {
  /** What is known of every song; only the given rows are learned from. */
  terms: SparseRows;
  columns: number;
  /** Terms of these columns are masked in half of the epochs, so that a song's other terms do not rely on them. */
  masked: { from: number; to: number };
  /** Songs to learn from. They alone are positives, negatives and the softmax's denominator. */
  rows: Uint32Array;
  interactions: Interactions;
  /** Vectors of the listeners, which stay as they are. */
  p: Factors;
  k: number;
}

export interface TowerSettings {
  rate: number;
  reg: number;
  seed: number;
}

const LISTENERS_A_STEP = 64;
/** Songs that compete in one step; of more songs, so many are drawn anew for every step. */
const MOST_SONGS_A_STEP = 4096;
/** Root mean square of the listeners' lengths: how sharp the softmax is. */
const LISTENER_LENGTH = 8;
const MASKED_SHARE = 0.5;
const MOMENTUM = 0.9;
const SQUARES = 0.99;
const AVERAGING = 0.98;

/**
 * A linear map from a song's terms to the listeners' space, trained on the softmax of a listener's scores over songs:
 * −ln softmax(p_u · Wᵀa_i), the mean over plays, plus reg/2 · |W|². One step length for all columns (by the gradient's
 * mean square): with a length for each column, as Adam has it, rare terms learn their songs by heart. The weights that
 * count are a moving mean over the steps.
 */
export class SoftmaxTower {
  readonly #task: TowerTask;
  readonly #settings: TowerSettings;
  readonly #random: Random;
  readonly #scale: number;
  readonly #plays: Plays;
  readonly #memory: TowerMemory;
  #meanSquare = 0;
  #steps = 0;

  constructor(task: TowerTask, settings: TowerSettings) {
    this.#task = task;
    this.#settings = settings;
    this.#random = new Random(settings.seed);
    this.#scale = LISTENER_LENGTH / (rootMeanSquareLength(task.p, task.k) || 1);
    this.#plays = playsOf(task);
    this.#memory = new TowerMemory(task, mostPlays(this.#plays));
  }

  /** The map so far, columns × k: a song's vector is its terms times the map, and p · vector is a logit. */
  map(): Float32Array {
    const { columns, k } = this.#task;
    const { stride, average } = this.#memory;
    const map = new Float32Array(columns * k);
    for (let column = 0; column < columns; column++)
      for (let f = 0; f < k; f++) map[column * k + f] = this.#scale * average[column * stride + f];
    return map;
  }

  /** One pass over the listeners. Returns the mean loss of a play, each before its step. */
  async epoch(context: { progress(fraction: number): void }): Promise<number> {
    const order = this.#random.shuffle(this.#plays.listeners.slice());
    this.#memory.setTerms(maskedTerms(this.#task, this.#random));
    let loss = 0;
    let plays = 0;
    for (let from = 0; from < order.length; from += LISTENERS_A_STEP) {
      await giveWay(context, from / order.length);
      const batch = order.subarray(from, Math.min(order.length, from + LISTENERS_A_STEP));
      const step = this.#lossAndGradient(batch);
      if (step.plays === 0) continue;
      loss += step.loss;
      plays += step.plays;
      this.#descend(step.plays);
    }
    context.progress(1);
    return loss / Math.max(1, plays);
  }

  /** Loss of these listeners' plays, summed; its gradient is left in the memory. */
  #lossAndGradient(batch: Uint32Array): { loss: number; plays: number } {
    const { k, p, rows } = this.#task;
    const memory = this.#memory;
    const { offsets, places } = this.#plays;
    const placeOf = rows.length > memory.songs ? this.#drawSongs() : null;
    memory.p.fill(0);
    let plays = 0;
    batch.forEach((u, b) => {
      for (let f = 0; f < k; f++) memory.p[b * memory.stride + f] = this.#scale * p[u * k + f];
      for (let at = offsets[u]; at < offsets[u + 1]; at++) {
        const place = placeOf ? placeOf[places[at]] : places[at];
        if (place >= 0) memory.items[plays++] = place;
      }
      memory.offsets[b + 1] = plays;
    });
    memory.offsets.fill(plays, batch.length + 1);
    return { loss: memory.lossAndGradient(), plays };
  }

  #descend(plays: number): void {
    const { rate, reg } = this.#settings;
    const { columns, k } = this.#task;
    const squares = this.#memory.regularise(plays, reg) / (columns * k);
    this.#steps++;
    this.#meanSquare = SQUARES * this.#meanSquare + (1 - SQUARES) * squares;
    const root = Math.sqrt(this.#meanSquare / (1 - SQUARES ** this.#steps)) || 1;
    const length = rate / (root * (1 - MOMENTUM ** this.#steps));
    this.#memory.descend(MOMENTUM, length, Math.min(AVERAGING, this.#steps / (this.#steps + 10)));
  }

  /** Songs that compete in this step; returns where each stands among them. */
  #drawSongs(): Int32Array {
    const { rows } = this.#task;
    const drawn = this.#random.shuffle(identity(rows.length)).slice(0, this.#memory.songs).sort();
    this.#memory.list.set(drawn);
    return placesAmong(drawn, rows.length);
  }
}

/** The arrays of a tower inside the kernel's memory. */
class TowerMemory {
  /** Songs of a step. */
  readonly songs: number;
  readonly stride: number;
  readonly p: Float32Array;
  readonly average: Float32Array;
  /** Which of the songs to learn from compete. */
  readonly list: Uint32Array;
  /** Plays of the step's listeners, as places in that list. */
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
  readonly #kernel: Kernel;
  readonly #memory: WebAssembly.Memory;
  readonly #at: Record<string, number>;
  readonly #values: number;

  constructor({ k, rows, columns, terms }: TowerTask, mostPlaysOfOne: number) {
    this.songs = Math.min(MOST_SONGS_A_STEP, rows.length);
    this.stride = Math.ceil(k / 8) * 8;
    this.#values = columns * this.stride;
    const rowBytes = 4 * this.stride;
    const entries = rows.reduce((sum, song) => sum + terms.offsets[song + 1] - terms.offsets[song], 0);
    const map = 4 * this.#values;
    const { at, pages } = layOut({
      p: LISTENERS_A_STEP * rowBytes,
      q: this.songs * rowBytes,
      songGradient: this.songs * rowBytes,
      offsets: 4 * (LISTENERS_A_STEP + 1),
      items: 4 * mostPlaysOfOne * LISTENERS_A_STEP,
      scores: 4 * 4 * 4 * Math.ceil(this.songs / 4),
      totals: 8 * LISTENERS_A_STEP,
      list: 4 * this.songs,
      termOffsets: 4 * (rows.length + 1),
      terms: 4 * entries,
      termWeights: 4 * entries,
      weights: map,
      gradient: map,
      moment: map,
      average: map,
    });
    this.#memory = new WebAssembly.Memory({ initial: pages });
    this.#at = at;
    this.#kernel = instantiate<Kernel>(wasmBase64, this.#memory);
    this.p = this.#floats(at.p, LISTENERS_A_STEP * this.stride);
    this.average = this.#floats(at.average, this.#values);
    this.list = this.#whole(at.list, this.songs);
    this.list.set(identity(this.songs));
    this.offsets = this.#whole(at.offsets, LISTENERS_A_STEP + 1);
    this.items = this.#whole(at.items, mostPlaysOfOne * LISTENERS_A_STEP);
  }

  setTerms({ offsets, terms, weights }: SparseRows): void {
    this.#whole(this.#at.termOffsets, offsets.length).set(offsets);
    this.#whole(this.#at.terms, terms.length).set(terms);
    this.#floats(this.#at.termWeights, weights.length).set(weights);
  }

  lossAndGradient(): number {
    const at = this.#at;
    const rowBytes = 4 * this.stride;
    const rows = [at.list, this.songs, at.termOffsets, at.terms, at.termWeights];
    this.#kernel.project(...rows, at.weights, rowBytes, at.q);
    this.#floats(at.songGradient, this.songs * this.stride).fill(0);
    const step = [LISTENERS_A_STEP, at.p, rowBytes, at.q, this.songs, at.offsets, at.items, at.scores];
    let loss = this.#kernel.softmax(...step, at.songGradient, at.totals);
    new Float64Array(this.#memory.buffer, at.totals, LISTENERS_A_STEP).forEach((total, u) => {
      loss += (this.offsets[u + 1] - this.offsets[u]) * Math.log(total);
    });
    this.#floats(at.gradient, this.#values).fill(0);
    this.#kernel.spread(...rows, at.songGradient, rowBytes, at.gradient);
    return loss;
  }

  /** Adds the penalty's part to the gradient of one play's loss. Returns the sum of its squares. */
  regularise(plays: number, reg: number): number {
    const { gradient, weights } = this.#at;
    return this.#kernel.regularise(gradient, weights, 4 * this.#values, plays, reg);
  }

  descend(momentum: number, length: number, kept: number): void {
    const { weights, gradient, moment, average } = this.#at;
    this.#kernel.descend(weights, gradient, moment, average, 4 * this.#values, momentum, length, kept);
  }

  #floats(at: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, at, length);
  }

  #whole(at: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, at, length);
  }
}

/** Listeners with a play of a song to learn from, and all plays of such songs by listener, as places among them. */
interface Plays {
  listeners: Uint32Array;
  offsets: Uint32Array;
  places: Uint32Array;
}

function playsOf({ rows, interactions }: TowerTask): Plays {
  const place = placesAmong(rows, interactions.songs);
  const offsets = new Uint32Array(interactions.listeners + 1);
  const places: number[] = [];
  for (let u = 0; u < interactions.listeners; u++) {
    for (let row = interactions.offsets[u]; row < interactions.offsets[u + 1]; row++)
      if (place[interactions.items[row]] >= 0) places.push(place[interactions.items[row]]);
    offsets[u + 1] = places.length;
  }
  const listeners = identity(interactions.listeners).filter((u) => offsets[u + 1] > offsets[u]);
  return { listeners, offsets, places: Uint32Array.from(places) };
}

function identity(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i);
}

/** Where each of `size` numbers stands in the list, −1 if it does not. */
function placesAmong(list: Uint32Array, size: number): Int32Array {
  const place = new Int32Array(size).fill(-1);
  list.forEach((value, i) => {
    place[value] = i;
  });
  return place;
}

function mostPlays({ offsets }: Plays): number {
  let most = 1;
  for (let u = 1; u < offsets.length; u++) most = Math.max(most, offsets[u] - offsets[u - 1]);
  return most;
}

function rootMeanSquareLength(p: Factors, k: number): number {
  let squares = 0;
  for (const value of p) squares += value * value;
  return Math.sqrt((squares * k) / Math.max(1, p.length));
}

/** The terms of the songs to learn from; where a term is masked, the song's others have length 1 together. */
function maskedTerms({ terms, rows, masked }: TowerTask, random: Random): SparseRows {
  const offsets = new Uint32Array(rows.length + 1);
  const own: number[] = [];
  const weights: number[] = [];
  rows.forEach((song, r) => {
    const [from, to] = [terms.offsets[song], terms.offsets[song + 1]];
    const masks = random.uniform() < MASKED_SHARE;
    let squares = 0;
    for (let at = from; at < to; at++) {
      const term = terms.terms[at];
      if (masks && to - from > 1 && term >= masked.from && term < masked.to) continue;
      own.push(term);
      weights.push(terms.weights[at]);
      squares += terms.weights[at] ** 2;
    }
    const length = Math.sqrt(squares) || 1;
    for (let i = offsets[r]; i < weights.length; i++) weights[i] /= length;
    offsets[r + 1] = own.length;
  });
  return { offsets, terms: Uint32Array.from(own), weights: Float32Array.from(weights) };
}
