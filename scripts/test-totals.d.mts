export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}
/** Sums the JSON reports in a folder. */
export function totals(folder: string): Totals;
