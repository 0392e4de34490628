import { z } from 'zod';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { mean, sum } from '../descriptive.ts';
import { type Cell, type Column, needsObservations, predictorsOf } from '../models/design.ts';
import { unusable } from '../result.ts';
import { numbers, sameLengths } from '../statistic.ts';

const events = z.array(z.union([z.number(), z.boolean(), z.null()]));

/** `time` from 0, or `start` and `stop` for those who come under observation later. */
export const survivalShape = {
  time: numbers.optional(),
  start: numbers.optional(),
  stop: numbers.optional(),
  event: events,
  /** Of each row: how many it stands for, or a weight of sampling. */
  weights: z.array(z.number().min(0).nullable()).optional(),
};
export const groupCell = z.union([z.string(), z.number(), z.null(), z.boolean().transform(String)]);

export interface SurvivalData {
  time?: (number | null)[];
  start?: (number | null)[];
  stop?: (number | null)[];
  event: (number | boolean | null)[];
  weights?: (number | null)[];
}

/** At risk from after `start` to `stop`; `event` is 1 if it ended in one, 0 if it was censored. */
export interface Observations {
  start: number[];
  stop: number[];
  event: number[];
  /** 1 where none are given. */
  weights: number[];
  /** Rows of the data that are complete and do not weigh 0. */
  rows: number[];
  excluded: number;
  notes: Message[];
}

/** @param others columns in which a missing value leaves the row out too */
export function observationsOf(
  data: SurvivalData,
  others: Readonly<Record<string, readonly Cell[]>>,
  method: Message,
): Observations {
  const stop = data.stop ?? data.time;
  if (!stop || (data.stop && data.time)) throw unusable(say('statistics.time-or-stop', { method }));
  if (data.start && !data.stop && !data.time) throw unusable(say('statistics.time-or-stop', { method }));
  const { start, event, weights } = data;
  sameLengths(stop.length, { event, ...(start ? { start } : {}), ...(weights ? { weights } : {}), ...others });
  const rows = stop.flatMap((value, i) =>
    value !== null &&
    event[i] !== null &&
    (weights === undefined || (weights[i] ?? 0) > 0) &&
    start?.[i] !== null &&
    Object.values(others).every((values) => values[i] !== null)
      ? [i]
      : [],
  );
  if (rows.length === 0) throw unusable(say('statistics.no-complete-row', { method }));
  if (!start) assertNotNegative(stop, rows);
  const { events: coded, note } = eventsOf(rows.map((i) => Number(event[i])));
  return {
    ...spansOf(start, stop, rows),
    event: coded,
    weights: rows.map((i) => weights?.[i] ?? 1),
    rows,
    excluded: stop.length - rows.length,
    notes: note ? [note] : [],
  };
}

/**
 * When each of some rows comes under observation and leaves it, equal times made the same.
 *
 * @throws where somebody would be at risk for no time
 */
export function spansOf(
  start: readonly (number | null)[] | undefined,
  stop: readonly (number | null)[],
  rows: readonly number[],
): { start: number[]; stop: number[] } {
  const times = tiedTimes([
    ...rows.map((i) => stop[i] as number),
    ...(start ? rows.map((i) => start[i] as number) : []),
  ]);
  const stops = times.slice(0, rows.length);
  const starts = start ? times.slice(rows.length) : rows.map(() => Number.NEGATIVE_INFINITY);
  const backward = starts.findIndex((from, i) => from >= stops[i]);
  if (backward >= 0)
    throw unusable(
      say('statistics.stop-before-start', {
        position: rows[backward] + 1,
        start: String(start?.[rows[backward]]),
        stop: String(stop[rows[backward]]),
      }),
    );
  return { start: starts, stop: stops };
}

/** Weights that count rows which are alike: standard errors may then take each for so many. */
export function areFrequencies(weights: readonly number[]): boolean {
  return weights.every(Number.isInteger);
}

export interface HazardData extends SurvivalData {
  x: Record<string, Cell[]>;
  reference?: Record<string, number | string>;
}

/** What a model of hazards is fitted to: complete rows with at least one event, and the columns of their variables. */
export function hazardDesign(
  { x, reference, ...times }: HazardData,
  method: Message,
): { observed: Observations; events: number; columns: Column[]; references: Record<string, string>; notes: Message[] } {
  const length = (times.stop ?? times.time ?? []).length;
  sameLengths(length, Object.fromEntries(Object.entries(x).map(([name, values]) => [`x.${name}`, values])));
  const observed = observationsOf(times, x, method);
  const events = sum(observed.event);
  if (events === 0) throw unusable(say('statistics.no-events', { method }));
  const { columns, references, notes } = predictorsOf(x, observed.rows, method, reference);
  needsObservations(observed.rows.length, columns, method);
  return { observed, events, columns, references, notes };
}

/** A time that starts at 0 cannot be before it. */
export function assertNotNegative(time: readonly (number | null)[], rows: readonly number[]): void {
  const row = rows.find((i) => (time[i] as number) < 0);
  if (row !== undefined)
    throw unusable(say('statistics.negative-time', { position: row + 1, time: String(time[row]) }));
}

/** 0 and 1, or 1 (censored) and 2 (event), as R's Surv takes them. */
function eventsOf(values: number[]): { events: number[]; note: Message | null } {
  const twos = values.includes(2) && values.every((value) => value === 1 || value === 2);
  const wrong = twos ? -1 : values.findIndex((value) => value !== 0 && value !== 1);
  if (wrong >= 0) throw unusable(say('statistics.event-not-0-1', { value: String(values[wrong]) }));
  return {
    events: twos ? values.map((value) => value - 1) : values,
    note: twos ? say('statistics.event-coded-1-2') : null,
  };
}

/** Differences below this share of the mean time come from rounding: such times are tied, as in R's survival. */
const SAME_TIME = 2 ** -26;

export function tiedTimes(values: readonly number[]): number[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const scale = mean(distinct.map(Math.abs));
  const first = new Map<number, number>();
  let current = distinct[0];
  distinct.forEach((value, i) => {
    const gap = i === 0 ? Number.POSITIVE_INFINITY : value - distinct[i - 1];
    if (gap > SAME_TIME && gap / scale > SAME_TIME) current = value;
    first.set(value, current);
  });
  return values.map((value) => first.get(value) as number);
}

/** The distinct times at which something happened, ascending. */
export function timesOf(stop: readonly number[], happened: (row: number) => boolean): number[] {
  return [...new Set(stop.filter((_, i) => happened(i)))].sort((a, b) => a - b);
}

/** Of each of some times, ascending, the weight of the rows under observation just before it. */
export function atRiskAt(
  times: readonly number[],
  { start, stop, weights }: Pick<Observations, 'start' | 'stop' | 'weights'>,
  rows: readonly number[],
): Float64Array {
  const left = [...rows].sort((a, b) => stop[b] - stop[a]);
  const entered = [...rows].sort((a, b) => start[b] - start[a]);
  const risk = new Float64Array(times.length);
  let until = 0;
  let from = 0;
  let atRisk = 0;
  for (let k = times.length - 1; k >= 0; k--) {
    for (; until < left.length && stop[left[until]] >= times[k]; until++) atRisk += weights[left[until]];
    for (; from < entered.length && start[entered[from]] >= times[k]; from++) atRisk -= weights[entered[from]];
    risk[k] = atRisk;
  }
  return risk;
}

/** Of each of some times the weight of the rows that fail then. */
export function failedAt(
  times: readonly number[],
  { stop, weights }: Pick<Observations, 'stop' | 'weights'>,
  rows: readonly number[],
  fails: (row: number) => boolean,
): Float64Array {
  const place = new Map(times.map((time, k) => [time, k]));
  const failed = new Float64Array(times.length);
  for (const i of rows) {
    const at = fails(i) ? place.get(stop[i]) : undefined;
    if (at !== undefined) failed[at] += weights[i];
  }
  return failed;
}

/** Groups by their names: numbers ascending, words in the order of their first row. */
export function groupsOf(values: readonly (string | number)[]): string[] {
  const distinct = [...new Set(values)];
  if (distinct.every((value) => typeof value === 'number')) distinct.sort((a, b) => Number(a) - Number(b));
  return distinct.map(String);
}

/** Rows by their times, the latest first. */
export function latestFirst(times: readonly number[]): number[] {
  return times.map((_, i) => i).sort((a, b) => times[b] - times[a]);
}
