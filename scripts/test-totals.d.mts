/** A file of tests in vitest's JSON report. */
export interface FileResult {
  name: string;
  status: string;
  message?: string;
  assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
}
export interface FailedTest {
  test: string;
  /** The first lines of its message. */
  why: string;
}
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  failures: FailedTest[];
  /** Failed at first, passed or failed otherwise when their file was run again alone. */
  unstable: FailedTest[];
}
/** Sums the JSON reports in a folder. */
export function totals(folder: string): Totals;
