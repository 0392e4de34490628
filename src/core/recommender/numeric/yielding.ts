/** Long work lets other events run about this often; far below the time that a cancellation may take. */
const MOST_BUSY_MS = 40;

/** What long work reports to. */
export interface Reporting {
  /** 0 to 1; throws when the run was cancelled. */
  progress(fraction: number, live?: Record<string, unknown>): void;
}

/** For a part of the work: its progress goes from one fraction of the whole to another. */
export function partOf<Context extends Reporting>(context: Context, from: number, to: number): Context {
  return { ...context, progress: (fraction, live) => context.progress(from + (to - from) * fraction, live) };
}

// The process has one event loop, so there is one moment at which it last had a turn.
let turnedAt = 0;

/** Whether the event loop has waited long enough: asked in every loop whose length grows with the data. */
export function heldLong(): boolean {
  return performance.now() - turnedAt > MOST_BUSY_MS;
}

/** Lets other events run, above all a cancellation, and reports progress, which throws when there was one. */
export async function giveWay(context: Reporting, fraction: number): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  turnedAt = performance.now();
  context.progress(fraction);
}
