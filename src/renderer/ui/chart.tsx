import { Skeleton, useComputedColorScheme } from '@mantine/core';
import type { Data, Layout, PlotlyModule } from 'plotly.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { ChartFrame, type ChartTable } from './chart-frame.tsx';
import { copyPicture, fileName } from './save.ts';

export type { ChartTable };

interface Props {
  title: string;
  data: Data[];
  layout?: Partial<Layout>;
  /** The same numbers, for the table and the CSV. */
  table: ChartTable;
  height?: number;
  loading?: boolean;
  empty?: string | null;
  /** Called with the position in the trace when a point is clicked. */
  onPoint?(trace: number, point: number): void;
}

const PICTURE = { width: 900, height: 560 };
const NO_LAYOUT: Partial<Layout> = {};

let plotly: Promise<PlotlyModule> | null = null;

/** Plotly is big and is loaded when the first chart is shown. */
function loadPlotly(): Promise<PlotlyModule> {
  plotly ??= import('plotly.js').then((module) => module.default ?? module);
  return plotly;
}

export function Chart({ title, data, layout = NO_LAYOUT, table, height = 320, loading, empty, onPoint }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const drawn = async <T,>(
    use: (Plotly: PlotlyModule, element: HTMLDivElement) => Promise<T>,
  ): Promise<T | undefined> => (host.current ? use(await loadPlotly(), host.current) : undefined);
  return (
    <ChartFrame
      title={title}
      table={table}
      height={height}
      loading={loading}
      empty={empty}
      pictures={{
        save: async (format) => {
          const scale = format === 'png' ? 2 : 1;
          await drawn((Plotly, element) =>
            Plotly.downloadImage(element, { ...PICTURE, format, scale, filename: fileName(title) }),
          );
        },
        copy: async () => {
          const url = await drawn((Plotly, element) =>
            Plotly.toImage(element, { ...PICTURE, format: 'png', scale: 2 }),
          );
          if (url) await copyPicture(url);
        },
      }}
    >
      <Drawing host={host} title={title} data={data} layout={layout} height={height} onPoint={onPoint} />
    </ChartFrame>
  );
}

interface PlotlyElement extends HTMLDivElement {
  on?(event: string, listener: (event: { points: { curveNumber: number; pointNumber: number }[] }) => void): void;
  removeAllListeners?(event: string): void;
}

function Drawing({
  host,
  title,
  data,
  layout,
  height,
  onPoint,
}: Required<Pick<Props, 'title' | 'data' | 'layout' | 'height'>> &
  Pick<Props, 'onPoint'> & { host: RefObject<HTMLDivElement | null> }) {
  const [ready, setReady] = useState(false);
  const dark = useComputedColorScheme('light') === 'dark';
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let gone = false;
    void loadPlotly().then((Plotly) => {
      if (gone) return;
      setReady(true);
      return Plotly.react(element, data, fullLayout(layout, dark, height), {
        responsive: true,
        displaylogo: false,
        displayModeBar: false,
      });
    });
    return () => {
      gone = true;
    };
  }, [host, data, layout, dark, height]);

  useEffect(() => {
    const element = host.current as PlotlyElement | null;
    if (!ready || !onPoint || !element?.on) return;
    element.on('plotly_click', ({ points }) => onPoint(points[0].curveNumber, points[0].pointNumber));
    return () => element.removeAllListeners?.('plotly_click');
  }, [host, ready, onPoint]);

  useEffect(() => {
    const element = host.current;
    return () => {
      if (element) void plotly?.then((Plotly) => Plotly.purge(element));
    };
  }, [host]);

  return (
    <div style={{ position: 'relative', height }}>
      {ready ? null : <Skeleton height={height} style={{ position: 'absolute' }} />}
      <div ref={host} role="img" aria-label={title} style={{ height }} />
    </div>
  );
}

function fullLayout(layout: Partial<Layout>, dark: boolean, height: number): Partial<Layout> {
  const ink = dark ? '#c9c9c9' : '#333333';
  const grid = dark ? '#3a3a3a' : '#e3e3e3';
  const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: grid, automargin: true };
  return {
    height,
    margin: { l: 56, r: 16, t: 8, b: 44 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { color: ink, size: 12, family: 'system-ui, sans-serif' },
    // Below the axis title, also where many entries leave little height to the plot.
    legend: { orientation: 'h', y: -0.3, yanchor: 'top', font: { size: 12 } },
    hovermode: 'closest',
    ...layout,
    xaxis: { ...axis, ...layout.xaxis },
    yaxis: { ...axis, ...layout.yaxis },
  };
}
