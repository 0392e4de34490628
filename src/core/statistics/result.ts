import type { Message } from '../../shared/messages/message.ts';
import { AppError } from '../../shared/errors.ts';

/** What every test answers. A field that does not apply is null or left out. */
export interface TestResult {
  method: string;
  statistic: number | null;
  df: number | number[] | null;
  /** Two-sided where a side exists. */
  p: number | null;
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

/** Data that no statistician could compute with; says what is needed. */
export function unusable(message: Message): AppError {
  return new AppError('bad-input', message);
}

/** Values without the missing ones, and how many those were. */
export function present(values: readonly (number | null)[]): { values: number[]; excluded: number } {
  const kept = values.filter((value): value is number => value !== null);
  return { values: kept, excluded: values.length - kept.length };
}
