import { Skeleton, useComputedColorScheme } from '@mantine/core';
import type { Data, Layout } from 'plotly.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { FIGURE_WIDTHS_MM } from '../../shared/figures/print-theme.ts';
import { ChartFrame, type ChartTable } from './chart-frame.tsx';
import { fullLayout, printedChart, SCREEN_DPI } from './chart-layout.ts';
import { savePdf, savePng, useFigureTheme } from './figure-theme.tsx';
import { paintsPoints, shownTraces } from './chart-traces.ts';
import { loadedPlotly, loadPlotly, nextTurn } from './plotly-loader.ts';
import { copyPicture, fileName, saveUrl } from './save.ts';

export type { ChartTable };

interface Props {
  title: string;
  /** Shorter, above the picture, where its surroundings say the rest. */
  heading?: string;
  /** Subtitle of a saved picture: sample size, and whether the data is synthetic. */
  note: string;
  data: Data[];
  /** The same for a picture one column wide, with less to read. */
  narrow?: Data[];
  layout?: Partial<Layout>;
  /** Marks over the data. Others are drawn without the data again if the layout fixes the ranges of the axes. */
  shapes?: Layout['shapes'];
  /** The chart's data, for the table and the CSV. */
  table: ChartTable;
  height?: number;
  /** The page has one legend for several charts; a saved picture has its own. */
  legendApart?: boolean;
  loading?: boolean;
  empty?: string | null;
  /** Called with the position in the trace when a point, a bar, or a node or ribbon of flow paths is clicked. */
  onPoint?(trace: number, point: number, isRibbon: boolean): void;
  /** Called with row and column when a cell of a heat map is clicked. */
  onCell?(row: number, column: number): void;
  /** Called with its position when a text on the chart is clicked that the layout lets capture clicks. */
  onNote?(index: number): void;
  /** Called with what was enclosed by dragging, where the layout's drag mode is a lasso. */
  onEnclose?(points: { trace: number; point: number }[]): void;
}

const NO_LAYOUT: Partial<Layout> = {};

export function Chart(props: Props) {
  const { title, heading, note, data, layout = NO_LAYOUT, shapes, table, height = 320, loading, empty } = props;
  const { narrow = data, legendApart = false, onPoint, onCell, onNote, onEnclose } = props;
  const host = useRef<HTMLDivElement>(null);
  const [theme] = useFigureTheme();
  const picture = async (format: 'png' | 'svg', dpi: number) => {
    const shown = (host.current as PlotlyElement | null)?.layout;
    const withShapes = shapes ? { ...layout, shapes } : layout;
    const drawn = theme.widthMm === FIGURE_WIDTHS_MM[0] ? narrow : data;
    const given = { title, note, data: drawn, layout: withShapes, shown };
    const { width, height: high, ...figure } = printedChart(given, theme);
    const scale = format === 'png' ? dpi / SCREEN_DPI : 1;
    return (await loadPlotly()).toImage(figure, { width, height: high, format, scale });
  };
  return (
    <ChartFrame
      title={title}
      heading={heading}
      table={table}
      height={height}
      loading={loading}
      empty={empty}
      pictures={{
        save: async (format, dpi) => {
          if (format === 'svg') return saveUrl(`${fileName(title)}.svg`, await picture('svg', dpi));
          const png = await picture('png', dpi);
          return format === 'pdf' ? savePdf(title, png, dpi) : savePng(title, png, dpi);
        },
        copy: async () => copyPicture(await picture('png', 2 * SCREEN_DPI)),
      }}
    >
      <Drawing
        host={host}
        title={title}
        data={data}
        layout={layout}
        shapes={shapes}
        height={height}
        legendApart={legendApart}
        {...{ onPoint, onCell, onNote, onEnclose }}
      />
    </ChartFrame>
  );
}

interface PlotlyClick {
  /** A heat map's number is row and column; a ribbon has a source. */
  points: { curveNumber: number; pointNumber: number | readonly [number, number]; source?: unknown }[];
  /** Of a text on the chart. */
  index?: number;
}

interface PlotlyElement extends HTMLDivElement {
  layout?: Partial<Layout>;
  on?(event: string, listener: (event?: PlotlyClick) => void): void;
  removeAllListeners?(event: string): void;
}

function Drawing({
  host,
  title,
  data,
  layout,
  shapes,
  height,
  legendApart,
  onPoint,
  onCell,
  onNote,
  onEnclose,
}: Required<Pick<Props, 'title' | 'data' | 'layout' | 'height' | 'legendApart'>> &
  Pick<Props, 'shapes' | 'onPoint' | 'onCell' | 'onNote' | 'onEnclose'> & { host: RefObject<HTMLDivElement | null> }) {
  const [ready, setReady] = useState(false);
  const dark = useComputedColorScheme('light') === 'dark';
  const latestShapes = useRef(shapes);
  latestShapes.current = shapes;
  const drawnShapes = useRef<Props['shapes']>(undefined);
  const [paints, setPaints] = useState(paintsPoints);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let gone = false;
    void loadPlotly().then(async (Plotly) => {
      await nextTurn();
      if (gone) return;
      setReady(true);
      drawnShapes.current = latestShapes.current;
      const own = drawnShapes.current ? { ...layout, shapes: drawnShapes.current } : layout;
      const full = fullLayout(own, dark, height, data);
      return Plotly.react(
        element,
        shownTraces(data, layout, paints),
        legendApart ? { ...full, showlegend: false } : full,
        {
          responsive: true,
          displaylogo: false,
          displayModeBar: false,
        },
      );
    });
    return () => {
      gone = true;
    };
  }, [host, data, layout, dark, height, legendApart, paints]);

  useEffect(() => {
    if (!ready || !host.current || !shapes || shapes === drawnShapes.current) return;
    drawnShapes.current = shapes;
    const element = host.current;
    void loadPlotly().then((Plotly) => Plotly.relayout(element, { shapes }));
  }, [host, ready, shapes]);

  useEffect(() => {
    const element = host.current as PlotlyElement | null;
    if (!ready || !(onPoint || onCell) || !element?.on) return;
    element.on('plotly_click', (event) => {
      const [first] = event?.points ?? [];
      if (!first) return;
      const { curveNumber, pointNumber, source } = first;
      if (typeof pointNumber === 'number') onPoint?.(curveNumber, pointNumber, source !== undefined);
      else onCell?.(...pointNumber);
    });
    // The hand shows what can be opened.
    element.on('plotly_hover', () => element.classList.add('on-mark'));
    element.on('plotly_unhover', () => element.classList.remove('on-mark'));
    return () => {
      for (const name of ['plotly_click', 'plotly_hover', 'plotly_unhover']) element.removeAllListeners?.(name);
    };
  }, [host, ready, onPoint, onCell]);

  useEffect(() => {
    const element = host.current as PlotlyElement | null;
    if (!ready || !element?.on) return;
    // The graphics driver has gone, and with it what was painted: it is drawn without it.
    element.on('plotly_webglcontextlost', () => setPaints(false));
    return () => element.removeAllListeners?.('plotly_webglcontextlost');
  }, [host, ready]);

  useEffect(() => {
    const element = host.current as PlotlyElement | null;
    if (!ready || !onNote || !element?.on) return;
    element.on('plotly_clickannotation', (event) => {
      if (event?.index !== undefined) onNote(event.index);
    });
    return () => element.removeAllListeners?.('plotly_clickannotation');
  }, [host, ready, onNote]);

  useEffect(() => {
    const element = host.current as PlotlyElement | null;
    if (!ready || !onEnclose || !element?.on) return;
    element.on('plotly_selected', (event) =>
      onEnclose(
        (event?.points ?? []).map(({ curveNumber, pointNumber }) => ({
          trace: curveNumber,
          point: Number(pointNumber),
        })),
      ),
    );
    element.on('plotly_deselect', () => onEnclose([]));
    return () => {
      element.removeAllListeners?.('plotly_selected');
      element.removeAllListeners?.('plotly_deselect');
    };
  }, [host, ready, onEnclose]);

  useEffect(() => {
    const element = host.current;
    return () => {
      if (element) void loadedPlotly()?.then((Plotly) => Plotly.purge(element));
    };
  }, [host]);

  return (
    <div style={{ position: 'relative', height }}>
      {ready ? null : <Skeleton height={height} style={{ position: 'absolute' }} />}
      <div ref={host} role="img" aria-label={title} style={{ height }} />
    </div>
  );
}
