import { mean } from '../../statistics/descriptive.ts';
import { giveWay, heldLong, type Reporting } from '../numeric/yielding.ts';
import type { Dataset } from '../data/dataset.ts';
import type { EvaluationKeeper, Place } from './keeper.ts';
import type { Measured, TestRows } from './measure.ts';

/** What comparing models needs of a measurement. */
export type Compared = Omit<Measured, 'bandHits'>;

/** What comparing models needs of one's results on one fold. */
export interface ComparedFold {
  repeats: Compared[];
  test: { cases: readonly { who: number; items?: Uint32Array }[] } & Pick<TestRows, 'scale' | 'redrawn'>;
}

/** One model's results on one fold; several when it was fitted with several seeds. */
export interface FoldRecord extends ComparedFold {
  repeats: Measured[];
  test: TestRows;
}

/**
 * Per dataset listener the mean over the folds in which it was tested; parallel arrays. Of a rating measure it is the
 * listener's mean error.
 */
export interface Units {
  who: number[];
  values: Record<string, Float64Array>;
}

export async function perUnit(records: readonly ComparedFold[], context: Reporting): Promise<Units> {
  const index = new Map<number, number>();
  for (const { test } of records) for (const { who } of test.cases) if (!index.has(who)) index.set(who, index.size);
  const values: Record<string, Float64Array> = {};
  for (const { name, of } of columnsOf(records[0].repeats[0])) {
    if (heldLong()) await giveWay(context, 0);
    const sums = new Float64Array(index.size);
    const times = new Float64Array(index.size);
    for (const { repeats, test } of records) {
      test.cases.forEach(({ who }, c) => {
        const own = mean(repeats.map((measured) => of(measured, c)));
        if (Number.isNaN(own)) return;
        sums[index.get(who) as number] += own;
        times[index.get(who) as number]++;
      });
    }
    values[name] = sums.map((sum, i) => (times[i] > 0 ? sum / times[i] : Number.NaN));
  }
  return { who: [...index.keys()], values };
}

interface Column {
  name: string;
  /** The value of one case. */
  of(measured: Compared, at: number): number;
}

function columnsOf(first: Compared): Column[] {
  const errors = Object.keys(first.errors?.sums ?? {}).map((name) => ({
    name,
    of: ({ errors }: Compared, c: number) => (errors ? errors.sums[name][c] / errors.rated[c] : Number.NaN),
  }));
  const ranked = Object.keys(first.perListener).map((name) => ({
    name,
    of: ({ perListener }: Compared, c: number) => perListener[name][c],
  }));
  return [...errors, ...ranked];
}

export function keepValues(
  keeper: EvaluationKeeper,
  at: Place,
  { listenerIds }: Pick<Dataset, 'listenerIds'>,
  { cases }: Pick<TestRows, 'cases'>,
  measured: Measured,
): void {
  const columns = columnsOf(measured);
  for (const [c, { who }] of cases.entries())
    keeper.values(at, listenerIds[who], Object.fromEntries(columns.map(({ name, of }) => [name, of(measured, c)])));
}
