import { Checkbox, Group, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import { useCall } from '../../api.ts';
import { AddButton, RemoveButton } from '../../ui/list-buttons.tsx';
import { Panel } from '../../ui/panel.tsx';
import { said } from '../../ui/said.ts';
import { ToolButton } from '../../ui/tool-button.tsx';

export interface CodebookValues {
  book: Codebook;
  /** The text while it is being edited. */
  json: string | null;
  note: string;
  author: string;
}

export type CodebookForm = UseFormReturnType<CodebookValues>;

const FEWEST_STAGES = 2;

/** What is wrong with a stage's key, which codes refer to. */
export function stageKeyProblem(key: string, book: Codebook): 'bad' | 'twice' | null {
  if (!/^[a-z][a-z0-9-]*$/.test(key)) return 'bad';
  return book.stages.filter((stage) => stage.key === key).length > 1 ? 'twice' : null;
}

/**
 * The stages of a codebook in their order: names in both languages, the rule by which each is found, whether it is
 * needed. The key of a stage that is in force stays, since codes refer to it.
 */
export function CodebookStages({ form, saved }: { form: CodebookForm; saved: Codebook }) {
  const { t } = useTranslation();
  const { data: kinds = [] } = useCall('mobility/list-stage-kinds', {});
  const { stages } = form.values.book;
  const inForce = new Set(saved.stages.map(({ key }) => key));
  const add = () => {
    const taken = new Set(stages.map(({ key }) => key));
    let n = stages.length + 1;
    while (taken.has(`stage-${n}`)) n++;
    const label = { en: `Stage ${n}`, zh: `阶段 ${n}` };
    form.insertListItem('book.stages', { key: `stage-${n}`, label, rule: 'manual', optional: true });
  };
  return (
    <Panel title={t('codebook.stages')}>
      {stages.map((stage, i) => {
        const move = (to: number) => form.reorderListItem('book.stages', { from: i, to });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a key that is being typed must not remount its field
          <Group key={i} gap={6} mb={4} wrap="nowrap" align="start">
            <TextInput
              w={110}
              aria-label={t('codebook.stageKey')}
              readOnly={inForce.has(stage.key)}
              variant={inForce.has(stage.key) ? 'filled' : 'default'}
              {...form.getInputProps(`book.stages.${i}.key`)}
            />
            <TextInput
              flex={1}
              miw={80}
              aria-label={`${stage.key}, English`}
              {...form.getInputProps(`book.stages.${i}.label.en`)}
            />
            <TextInput
              flex={1}
              miw={80}
              aria-label={`${stage.key}, 中文`}
              {...form.getInputProps(`book.stages.${i}.label.zh`)}
            />
            <Select
              flex={1.4}
              miw={110}
              aria-label={`${stage.key}, ${t('codebook.stageRule')}`}
              allowDeselect={false}
              comboboxProps={{ width: 320, position: 'bottom-start' }}
              data={kinds.map(({ rule, summary }) => ({ value: rule, label: said(summary) }))}
              {...form.getInputProps(`book.stages.${i}.rule`)}
            />
            <Checkbox
              size="xs"
              mt={8}
              label={t('codebook.optional')}
              {...form.getInputProps(`book.stages.${i}.optional`, { type: 'checkbox' })}
            />
            <Group gap={0} wrap="nowrap">
              <ToolButton
                icon={IconArrowUp}
                label={`${t('codebook.moveUp')}: ${stage.key}`}
                disabled={i === 0}
                onClick={() => move(i - 1)}
              />
              <ToolButton
                icon={IconArrowDown}
                label={`${t('codebook.moveDown')}: ${stage.key}`}
                disabled={i === stages.length - 1}
                onClick={() => move(i + 1)}
              />
              <RemoveButton
                label={`${t('codebook.remove')}: ${stage.key}`}
                disabled={stages.length <= FEWEST_STAGES}
                onRemove={() => form.removeListItem('book.stages', i)}
              />
            </Group>
          </Group>
        );
      })}
      <AddButton label={t('codebook.addStage')} onAdd={add} />
    </Panel>
  );
}
