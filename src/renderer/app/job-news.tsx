import { Paper } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePageState } from '../ui/page-state.ts';
import { JobLines } from './job-card.tsx';
import { isEnded } from './job-outcome.ts';
import { useJobs } from './live.ts';

/**
 * What became of what was started here: the running job, else the last one that ended in this session, until it is
 * dismissed. The pages that start jobs show it.
 */
export function JobNews({ kinds }: { kinds: readonly string[] }) {
  const { t } = useTranslation();
  const [dismissed, setDismissed] = usePageState<number>('jobs-dismissed', 0);
  const own = useJobs().filter(({ kind }) => kinds.includes(kind));
  const job = own.find(({ state }) => state === 'running') ?? own.find(({ state }) => state === 'queued') ?? own[0];
  if (!job) return null;
  const ended = isEnded(job);
  const isNews = Date.parse(job.finishedAt ?? job.createdAt) > window.performance.timeOrigin;
  if (ended && (job.id <= dismissed || !isNews)) return null;
  return (
    <Paper withBorder p="xs" role="region" aria-label={t('jobs.news')} aria-live="polite">
      <JobLines job={job} {...(ended ? { onClose: () => setDismissed(job.id) } : {})} />
    </Paper>
  );
}
