import { Skeleton, useComputedColorScheme } from '@mantine/core';
import type { Data, Layout, PlotlyModule } from 'plotly.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { ChartFrame, type ChartTable } from './chart-frame.tsx';
import { copyPicture, fileName, saveUrl } from './save.ts';

export type { ChartTable };

interface Props {
  title: string;
  /** Subtitle of a saved picture: sample size, and whether the data is synthetic. */
  note: string;
  data: Data[];
  layout?: Partial<Layout>;
  /** The chart's data, for the table and the CSV. */
  table: ChartTable;
  height?: number;
  loading?: boolean;
  empty?: string | null;
  /** Called with the position in the trace when a point is clicked. */
  onPoint?(trace: number, point: number): void;
}

const PICTURE = { width: 900, height: 560 };
const PICTURE_TOP = 84;
const NO_LAYOUT: Partial<Layout> = {};

let plotly: Promise<PlotlyModule> | null = null;

/** Plotly is large, so it is loaded with the first chart. */
function loadPlotly(): Promise<PlotlyModule> {
  plotly ??= import('plotly.js').then((module) => module.default ?? module);
  return plotly;
}

export function Chart(props: Props) {
  const { title, note, data, layout = NO_LAYOUT, table, height = 320, loading, empty, onPoint } = props;
  const host = useRef<HTMLDivElement>(null);
  const picture = async (format: 'png' | 'svg') =>
    (await loadPlotly()).toImage(printed(title, note, data, layout, (host.current as PlotlyElement | null)?.layout), {
      ...PICTURE,
      format,
      scale: format === 'png' ? 2 : 1,
    });
  return (
    <ChartFrame
      title={title}
      table={table}
      height={height}
      loading={loading}
      empty={empty}
      pictures={{
        save: async (format) => saveUrl(`${fileName(title)}.${format}`, await picture(format)),
        copy: async () => copyPicture(await picture('png')),
      }}
    >
      <Drawing host={host} title={title} data={data} layout={layout} height={height} onPoint={onPoint} />
    </ChartFrame>
  );
}

interface PlotlyElement extends HTMLDivElement {
  layout?: Partial<Layout>;
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

/**
 * The picture for a paper, whatever the theme: on white, with title and subtitle.
 *
 * @param shown the layout on the screen, whose range and view are kept
 */
function printed(title: string, note: string, data: Data[], layout: Partial<Layout>, shown: Partial<Layout> = {}) {
  const margin = { l: 64, r: 24, b: 56, ...(layout.margin as object), t: PICTURE_TOP };
  const full = fullLayout({ ...layout, margin }, false, PICTURE.height);
  const heading = { text: title, subtitle: { text: note }, x: 0.02, xanchor: 'left', font: { size: 16 } };
  const { camera } = (shown.scene ?? {}) as { camera?: unknown };
  return {
    data,
    layout: {
      ...full,
      title: heading,
      paper_bgcolor: '#ffffff',
      plot_bgcolor: '#ffffff',
      xaxis: { ...full.xaxis, range: shown.xaxis?.range },
      yaxis: { ...full.yaxis, range: shown.yaxis?.range },
      ...(full.scene ? { scene: { ...full.scene, camera } } : {}),
    },
  };
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
    // Below the axis title, even if many entries leave little height for the plot.
    legend: { orientation: 'h', y: -0.3, yanchor: 'top', font: { size: 12 } },
    hovermode: 'closest',
    ...layout,
    xaxis: { ...axis, ...layout.xaxis },
    yaxis: { ...axis, ...layout.yaxis },
  };
}
