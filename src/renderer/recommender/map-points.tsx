import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { figureNote } from '../../shared/evaluation-words.ts';
import { say } from '../../shared/messages/say.ts';
import type { SongMap } from '../../shared/contract/scoring.ts';
import { useCall } from '../api.ts';
import { Chart } from '../ui/chart.tsx';
import { number } from '../ui/format.ts';
import { said } from '../ui/said.ts';
import { classColour } from '../ui/theme.ts';

export type MapPoint = SongMap['points'][number];

export const COLOURINGS = ['tag', 'artist', 'listeners', 'year'] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** Artists with a colour of their own. */
const ARTISTS_COLOURED = 9;

const HALO_PX = 7;
/** Beside the outermost points, as a share of the distance between them. */
const MARGIN = 0.05;

interface Group {
  name: string;
  points: MapPoint[];
  marker: Record<string, unknown>;
}

/** The points in groups of one colour, or as one group whose colours are values. */
function groupsOf(map: SongMap, by: Colouring, otherName: string, valueName: string): Group[] {
  if (by === 'listeners' || by === 'year') {
    const known = map.points.filter((point) => point[by] !== null);
    const unknown = map.points.filter((point) => point[by] === null);
    const values = known.map((point) => point[by] as number);
    return [
      { name: otherName, points: unknown, marker: { color: classColour(-1), size: 6, opacity: 0.4 } },
      {
        name: valueName,
        points: known,
        marker: {
          color: by === 'listeners' ? values.map((value) => Math.log10(1 + value)) : values,
          colorscale: 'Viridis',
          showscale: by === 'year',
          size: 6,
          opacity: 0.8,
        },
      },
    ].filter(({ points }) => points.length > 0);
  }
  const counts = new Map<string, number>();
  for (const { artist } of map.points) if (artist) counts.set(artist, (counts.get(artist) ?? 0) + 1);
  const names =
    by === 'tag'
      ? map.tags
      : [...counts]
          .sort((a, b) => b[1] - a[1])
          .slice(0, ARTISTS_COLOURED)
          .map(([artist]) => artist);
  const indexOf = by === 'tag' ? ({ tag }: MapPoint) => tag : ({ artist }: MapPoint) => names.indexOf(artist ?? '');
  return [...names.map((name, index) => ({ name, index })), { name: otherName, index: -1 }]
    .map(({ name, index }) => ({
      name,
      points: map.points.filter((point) => indexOf(point) === index),
      marker: { color: classColour(index), size: 6, opacity: index < 0 ? 0.4 : 0.8 },
    }))
    .filter(({ points }) => points.length > 0);
}

/** All of these with room for their marks; told to Plotly, which else seeks it again with every halo. */
function rangeOf(values: readonly number[]): [number, number] {
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const room = MARGIN * (high - low) || 1;
  return [low - room, high + room];
}

interface Props {
  map: SongMap;
  by: Colouring;
  height: number;
  /** Points with a halo. */
  marked: ReadonlySet<string>;
  /** A placed recording. */
  star: { name: string; x: number; y: number } | null;
  /** Dragging encloses points instead of moving the map. */
  encloses: boolean;
  onSelect(songId: string): void;
  onEnclose(songIds: string[]): void;
}

/** The songs as points, close together if the model finds them similar. */
export function Points({ map, by, height, marked, star, encloses, onSelect, onEnclose }: Props) {
  const { t } = useTranslation();
  const { data: info } = useCall('app/info', {});
  const dark = useComputedColorScheme('light') === 'dark';
  const groups = useMemo(() => groupsOf(map, by, t('map.other'), t(`map.by.${by}`)), [map, by, t]);
  const data = useMemo(() => {
    const ink = dark ? '#fff' : '#000';
    const recording = {
      ...{ type: 'scatter', mode: 'markers+text', hoverinfo: 'text', showlegend: false },
      ...{ x: [star?.x ?? 0], y: [star?.y ?? 0], text: [star?.name ?? ''], textposition: 'top center' },
      marker: { symbol: 'star', size: 18, color: '#e69f00', line: { width: 1.5, color: ink } },
    };
    return [
      ...groups.map(({ name, points, marker }) => ({
        type: 'scatter',
        mode: 'markers',
        name,
        x: points.map(({ x }) => x),
        y: points.map(({ y }) => y),
        text: points.map(({ title, artist, songId }) => `${title ?? songId}${artist ? ` · ${artist}` : ''}`),
        hoverinfo: 'text',
        marker,
      })),
      ...(star ? [recording] : []),
    ];
  }, [groups, star, dark]);
  const pick = useCallback(
    (trace: number, point: number) => {
      const found = groups[trace]?.points[point]; // beyond them is the star
      if (found) onSelect(found.songId);
    },
    [groups, onSelect],
  );
  const enclose = useCallback(
    (enclosed: { trace: number; point: number }[]) =>
      onEnclose(enclosed.flatMap(({ trace, point }) => groups[trace]?.points[point]?.songId ?? [])),
    [groups, onEnclose],
  );
  const layout = useMemo(
    () => ({
      xaxis: {
        title: { text: t('map.axis', { n: 1, share: number(100 * map.explained[0]) }) },
        ...{ zeroline: false, range: rangeOf([...map.points, ...(star ? [star] : [])].map(({ x }) => x)) },
      },
      yaxis: {
        title: { text: t('map.axis', { n: 2, share: number(100 * map.explained[1]) }) },
        ...{ zeroline: false, range: rangeOf([...map.points, ...(star ? [star] : [])].map(({ y }) => y)) },
      },
      dragmode: encloses ? 'lasso' : 'pan',
      uirevision: 'map', // a search or a star does not move it
    }),
    [map, star, encloses, t],
  );
  // Shapes, not points of their own: these alone are drawn again when somebody searches among thousands.
  const halos = useMemo(
    () =>
      map.points
        .filter(({ songId }) => marked.has(songId))
        .map(({ x, y }) => ({
          ...{ type: 'circle', xsizemode: 'pixel', ysizemode: 'pixel', xanchor: x, yanchor: y },
          ...{ x0: -HALO_PX, x1: HALO_PX, y0: -HALO_PX, y1: HALO_PX },
          line: { color: dark ? '#fff' : '#000', width: 2 },
        })),
    [map, marked, dark],
  );
  return (
    <Chart
      title={t('map.title')}
      note={said(figureNote(say('figure.of-songs', { n: map.points.length }), info?.synthetic ?? false))}
      data={data}
      layout={layout}
      shapes={halos}
      table={{
        head: [t('song.id'), t('song.title'), t('song.artist'), 'x', 'y', t('song.tags')],
        rows: map.points.map(({ songId, title, artist, x, y, tag }) => [
          songId,
          title,
          artist,
          x,
          y,
          tag >= 0 ? map.tags[tag] : null,
        ]),
      }}
      height={height}
      onPoint={pick}
      onEnclose={enclose}
    />
  );
}
