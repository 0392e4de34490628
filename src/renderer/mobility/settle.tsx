import { Badge, Button, Group, Paper, ScrollArea, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { codeStateLabel, fieldLabel, roleLabel } from '../../shared/mobility/words.ts';
import { useWord } from '../ui/said.ts';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Disagreement } from '../../shared/mobility/agreement.ts';
import type { CodeValue } from '../../shared/mobility/coding.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { call, useCall } from '../api.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useKeptForm } from '../ui/form.ts';
import { dateTime, list } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { useCoder, useNames } from './shared.tsx';

interface Values {
  judge: string;
  reason: string;
  settled: 'open' | 'all';
}

/** The coders' disagreements, each settled with a decider's name and a reason. */
export function Settle({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const names = useNames(study);
  const [coder] = useCoder();
  const { form } = useKeptForm<Values>('settle', { initialValues: { judge: coder, reason: '', settled: 'open' } });
  const { judge, reason, settled } = form.values;
  const { data } = useCall('mobility/list-disagreements', { settled }, { keep: true });
  const decide = async (one: Disagreement, value: CodeValue) => {
    const decision = { scholarId: one.scholarId, stage: one.stage, value, author: judge, reason };
    if (await notifyErrors(call('mobility/adjudicate', decision))) form.setFieldValue('reason', '');
  };
  return (
    <Stack h="100%" gap="sm">
      <Group align="end">
        <TextInput label={t('agreement.judge')} w={200} {...form.getInputProps('judge')} />
        <TextInput
          label={t('agreement.reason')}
          flex={1}
          placeholder={t('agreement.reasonHint')}
          {...form.getInputProps('reason')}
        />
        <SegmentedControl
          data={[
            { value: 'open', label: t('agreement.open') },
            { value: 'all', label: t('agreement.all') },
          ]}
          {...form.getInputProps('settled')}
        />
      </Group>
      <ScrollArea flex={1}>
        {data?.length === 0 ? <EmptyState icon={IconCheck}>{t('agreement.nothingOpen')}</EmptyState> : null}
        <Stack gap="xs" pr="sm">
          {data?.map((one) => (
            <Question
              key={`${one.scholarId} ${one.stage}`}
              one={one}
              stage={names.stage(one.stage)}
              disabled={judge.trim() === ''}
              onDecide={(value) => void decide(one, value)}
            />
          ))}
        </Stack>
      </ScrollArea>
    </Stack>
  );
}

function Question({
  one,
  stage,
  disabled,
  onDecide,
}: {
  one: Disagreement;
  stage: string;
  disabled: boolean;
  onDecide(value: CodeValue): void;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const show = (value: CodeValue, institution: string | null) =>
    value.state === 'coded'
      ? [institution, value.city, value.country, value.year, value.role ? word(roleLabel(value.role)) : null]
          .filter((part) => part !== null && part !== undefined)
          .join(' · ')
      : word(codeStateLabel(value.state));
  return (
    <Paper withBorder p="xs">
      <Group gap="xs">
        <Text fw={600} size="sm">
          {one.name} · {stage}
        </Text>
        <Text size="xs" c="orange">
          {list(one.fields.map((field) => word(fieldLabel(field))))}
        </Text>
        {one.adjudicated ? (
          <Badge variant="light" color="green" title={one.adjudicated.reason} tt="none">
            {t('agreement.settledBy', {
              author: one.adjudicated.author,
              when: dateTime(one.adjudicated.decidedAt),
            })}
          </Badge>
        ) : null}
      </Group>
      {one.values.map(({ coder, value, institutionName }) => (
        <Group key={coder} gap="xs" wrap="nowrap" py={2}>
          <Button size="compact-xs" variant="default" disabled={disabled} onClick={() => onDecide(value)}>
            {t('agreement.take')}
          </Button>
          <Text size="sm" w={160} truncate c="dimmed" title={coder}>
            {coder}
          </Text>
          <Text size="sm" flex={1}>
            {show(value, institutionName)}
          </Text>
        </Group>
      ))}
      <details>
        <summary style={{ fontSize: 12, cursor: 'pointer' }}>{t('coding.evidence')}</summary>
        {one.evidence.map((line) => (
          <Text key={line.id} size="xs">
            {line.text}{' '}
            <Text span size="xs" c="dimmed">
              {`${line.file}:${line.line}`}
            </Text>
          </Text>
        ))}
      </details>
    </Paper>
  );
}
