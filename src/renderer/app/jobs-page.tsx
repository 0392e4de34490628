import type { Message } from '../../shared/messages/message.ts';
import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import type { ImportResult } from '../../shared/contract/imports.ts';
import type { ListenResult } from '../../shared/contract/vectors.ts';
import type { MobilityImportResult } from '../../shared/mobility/imports.ts';
import { bridge, call } from '../api.ts';
import { ExportSummary, StudyImportSummary } from '../mobility/imports/job-summaries.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { OpenQuestions } from '../ui/open-questions.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { ProblemTable } from '../ui/problem-table.tsx';
import { bytes, dateTime, seconds } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { JobLines } from './job-card.tsx';
import { useJobs } from './live.ts';
import { said } from '../ui/said.ts';

/** All running and past jobs, newest first, with their results. */
export function Page() {
  const { t } = useTranslation();
  const jobs = useJobs();
  return (
    <PageLayout page="jobs" scrolls>
      {jobs.length === 0 ? <EmptyState icon={IconListCheck}>{t('jobs.empty')}</EmptyState> : null}
      <Stack gap="xs" pr="sm">
        {jobs.map((job) => (
          <JobCard key={job.id} job={job} />
        ))}
      </Stack>
    </PageLayout>
  );
}

function JobCard({ job }: { job: JobSummary }) {
  return (
    <Paper withBorder p="sm">
      <JobLines job={job} />
      <Text size="xs" c="dimmed" mt={4}>
        {dateTime(job.startedAt ?? job.createdAt)}
      </Text>
      {job.kind === 'export-archive' && job.state === 'done' ? (
        <Text size="sm" mt={6}>
          {bytes((job.result as { bytes: number }).bytes)}
        </Text>
      ) : null}
      {job.kind === 'import-archive' && job.state === 'done' ? (
        <NewLibrary result={job.result as { name: string; library: string }} />
      ) : null}
      {job.kind === 'mobility-import' && job.state === 'done' ? (
        <StudyImportSummary jobId={job.id} result={job.result as MobilityImportResult} />
      ) : null}
      {(job.kind === 'mobility-export' || job.kind === 'export') && job.state === 'done' ? (
        <ExportSummary result={job.result as { files: string[]; notes: Message[] }} />
      ) : null}
      {job.kind === 'listen' && job.state === 'done' ? <ListenSummary result={job.result as ListenResult} /> : null}
      {job.kind === 'import' && job.state === 'done' ? (
        <ImportSummary jobId={job.id} result={job.result as ImportResult} />
      ) : null}
    </Paper>
  );
}

function NewLibrary({ result }: { result: { name: string; library: string } }) {
  const { t } = useTranslation();
  return (
    <Group mt={6}>
      <Text size="sm">{t('archive.imported', { name: result.name })}</Text>
      {bridge ? (
        <Button onClick={() => bridge?.openGranted(result.library)}>{t('archive.open')}</Button>
      ) : (
        <Text size="sm">{t('archive.openBrowser')}</Text>
      )}
    </Group>
  );
}

function ListenSummary({ result }: { result: ListenResult }) {
  const { t } = useTranslation();
  return (
    <Stack gap={2} mt={6}>
      <Text size="sm">
        {t('vectors.heard', { heard: result.heard, before: result.heardBefore, seconds: seconds(result.seconds) })}
      </Text>
      <Notes notes={result.notes} />
    </Stack>
  );
}

function ImportSummary({ jobId, result }: { jobId: number; result: ImportResult }) {
  return (
    <Stack gap={2} mt={6}>
      <Notes notes={result.notes} />
      <OpenQuestions
        questions={result.questions ?? []}
        onAnswer={(answers) => void notifyErrors(call('import/answer', { jobId, answers }))}
      />
      <ProblemTable
        name="import-problems"
        problems={result.rejections.map(({ line, field, reason }) => ({
          row: line,
          field,
          problem: reason,
          refused: true,
        }))}
      />
    </Stack>
  );
}

const NOTES_SHOWN = 5;

/** What a job has to say about how it went: the first of it, and the rest when it is asked for. */
function Notes({ notes }: { notes: readonly Message[] }) {
  const { t } = useTranslation();
  const [all, { open }] = useDisclosure(false);
  const shown = all ? notes : notes.slice(0, NOTES_SHOWN);
  const count = notes.length - shown.length;
  return (
    <>
      {shown.map((note) => (
        <Text size="xs" c="dimmed" key={note.text}>
          {said(note)}
        </Text>
      ))}
      {count > 0 ? (
        <Anchor component="button" type="button" size="xs" ta="start" onClick={open}>
          {t('jobs.moreNotes', { count })}
        </Anchor>
      ) : null}
    </>
  );
}
