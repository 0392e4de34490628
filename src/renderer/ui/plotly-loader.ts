import type { PlotlyModule } from 'plotly.js';

let plotly: Promise<PlotlyModule> | null = null;

/** Plotly is large, so it is loaded with the first chart, or before it while nobody does anything. */
export function loadPlotly(): Promise<PlotlyModule> {
  plotly ??= import('plotly.js').then((module) => module.default);
  return plotly;
}

/** If it was ever loaded. */
export const loadedPlotly = () => plotly;

const QUIET_MS = 2000;
const ACTS = ['keydown', 'pointerdown', 'wheel'] as const;

/** Loads it once nobody has pressed or scrolled for a moment: it holds the page for longer than an act should take. */
export function loadPlotlyWhenIdle(): void {
  let timer = 0;
  const wait = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => window.requestIdleCallback(load), QUIET_MS);
  };
  const load = () => {
    for (const act of ACTS) window.removeEventListener(act, wait);
    void loadPlotly();
  };
  for (const act of ACTS) window.addEventListener(act, wait, { passive: true });
  wait();
}

let turns: Promise<unknown> = Promise.resolve();
const HIDDEN_MS = 100;

/**
 * Each drawing in a turn of its own, after the page was painted: what opened the page, and whatever is pressed between
 * two drawings, does not wait for all of them.
 */
export function nextTurn(): Promise<unknown> {
  turns = turns.then(
    () =>
      new Promise<void>((resolve) => {
        const after = () => setTimeout(resolve);
        requestAnimationFrame(after);
        // Nothing is painted in a window that is hidden.
        setTimeout(resolve, HIDDEN_MS);
      }),
  );
  return turns;
}
