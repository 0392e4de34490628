import { Button, Group, NavLink, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { call } from '../api.ts';
import { useJobs } from '../app/live.ts';
import { phaseText } from '../app/phase.ts';
import { pair } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
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

/** The running job, and a stopped experiment that can be resumed. */
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
  if (!stopped) return null;
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">
        {t('training.stopped', { title: said(stopped.title) })}
      </Text>
      <Button variant="default" onClick={() => void notifyErrors(call('jobs/resume', { id: stopped.id }))}>
        {t('jobs.resume')}
      </Button>
    </Group>
  );
}
