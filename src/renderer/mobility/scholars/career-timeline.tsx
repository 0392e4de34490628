import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Career } from '../../../shared/mobility/scholars.ts';
import { isDegree } from '../../../shared/mobility/codebook.ts';
import { roleLabel } from '../../../shared/mobility/words.ts';
import { OKABE_ITO } from '../../../shared/palette.ts';
import { Panel } from '../../ui/panel.tsx';
import { useWord } from '../../ui/said.ts';
import { useNames } from '../shared.tsx';
import type { StudyInfo } from '../../../shared/mobility/study.ts';

const GUIDES = 3;

/** Positions as bars over years, with the coded stages as marks above them. */
export function CareerTimeline({ career, study }: { career: Career; study: StudyInfo }) {
  const { t } = useTranslation();
  const word = useWord();
  const names = useNames(study);
  const dated = career.positions.filter(({ startYear, endYear }) => startYear !== null || endYear !== null);
  const marks = career.stages.flatMap(({ key, final }) =>
    final?.state === 'coded' && final.year !== null ? [{ key, year: final.year }] : [],
  );
  const years = [
    ...dated.flatMap(({ startYear, endYear }) => [startYear, endYear]),
    ...marks.map(({ year }) => year),
  ].filter((year) => year !== null);
  if (years.length === 0) return null;
  const first = Math.min(...years);
  const last = Math.max(...years) + 1;
  const left = (year: number) => `${(100 * (year - first)) / (last - first)}%`;
  // A year near the right edge stands at the left of its mark.
  const besides = (year: number) =>
    year - first > 0.85 * (last - first)
      ? { right: `calc(100% - ${left(year)} + 6px)` }
      : { left: `calc(${left(year)} + 12px)` };
  const step = Math.max(1, Math.ceil((last - first) / (GUIDES + 1)));
  const guides = Array.from({ length: GUIDES + 1 }, (_, i) => first + i * step).filter((year) => year < last);
  const rows = [...dated].sort((a, b) => (a.startYear ?? a.endYear ?? 0) - (b.startYear ?? b.endYear ?? 0));
  return (
    <Panel title={t('scholars.timeline')}>
      <ul className="timeline" aria-label={t('scholars.timeline')}>
        <li className="timeline-row" aria-hidden>
          <span />
          <div className="timeline-years">
            {guides.map((year) => (
              <Text key={year} span size="xs" c="dimmed" className="number" style={{ left: left(year) }}>
                {year}
              </Text>
            ))}
          </div>
        </li>
        {marks.map(({ key, year }) => (
          <li key={key} className="timeline-row">
            <Text span size="sm" fw={600} truncate>
              {names.stage(key)}
            </Text>
            <div className="timeline-years">
              <span className="timeline-mark" style={{ left: left(year) }} />
              <Text span size="xs" className="number" style={besides(year)}>
                {year}
              </Text>
            </div>
          </li>
        ))}
        {rows.map(({ id, role, mention, startYear, endYear, isCurrent }) => {
          const from = startYear ?? endYear ?? first;
          const to = endYear ?? (isCurrent ? last - 1 : from);
          const colour = isDegree(role) ? OKABE_ITO.blue : role === 'award' ? OKABE_ITO.orange : OKABE_ITO.green;
          const span = `${startYear ?? '?'} – ${endYear ?? (isCurrent ? t('scholars.now') : '?')}`;
          return (
            <li key={id} className="timeline-row">
              <Text span size="sm" truncate title={`${mention} · ${word(roleLabel(role))} · ${span}`}>
                {mention}{' '}
                <Text span size="xs" c="dimmed">
                  {word(roleLabel(role))} {span}
                </Text>
              </Text>
              <div className="timeline-years" aria-hidden>
                <span
                  className="timeline-bar"
                  style={{
                    left: left(from),
                    width: `calc(${left(first + Math.max(0, to - from))} + 4px)`,
                    background: colour,
                    // Degrees are high and awards low, so that colour is not needed.
                    height: role === 'award' ? 4 : isDegree(role) ? 12 : 8,
                  }}
                />
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
