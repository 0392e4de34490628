import { Anchor, Button, NavLink, ScrollArea, Stack, Text } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import type { JudgedLists } from '../../shared/contract/referee.ts';
import { call, type Granted } from '../api.ts';
import { JobNews } from '../app/job-news.tsx';
import { useJobs } from '../app/live.ts';
import { linkTo } from '../app/router.ts';
import { Columns } from '../ui/columns.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { dateTime } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { OpenQuestions } from '../ui/open-questions.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { said } from '../ui/said.ts';
import { JudgedView } from './judged-view.tsx';
import { RefereeForm } from './referee-form.tsx';
import { SplitAuditPanel } from './split-audit-panel.tsx';
import { SplitDialog } from './split-dialog.tsx';

const KINDS = ['judge-lists', 'judge-beside'];

/** Splits go out to other tools, their lists come back and are judged as our own are. */
export function Page() {
  const { t } = useTranslation();
  const [shown, setShown] = usePageState<number | null>('referee-shown', null);
  const [auditedId, setAudited] = usePageState<number | null>('referee-audited', null);
  const [exporting, setExporting] = useState(false);
  const jobs = useJobs();
  const audited = jobs.find(({ id, state }) => id === auditedId && state !== 'cancelled');
  const judged = jobs.filter(({ kind, state }) => KINDS.includes(kind) && state === 'done');
  const current = judged.find(({ id }) => id === shown) ?? judged[0];
  const audit = async ({ grant }: Granted) => {
    const started = await notifyErrors(call('split/start-audit', { grant }));
    if (started) setAudited(started.jobId);
  };
  return (
    <PageLayout
      page="referee"
      actions={
        <Button variant="default" onClick={() => setExporting(true)}>
          {t('referee.exportSplit')}
        </Button>
      }
    >
      {exporting ? <SplitDialog onClose={() => setExporting(false)} /> : null}
      <Columns template="320px minmax(0, 1fr)">
        <ScrollArea h="100%">
          <Stack gap="xs" pr="sm" pb="md">
            <JobNews kinds={[...KINDS, 'audit-split', 'export-split']} />
            <RefereeForm onStarted={() => setShown(null)} onAudit={(split) => void audit(split)} />
            <Earlier jobs={judged} current={current?.id} onShow={setShown} />
          </Stack>
        </ScrollArea>
        <ScrollArea h="100%">
          <Stack maw={900} pr="sm" pb="md">
            {audited ? <SplitAuditPanel job={audited} onAgain={setAudited} onClose={() => setAudited(null)} /> : null}
            {current ? <Judged key={current.id} job={current} /> : null}
            {current ? null : (
              <EmptyState icon={IconGavel} title={t('referee.none')}>
                {t('referee.noneHelp')}{' '}
                <Anchor href={linkTo('guide', '05-experiments')} underline="always">
                  {t('referee.guide')}
                </Anchor>
              </EmptyState>
            )}
          </Stack>
        </ScrollArea>
      </Columns>
    </PageLayout>
  );
}

/** What was judged before, the latest first. */
function Earlier({
  jobs,
  current,
  onShow,
}: {
  jobs: readonly JobSummary[];
  current: number | undefined;
  onShow(id: number): void;
}) {
  const { t } = useTranslation();
  if (jobs.length < 2) return null;
  return (
    <nav aria-label={t('referee.earlier')}>
      {jobs.map(({ id, title, finishedAt, createdAt }) => (
        <NavLink
          key={id}
          component="button"
          active={id === current}
          aria-current={id === current}
          label={said(title)}
          description={dateTime(finishedAt ?? createdAt, 'short')}
          onClick={() => onShow(id)}
        />
      ))}
    </nav>
  );
}

function Judged({ job }: { job: JobSummary }) {
  const { t } = useTranslation();
  const judged = job.result as JudgedLists;
  if (judged.questions.length === 0) return <JudgedView judged={judged} />;
  return (
    <>
      <Text size="sm">{t('referee.asks')}</Text>
      <OpenQuestions
        questions={judged.questions}
        onAnswer={(answers) => void notifyErrors(call('referee/answer', { jobId: job.id, answers }))}
      />
    </>
  );
}
