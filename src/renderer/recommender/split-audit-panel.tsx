import { CloseButton, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answers } from '../../shared/questions.ts';
import { splitLines, splitWarnings } from '../../shared/split-audit-lines.ts';
import { type Granted, useCall } from '../api.ts';
import { OpenQuestions } from '../ui/open-questions.tsx';
import { Panel } from '../ui/panel.tsx';
import { said } from '../ui/said.ts';

/** What a split is like, before anything is judged on it; what should not be so stands first. */
export function SplitAuditPanel({ split, onClose }: { split: Granted; onClose(): void }) {
  const { t } = useTranslation();
  const [answers, setAnswers] = useState<Answers>({});
  const { data, error, isLoading } = useCall('split/get-audit', { grant: split.grant, answers });
  const warnings = data?.audit ? splitWarnings(data.audit) : [];
  return (
    <Panel
      title={t('referee.auditOf', { name: split.name })}
      actions={<CloseButton size="sm" aria-label={t('referee.closeAudit')} onClick={onClose} />}
    >
      {isLoading ? <Skeleton h={140} /> : null}
      {error ? <Text c="orange">{said(error)}</Text> : null}
      {data ? <OpenQuestions questions={data.questions} onAnswer={setAnswers} /> : null}
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
