import { Anchor, Badge, Button, CloseButton, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fromErrorBody } from '../../shared/errors.ts';
import type { JobState, JobSummary } from '../../shared/contract/jobs.ts';
import { call } from '../api.ts';
import { Bar } from '../ui/bar.tsx';
import { notifyErrors } from '../ui/notify.tsx';
import { copyReport } from '../ui/report.ts';
import { said } from '../ui/said.ts';
import {
  cureOf,
  hasFolder,
  hasQuestions,
  mayResume,
  openFolderOf,
  originPage,
  outcomeOf,
  reasonOf,
  resultPage,
  useShowResult,
  writtenTo,
} from './job-outcome.ts';
import { phaseText, timeLeft } from './phase.ts';
import { go, linkTo, useRoute } from './router.ts';

const COLOURS: Readonly<Record<JobState, string>> = {
  queued: 'gray',
  running: 'blue',
  done: 'teal',
  failed: 'orange',
  cancelled: 'gray',
  interrupted: 'orange',
};

/** A job in a few lines: how it stands, why it failed and what to do, and what to open. */
export function JobLines({ job, onClose }: { job: JobSummary; onClose?(): void }) {
  const { t } = useTranslation();
  const reason = reasonOf(job);
  const cure = cureOf(job);
  const outcome = outcomeOf(job);
  const asks = hasQuestions(job);
  const place = writtenTo(job);
  return (
    <Stack gap={4}>
      <Group gap="xs" wrap="nowrap">
        <Badge color={COLOURS[job.state]} variant="light" style={{ flexShrink: 0 }}>
          {t(`jobState.${job.state}`)}
        </Badge>
        <Text size="sm" flex={1} truncate title={said(job.title)}>
          {said(job.title)}
        </Text>
        {onClose ? <CloseButton size="sm" aria-label={t('jobs.dismiss')} onClick={onClose} /> : null}
      </Group>
      {job.state === 'running' ? (
        <>
          <Bar value={100 * (job.progress?.fraction ?? 0)} size="sm" label={said(job.title)} />
          <Text size="xs" c="dimmed">
            {phaseText(t, job)}
            {timeLeft(t, job)}
          </Text>
        </>
      ) : null}
      {outcome ? (
        <Text size="sm">
          {outcome}{' '}
          {asks ? (
            <Anchor href={linkTo('jobs')} underline="always">
              {t('jobs.answer')}
            </Anchor>
          ) : null}
        </Text>
      ) : null}
      {place ? (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('jobs.written', { place })}
        </Text>
      ) : null}
      {reason ? (
        <Text size="sm" c="orange">
          {reason}
        </Text>
      ) : null}
      {cure ? (
        <Text size="xs" c="dimmed">
          {cure}
        </Text>
      ) : null}
      <JobActs job={job} onActed={onClose} />
    </Stack>
  );
}

/** What can be done with a job where it stands. */
function JobActs({ job, onActed }: { job: JobSummary; onActed?(): void }) {
  const { t } = useTranslation();
  const showResult = useShowResult();
  const { page } = useRoute();
  const result = resultPage(job);
  const origin = originPage(job);
  const failsAgain = job.state === 'failed' && !mayResume(job);
  return (
    <Group gap="xs">
      {result && result !== page ? (
        <Button
          variant="default"
          onClick={() => {
            showResult(job);
            go(result);
            onActed?.();
          }}
        >
          {t('jobs.openResult')}
        </Button>
      ) : null}
      {hasFolder(job) ? (
        <Button variant="default" onClick={() => void notifyErrors(openFolderOf(job))}>
          {t('jobs.openFolder')}
        </Button>
      ) : null}
      {job.cancellable ? (
        <Button variant="default" onClick={() => void notifyErrors(call('jobs/cancel', { id: job.id }))}>
          {t('jobs.cancel')}
        </Button>
      ) : null}
      {mayResume(job) ? (
        <Button variant="default" onClick={() => void notifyErrors(call('jobs/resume', { id: job.id }))}>
          {t('jobs.resume')}
        </Button>
      ) : null}
      {failsAgain && origin && origin !== page ? (
        <Button variant="default" onClick={() => go(origin)}>
          {t('jobs.startAnew')}
        </Button>
      ) : null}
      {job.state === 'failed' ? (
        <Button variant="subtle" onClick={() => job.error && void copyReport(fromErrorBody(job.error))}>
          {t('errors.copy')}
        </Button>
      ) : null}
    </Group>
  );
}
