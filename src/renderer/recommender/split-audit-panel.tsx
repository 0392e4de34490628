import { CloseButton, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditedSplitFolder } from '../../shared/contract/audit.ts';
import type { Answers } from '../../shared/questions.ts';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import { splitLines, splitWarnings } from '../../shared/split-audit-lines.ts';
import { isEnded, reasonOf } from '../app/job-outcome.ts';
import { call } from '../api.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { OpenQuestions } from '../ui/open-questions.tsx';
import { Panel } from '../ui/panel.tsx';
import { said } from '../ui/said.ts';

/** What a split is like, before anything is judged on it; what should not be so stands first. */
export function SplitAuditPanel({
  job,
  onAgain,
  onClose,
}: {
  job: JobSummary;
  onAgain(jobId: number): void;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const data = job.state === 'done' ? (job.result as AuditedSplitFolder) : null;
  const reason = reasonOf(job);
  const answer = async (answers: Answers) => {
    const again = await notifyErrors(call('split/answer-audit', { jobId: job.id, answers }));
    if (again) onAgain(again.jobId);
  };
  const warnings = data?.audit ? splitWarnings(data.audit) : [];
  return (
    <Panel
      title={said(job.title)}
      actions={<CloseButton size="sm" aria-label={t('referee.closeAudit')} onClick={onClose} />}
    >
      {isEnded(job) ? null : <Skeleton h={140} />}
      {reason ? <Text c="orange">{reason}</Text> : null}
      {data ? <OpenQuestions questions={data.questions} onAnswer={(answers) => void answer(answers)} /> : null}
      {data?.audit ? (
        <Stack gap={4}>
          {warnings.map((line) => (
            <Text size="sm" fw={600} c="orange" key={line.text}>
              {said(line)}
            </Text>
          ))}
          {warnings.length === 0 ? <Text size="sm">{t('referee.cleanSplit')}</Text> : null}
          {[...splitLines(data.audit), ...data.notes.filter(({ id }) => id.startsWith('split-audit.'))].map((line) => (
            <Text size="sm" key={line.text}>
              {said(line)}
            </Text>
          ))}
        </Stack>
      ) : null}
    </Panel>
  );
}
