import { variance } from '../../statistics/descriptive.ts';
import { tQuantile, tTwoSided } from '../../statistics/distributions.ts';
import { resamples } from '../../statistics/resamples.ts';
import { columnOf, type ListMeasure } from '../measures/measure.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import type { SongUnits } from './song-units.ts';
import type { Compared, ComparedFold } from './units.ts';

/** Only their spread is used, which needs fewer draws than quantiles. */
export const CROSSED_RESAMPLES = 400;

/** A measure of lists of a length. */
export interface ListColumn {
  measure: ListMeasure;
  n: number;
}

/** How often each listener (by its unit) and each song unit is drawn. */
interface Draw {
  listeners: Uint16Array;
  songs: Uint16Array;
}

/**
 * The crossed (pigeonhole) bootstrap of Owen (2007), for results that vary with the listeners and with the songs that
 * happened to be held out: both are drawn with replacement, independently of each other. A song that is drawn twice
 * competes twice and is to be found twice if it was held out for the listener; one that is not drawn does neither.
 * Measures of lists and errors of ratings are computed anew from that. A listener without a held-out song in a draw is
 * not tested in it.
 */
export class CrossedBootstrap {
  readonly units: SongUnits;
  readonly listeners: number;
  readonly #draws: Draw[];
  /** By fold, the listener unit of each case. */
  readonly #unitOf: Uint32Array[];

  private constructor(units: SongUnits, listeners: number, unitOf: Uint32Array[], draws: Draw[]) {
    this.units = units;
    this.listeners = listeners;
    this.#unitOf = unitOf;
    this.#draws = draws;
  }

  /** @param folds of any of the models: they share their test cases */
  static async draw(
    folds: readonly ComparedFold[],
    units: SongUnits,
    seed: number,
    context: Reporting,
  ): Promise<CrossedBootstrap> {
    const index = new Map<number, number>();
    for (const { test } of folds) for (const { who } of test.cases) if (!index.has(who)) index.set(who, index.size);
    const unitOf = folds.map(({ test }) => Uint32Array.from(test.cases, ({ who }) => index.get(who) as number));
    const draw = (count: number, own: number) => resamples(new Array(count).fill(0), CROSSED_RESAMPLES, own);
    const songs = draw(units.count, seed + 1);
    const draws: Draw[] = [];
    for (const listeners of draw(index.size, seed)) {
      if (heldLong()) await giveWay(context, draws.length / CROSSED_RESAMPLES);
      draws.push({ listeners, songs: songs.next().value as Uint16Array });
    }
    return new CrossedBootstrap(units, index.size, unitOf, draws);
  }

  /**
   * One model's mean over listeners of the mean over folds and seeds, in every draw, by column. Columns that need more
   * than lists and errors (AUC) are absent.
   */
  async replicates(
    folds: readonly ComparedFold[],
    lists: readonly ListColumn[],
    context: Reporting,
  ): Promise<Record<string, Float64Array>> {
    const columns = columnsOf(folds[0].repeats[0], lists);
    const replicates = Object.fromEntries(columns.map(({ name }) => [name, new Float64Array(CROSSED_RESAMPLES)]));
    const sums = columns.map(() => new Float64Array(this.listeners));
    const times = columns.map(() => new Float64Array(this.listeners));
    for (const [sample, draw] of this.#draws.entries()) {
      const weight = (song: number) => draw.songs[this.units.of[song]];
      for (const column of [...sums, ...times]) column.fill(0);
      for (const [fold, { test, repeats }] of folds.entries()) {
        for (const [c, { items = NONE }] of test.cases.entries()) {
          const unit = this.#unitOf[fold][c];
          if (draw.listeners[unit] === 0) continue;
          if ((c & 0x3f) === 0 && heldLong()) await giveWay(context, sample / this.#draws.length);
          let relevant = 0;
          for (const song of items) relevant += weight(song);
          if (relevant === 0) continue;
          for (const measured of repeats) {
            for (let i = 0; i < columns.length; i++) {
              const value = columns[i].value(measured, c, items, relevant, weight);
              if (Number.isNaN(value)) continue;
              sums[i][unit] += value;
              times[i][unit]++;
            }
          }
        }
      }
      columns.forEach(({ name }, i) => {
        let sum = 0;
        let n = 0;
        for (let unit = 0; unit < this.listeners; unit++) {
          if (times[i][unit] === 0) continue;
          sum += (draw.listeners[unit] * sums[i][unit]) / times[i][unit];
          n += draw.listeners[unit];
        }
        replicates[name][sample] = sum / n;
      });
    }
    return replicates;
  }

  /** Degrees of freedom: the smaller of the two samples, less one. */
  get freedom(): number {
    return Math.max(1, Math.min(this.listeners, this.units.count) - 1);
  }

  /** A difference of two models with the bounds and the p that its spread over the draws gives. */
  judge(difference: number, a: Float64Array, b: Float64Array): { lower: number; upper: number; p: number } {
    const error = spread(a.map((value, sample) => value - b[sample]));
    const half = tQuantile(0.975, this.freedom) * error;
    const p = error > 0 ? tTwoSided(difference / error, this.freedom) : difference === 0 ? 1 : 0;
    return { lower: difference - half, upper: difference + half, p };
  }
}

const NONE = new Uint32Array();

function spread(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length < 2 ? 0 : Math.sqrt(variance(known));
}

/** One listener's value in one draw. */
interface Column {
  name: string;
  value(measured: Compared, at: number, items: Uint32Array, relevant: number, weightOf: Weight): number;
}

type Weight = (song: number) => number;

function columnsOf(first: Compared, lists: readonly ListColumn[]): Column[] {
  return [
    ...(first.lists ? lists.map(ofList) : []),
    ...Object.keys(first.errors?.rows ?? {}).map((name): Column => ({ name, value: meanError(name) })),
  ];
}

function meanError(name: string): Column['value'] {
  return ({ errors }, at, items, relevant, weight) => {
    const rows = errors?.rows?.[name]?.[at];
    if (!rows) return Number.NaN;
    let sum = 0;
    for (let i = 0; i < items.length; i++) sum += weight(items[i]) * rows[i];
    return sum / relevant;
  };
}

/** A song that is drawn twice takes two places. */
function ofList({ measure, n }: ListColumn): Column {
  return {
    name: columnOf(measure, n),
    value: ({ lists }, at, _items, relevant, weight) => {
      if (!lists) return Number.NaN;
      const { songs, hits } = lists[at];
      const hitRanks: number[] = [];
      for (let i = 0, rank = 0; i < songs.length && rank < n; i++) {
        const times = Math.min(weight(songs[i]), n - rank);
        if (hits[i]) for (let drawn = 1; drawn <= times; drawn++) hitRanks.push(rank + drawn);
        rank += times;
      }
      return measure.of({ n, relevant, hitRanks });
    },
  };
}
