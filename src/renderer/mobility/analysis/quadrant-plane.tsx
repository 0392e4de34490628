import { said } from '../../ui/said.ts';
import { flowLabel, studyFigureNote, tierLabel } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { say } from '../../../shared/messages/say.ts';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { NOT_APPLICABLE, bracketed, list, number } from '../../ui/format.ts';
import type { Direction, PlaneMove, PlanePlace } from '../../../shared/mobility/results.ts';
import { FLOW_COLOURS } from '../../../shared/palette.ts';
import type { Whom } from '../../../shared/mobility/focus.ts';
import type { ScholarFilter } from '../../../shared/mobility/scholars.ts';
import { go, linkTo } from '../../app/router.ts';
import { Chart } from '../../ui/chart.tsx';
import { goToScholars } from '../scholars/scholar-links.ts';

const DIRECTIONS: readonly Direction[] = ['upward', 'parallel', 'downward', 'mixed', 'same'];

/** A fixed jitter inside each cell, so that points do not jump when something else changes. */
function jitter(id: number, salt: number): number {
  let hash = Math.imul(id + 1, 2654435761) ^ Math.imul(salt, 40503);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519);
  return (((hash ^ (hash >>> 13)) >>> 0) / 4294967295 - 0.5) * 0.78;
}

const CHANGES = [-1, 0, 1] as const;
const CELLS = CHANGES.flatMap((school) => CHANGES.map((cityChange) => ({ school, cityChange })));

interface Props {
  moves: readonly PlaneMove[];
  places: readonly PlanePlace[];
  title: string;
  fictional: boolean;
  whom: Whom;
  /** The transition and kinds that all moves are of. */
  among: Pick<ScholarFilter, 'move' | 'kinds'>;
}

/** Every comparable move as a point: a click opens the scholar's career, one on a cell's number its scholars. */
export function Plane({ moves, places, title, fictional, whom, among }: Props) {
  const n = moves.filter(({ comparable }) => comparable).length;
  const note = said(studyFigureNote(say('study-report.figure-note', { n }), { whom, fictional }));
  const { t } = useTranslation();
  const word = useWord();
  const groups = useMemo(
    () =>
      DIRECTIONS.map((direction) => ({ direction, own: moves.filter((move) => move.direction === direction) })).filter(
        ({ own }) => own.length > 0,
      ),
    [moves],
  );
  const open = useCallback(
    (trace: number, point: number) => go('career', String(groups[trace].own[point].scholarId)),
    [groups],
  );
  const openCell = useCallback((index: number) => goToScholars({ ...among, ...CELLS[index] }), [among]);
  const data = useMemo(() => {
    /** An institution with its level and its city's tier. */
    const at = (place: number) => {
      const { institution, level, tier } = places[place];
      return bracketed(
        String(institution),
        list([String(level), tier === null ? NOT_APPLICABLE : word(tierLabel(tier))]),
      );
    };
    return groups.flatMap(({ direction, own }) => {
      return [
        {
          type: 'scatter',
          mode: 'markers',
          name: bracketed(word(flowLabel(direction)), number(own.length)),
          x: own.map((move) => (move.cityChange ?? 0) + jitter(move.scholarId, 1)),
          // A little lower, so that no point lies on its cell's count.
          y: own.map((move) => (move.school ?? 0) + 0.6 * jitter(move.scholarId, 2) - 0.13),
          text: own.map((move) => `${move.name}\n${at(move.from)}\n→ ${at(move.to)}`),
          hoverinfo: 'text',
          marker: { color: FLOW_COLOURS[direction], size: 6, opacity: 0.8 },
        },
      ];
    });
  }, [groups, places, word]);
  const layout = useMemo(() => {
    const axis = { range: [-1.55, 1.55], tickvals: [-1, 0, 1], zeroline: false };
    const ticktext = [t('quadrants.falls'), t('quadrants.same'), t('quadrants.rises')];
    const line = { color: 'rgba(128,128,128,0.5)', width: 1 };
    return {
      xaxis: { ...axis, ticktext, title: { text: t('quadrants.cityAxis') }, showgrid: false },
      yaxis: { ...axis, ticktext, title: { text: t('quadrants.schoolAxis') }, showgrid: false },
      shapes: [-0.5, 0.5].flatMap((at) => [
        { type: 'line', x0: at, x1: at, y0: -1.5, y1: 1.5, line },
        { type: 'line', y0: at, y1: at, x0: -1.5, x1: 1.5, line },
      ]),
      annotations: CELLS.map(({ school, cityChange }) => ({
        x: cityChange - 0.47,
        y: school + 0.47,
        xanchor: 'left',
        yanchor: 'top',
        showarrow: false,
        captureevents: true,
        text: String(moves.filter((move) => move.school === school && move.cityChange === cityChange).length),
        font: { size: 14, weight: 'bold' },
      })),
      legend: { orientation: 'h', y: -0.16, yanchor: 'top', font: { size: 11 } },
    } as never;
  }, [moves, t]);
  const tier = (place: PlanePlace) => (place.tier === null ? null : word(tierLabel(place.tier)));
  const rows = moves.map((move) => {
    const [from, to] = [places[move.from], places[move.to]];
    return [
      move.scholar,
      move.name,
      from.institution,
      to.institution,
      from.level,
      to.level,
      tier(from),
      tier(to),
      word(flowLabel(move.outcome)),
      move.direction ? word(flowLabel(move.direction)) : null,
      move.subtype ? word(flowLabel(move.subtype)) : null,
    ];
  });
  return (
    <Chart
      title={title}
      note={note}
      data={data}
      layout={layout}
      height={460}
      onPoint={open}
      onNote={openCell}
      table={{
        head: [
          t('analysis.columns.scholar'),
          t('fields.name'),
          ...['from', 'to', 'levelFrom', 'levelTo', 'tierFrom', 'tierTo', 'outcome', 'direction', 'subtype'].map(
            (name) => t(`analysis.columns.${name}`),
          ),
        ],
        rows,
        linkOf: (row, column) => (column < 2 ? linkTo('career', String(moves[row].scholarId)) : undefined),
      }}
    />
  );
}
