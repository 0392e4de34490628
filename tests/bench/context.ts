/** What every benchmark is given. */
export interface BenchContext {
  folder: string;
  rows: number;
  python: string;
  say(text: string): void;
}
