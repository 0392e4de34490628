import { Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Codebook } from '../../shared/mobility/codebook.ts';
import { useCall } from '../api.ts';
import { Panel } from '../ui/panel.tsx';
import { said } from '../ui/said.ts';

export interface CodebookValues {
  book: Codebook;
  /** The text while it is being edited. */
  json: string | null;
  note: string;
  author: string;
}

export type CodebookForm = UseFormReturnType<CodebookValues>;

/** The stages of a codebook: their names in both languages, the rule by which each is found, whether it is needed. */
export function CodebookStages({ form }: { form: CodebookForm }) {
  const { t } = useTranslation();
  const { data: kinds = [] } = useCall('mobility/list-stage-kinds', {});
  return (
    <Panel title={t('codebook.stages')}>
      {form.values.book.stages.map((stage, i) => (
        <Group key={stage.key} gap="xs" mb={4} wrap="nowrap">
          <Text size="sm" w={90} className="mono">
            {stage.key}
          </Text>
          <TextInput aria-label={`${stage.key}, English`} {...form.getInputProps(`book.stages.${i}.label.en`)} />
          <TextInput aria-label={`${stage.key}, 中文`} {...form.getInputProps(`book.stages.${i}.label.zh`)} />
          <Select
            aria-label={`${stage.key}, ${t('codebook.stageRule')}`}
            allowDeselect={false}
            data={kinds.map(({ rule, summary }) => ({ value: rule, label: said(summary) }))}
            {...form.getInputProps(`book.stages.${i}.rule`)}
          />
          <Checkbox
            size="xs"
            label={t('codebook.optional')}
            {...form.getInputProps(`book.stages.${i}.optional`, { type: 'checkbox' })}
          />
        </Group>
      ))}
      <Text size="xs" c="dimmed">
        {t('codebook.stagesHint')}
      </Text>
    </Panel>
  );
}
