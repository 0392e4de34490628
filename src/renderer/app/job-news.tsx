import { Paper, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import { usePageState } from '../ui/page-state.ts';
import { JobLines } from './job-card.tsx';
import { isEnded } from './job-outcome.ts';
import { useJobs } from './live.ts';

const MOST = 4;

/**
 * What became of what was started here: running jobs, and those that ended since the window was opened until they are
 * dismissed. The pages that start jobs show it.
 */
export function JobNews({ kinds }: { kinds: readonly string[] }) {
  const { t } = useTranslation();
  const [dismissed, setDismissed] = usePageState<number[]>('jobs-dismissed', []);
  const isNews = (job: JobSummary) =>
    !isEnded(job) ||
    (!dismissed.includes(job.id) && Date.parse(job.finishedAt ?? job.createdAt) > window.performance.timeOrigin);
  const news = useJobs()
    .filter((job) => kinds.includes(job.kind) && isNews(job))
    .slice(0, MOST);
  if (news.length === 0) return null;
  return (
    <Paper withBorder p="xs" role="region" aria-label={t('jobs.news')} aria-live="polite">
      <Stack gap="xs">
        {news.map((job) => (
          <JobLines
            key={job.id}
            job={job}
            {...(isEnded(job) ? { onClose: () => setDismissed((before) => [...before, job.id]) } : {})}
          />
        ))}
      </Stack>
    </Paper>
  );
}
