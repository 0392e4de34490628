// The strict bundle of plotly.js (no eval, for the content security policy) ships no types; these are the calls that
// the app makes.
declare module 'plotly.js' {
  export type Data = Record<string, unknown>;
  export interface Layout {
    height: number;
    xaxis: Record<string, unknown>;
    yaxis: Record<string, unknown>;
    legend: Record<string, unknown>;
    [key: string]: unknown;
  }
  export interface PlotlyModule {
    react(element: HTMLElement, data: Data[], layout: Partial<Layout>, config: Record<string, unknown>): Promise<void>;
    /** Draws a change of the layout alone. */
    relayout(element: HTMLElement, change: Partial<Layout>): Promise<void>;
    purge(element: HTMLElement): void;
    /** A data URL of the picture. */
    toImage(figure: { data: Data[]; layout: Partial<Layout> }, options: Record<string, unknown>): Promise<string>;
  }
  const plotly: PlotlyModule;
  export default plotly;
}
