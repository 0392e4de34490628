import { Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Stage } from '../../shared/mobility/codebook.ts';
import { useCall } from '../api.ts';

/** The stages of a codebook: their names in both languages, the rule by which each is found, whether it is needed. */
export function StageRows({ stages, onChange }: { stages: readonly Stage[]; onChange(stages: Stage[]): void }) {
  const { t } = useTranslation();
  const { data: kinds = [] } = useCall('mobility/list-stage-kinds', {});
  return stages.map((stage, i) => {
    const change = (part: Partial<Stage>) => onChange(stages.map((one, at) => (at === i ? { ...one, ...part } : one)));
    return (
      <Group key={stage.key} gap="xs" mb={4} wrap="nowrap">
        <Text size="sm" w={90} className="mono">
          {stage.key}
        </Text>
        <TextInput
          aria-label="English"
          value={stage.label.en}
          onChange={(event) => change({ label: { ...stage.label, en: event.currentTarget.value } })}
        />
        <TextInput
          aria-label="中文"
          value={stage.label.zh}
          onChange={(event) => change({ label: { ...stage.label, zh: event.currentTarget.value } })}
        />
        <Select
          aria-label={t('codebook.stageRule')}
          allowDeselect={false}
          value={stage.rule}
          data={kinds.map(({ rule, summary }) => ({ value: rule, label: t(`codebook.rules.${rule}`, summary) }))}
          onChange={(rule) => rule && change({ rule })}
        />
        <Checkbox
          size="xs"
          label={t('codebook.optional')}
          checked={stage.optional}
          onChange={(event) => change({ optional: event.currentTarget.checked })}
        />
      </Group>
    );
  });
}
