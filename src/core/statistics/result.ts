import type { Message } from '../../shared/messages/message.ts';
import { AppError } from '../../shared/errors.ts';

/** The result of every test. A field that does not apply is null or omitted. */
export interface TestResult {
  method: string;
  statistic: number | null;
  df: number | number[] | null;
  /** Two-sided, if the test has sides; by name where one run answers several questions. */
  p: number | null | Record<string, number>;
  estimate: unknown;
  se: unknown;
  /** 95 %. */
  interval: unknown;
  /** Name → value; `NAMEInterval` is its 95 % interval. */
  effect: Record<string, unknown>;
  /** Observations used, and those left out because a value was missing. */
  n: number;
  excluded: number;
  /** Assumptions that fail and how missing or degenerate data were treated. */
  notes: Message[];
  [more: string]: unknown;
}

export function result(method: string, part: Partial<TestResult> & { n: number }): TestResult {
  return {
    method,
    statistic: null,
    df: null,
    p: null,
    estimate: null,
    se: null,
    interval: null,
    effect: {},
    excluded: 0,
    notes: [],
    ...part,
  };
}

/** Data that cannot be computed with; the message says what is needed. */
export function unusable(message: Message): AppError {
  return new AppError('bad-input', message);
}

/** Values without missing ones, and the number of missing ones. */
export function present(values: readonly (number | null)[]): { values: number[]; excluded: number } {
  const kept = values.filter((value): value is number => value !== null);
  return { values: kept, excluded: values.length - kept.length };
}
