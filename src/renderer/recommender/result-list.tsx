import { NavLink, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { JobLines } from '../app/job-card.tsx';
import { useJobs } from '../app/live.ts';
import { phaseText } from '../app/phase.ts';
import { pair } from '../ui/format.ts';
import { said } from '../ui/said.ts';
import type { ResultEntry } from './result-entries.ts';

/** Every result, the latest first. */
export function ResultList({
  entries,
  current,
  onShow,
}: {
  entries: readonly ResultEntry[];
  current: string;
  onShow(key: string): void;
}) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('nav.experiments')}>
      {entries.map(({ key, title, subtitle }) => (
        <NavLink
          key={key}
          component="button"
          active={key === current}
          aria-current={key === current}
          label={title}
          description={subtitle}
          onClick={() => onShow(key)}
        />
      ))}
    </nav>
  );
}

/** The running job, or the last one if it was stopped: why, and what can be done. */
export function RunningComparison() {
  const { t } = useTranslation();
  const jobs = useJobs().filter(({ kind }) => kind === 'evaluate' || kind === 'experiment' || kind === 'export');
  const running = jobs.find(({ state }) => state === 'running');
  const stopped = jobs[0]?.resumable ? jobs[0] : null;
  if (running)
    return (
      <Text size="xs" c="dimmed">
        {pair(said(running.title), phaseText(t, running))}
      </Text>
    );
  return stopped ? <JobLines job={stopped} /> : null;
}
