import { ActionIcon, Group, Paper, ScrollArea, Skeleton, Table, Text, useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Data, Layout, PlotlyModule } from 'plotly.js';
import { toCsv } from '../../shared/table.ts';
import { notifyErrors } from './notify.tsx';
import { copyPicture, copyTable, fileName, saveFile } from './save.ts';

export interface ChartTable {
  head: string[];
  rows: (string | number | null)[][];
}

interface Props {
  title: string;
  data: Data[];
  layout?: Partial<Layout>;
  /** The same numbers, for the table and the CSV. */
  table: ChartTable;
  height?: number;
  /** Called with the position in the trace when a point is clicked. */
  onPoint?(trace: number, point: number): void;
}

let plotly: Promise<PlotlyModule> | null = null;

/** Plotly is big and is loaded when the first chart is shown. */
function loadPlotly(): Promise<PlotlyModule> {
  plotly ??= import('plotly.js').then((module) => module.default ?? module);
  return plotly;
}

export function Chart({ title, data, layout, table, height = 320, onPoint }: Props) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const dark = useComputedColorScheme('light') === 'dark';

  useEffect(() => {
    const element = host.current;
    if (!element || asTable) return;
    let gone = false;
    void loadPlotly().then((Plotly) => {
      if (gone) return;
      setReady(true);
      return Plotly.react(element, data, fullLayout(layout ?? {}, dark, height), {
        responsive: true,
        displaylogo: false,
        displayModeBar: false,
      });
    });
    return () => {
      gone = true;
    };
  }, [data, layout, dark, height, asTable]);

  useEffect(() => {
    const element = host.current as
      | (HTMLDivElement & {
          on?(
            event: string,
            listener: (event: { points: { curveNumber: number; pointNumber: number }[] }) => void,
          ): void;
          removeAllListeners?(event: string): void;
        })
      | null;
    if (!ready || !onPoint || !element?.on) return;
    element.on('plotly_click', ({ points }) => onPoint(points[0].curveNumber, points[0].pointNumber));
    return () => element.removeAllListeners?.('plotly_click');
  }, [ready, onPoint]);

  useEffect(() => {
    const element = host.current;
    return () => {
      if (element) void plotly?.then((Plotly) => Plotly.purge(element));
    };
  }, []);

  const picture = async (format: 'png' | 'svg') => {
    if (host.current)
      await (await loadPlotly()).downloadImage(host.current, {
        format,
        filename: fileName(title),
        width: 900,
        height: 560,
        scale: format === 'png' ? 2 : 1,
      });
  };
  /** The picture, or where the numbers are shown, the numbers. */
  const copy = async () => {
    if (asTable || !host.current) return copyTable(table);
    return copyPicture(
      await (await loadPlotly()).toImage(host.current, { format: 'png', width: 900, height: 560, scale: 2 }),
    );
  };
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Text fw={600} size="sm" lh={1.25}>
          {title}
        </Text>
        <Group gap={0} wrap="nowrap">
          <ChartButton label="PNG" title={t('chart.png')} onClick={() => void picture('png')} />
          <ChartButton label="SVG" title={t('chart.svg')} onClick={() => void picture('svg')} />
          <ChartButton
            label="CSV"
            title={t('chart.csv')}
            onClick={() => saveFile(`${fileName(title)}.csv`, toCsv(table), 'text/csv;charset=utf-8')}
          />
          <ChartButton label={t('chart.copy')} title={t('chart.copyHint')} onClick={() => void notifyErrors(copy())} />
          <ChartButton
            label={asTable ? t('chart.chart') : t('chart.table')}
            title={t('chart.table')}
            onClick={() => setAsTable(!asTable)}
          />
        </Group>
      </Group>
      {asTable ? (
        <ScrollArea h={height}>
          <Table fz="xs" verticalSpacing={2}>
            <Table.Thead>
              <Table.Tr>
                {table.head.map((cell) => (
                  <Table.Th key={cell}>{cell}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {table.rows.map((row) => (
                <Table.Tr key={row.join('|')}>
                  {row.map((cell, i) => (
                    <Table.Td key={table.head[i]} className={typeof cell === 'number' ? 'number' : ''}>
                      {typeof cell === 'number' ? cell.toPrecision(4) : cell}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      ) : (
        <div style={{ position: 'relative', height }}>
          {ready ? null : <Skeleton height={height} style={{ position: 'absolute' }} />}
          <div ref={host} role="img" aria-label={title} style={{ height }} />
        </div>
      )}
    </Paper>
  );
}

export function ChartButton({ label, title, onClick }: { label: string; title: string; onClick(): void }) {
  return (
    <ActionIcon variant="subtle" size="sm" w="auto" px={4} title={title} aria-label={title} onClick={onClick}>
      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
        {label}
      </Text>
    </ActionIcon>
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
    legend: { orientation: 'h', y: -0.3, yanchor: 'top', font: { size: 10 } },
    hovermode: 'closest',
    ...layout,
    xaxis: { ...axis, ...layout.xaxis },
    yaxis: { ...axis, ...layout.yaxis },
  };
}
