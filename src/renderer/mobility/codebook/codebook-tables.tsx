import { Group, MultiSelect, NumberInput, Select, Stack, TagsInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { INSTITUTION_KINDS } from '../../../shared/mobility/codebook.ts';
import { kindLabel } from '../../../shared/mobility/words.ts';
import { AddButton, RemoveButton } from '../../ui/list-buttons.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useWord } from '../../ui/said.ts';
import type { CodebookForm as Form } from './codebook-stages.tsx';
import { useKindChoices } from '../shared.tsx';

/** Cut-points as tags, in rising order. */
export function CutPoints({
  form,
  path,
  points,
  label,
  width,
}: {
  form: Form;
  path: string;
  points: readonly number[];
  label: string;
  width?: number;
}) {
  const { t } = useTranslation();
  return (
    <TagsInput
      label={label}
      w={width}
      value={points.map(String)}
      error={form.errors[path]}
      onChange={(texts) => {
        const numbers = texts.map(Number);
        if (!numbers.every((value) => value > 0)) return form.setFieldError(path, t('form.number'));
        form.setFieldValue(
          path,
          [...new Set(numbers)].sort((a, b) => a - b),
        );
        form.clearFieldError(path);
      }}
    />
  );
}

/** Kinds with a reputation table of their own, such as conservatories. */
export function OwnTables({ form, tables }: { form: Form; tables: readonly { value: string; label: string }[] }) {
  const { t } = useTranslation();
  const word = useWord();
  const kinds = useKindChoices();
  const { ownTables, table } = form.values.book.reputation;
  const free = INSTITUTION_KINDS.filter((kind) => !ownTables.some((one) => one.kind === kind));
  const path = 'book.reputation.ownTables';
  return (
    <Stack gap={6} mt="xs">
      <Text size="sm" fw={500}>
        {t('codebook.ownTables')}
      </Text>
      {ownTables.map(({ kind, cutPoints }, i) => (
        <Group key={kind} gap={6} wrap="nowrap" align="start">
          <Select
            label={t('fields.kind')}
            w={130}
            allowDeselect={false}
            data={kinds.filter(({ value }) => value === kind || free.includes(value))}
            {...form.getInputProps(`${path}.${i}.kind`)}
          />
          <Select
            label={t('codebook.table')}
            flex={1}
            allowDeselect={false}
            data={
              tables.some(({ value }) => value === ownTables[i].table) ? [...tables] : [...tables, ownTables[i].table]
            }
            {...form.getInputProps(`${path}.${i}.table`)}
          />
          <CutPoints form={form} path={`${path}.${i}.cutPoints`} points={cutPoints} label={t('codebook.cutPoints')} />
          <NumberInput
            label={t('codebook.cap')}
            w={90}
            {...form.getInputProps(`${path}.${i}.cap`)}
            value={ownTables[i].cap ?? ''}
            onChange={(cap) => form.setFieldValue(`${path}.${i}.cap`, cap === '' ? undefined : cap)}
          />
          <RemoveButton
            label={`${t('codebook.remove')}: ${word(kindLabel(kind))}`}
            mt={26}
            onRemove={() => form.removeListItem(path, i)}
          />
        </Group>
      ))}
      <AddButton
        label={t('codebook.addOwnTable')}
        disabled={free.length === 0}
        onAdd={() =>
          form.insertListItem(path, {
            kind: free.includes('conservatory') ? 'conservatory' : free[0],
            table: tables.find(({ value }) => value !== table)?.value ?? table,
            cutPoints: [10, 20, 40],
          })
        }
      />
    </Stack>
  );
}

/** Groups of kinds that may be compared; a kind stands in one group at most. */
export function ComparableKinds({ form }: { form: Form }) {
  const { t } = useTranslation();
  const kinds = useKindChoices();
  const groups = form.values.book.comparableKinds;
  const path = 'book.comparableKinds';
  const taken = new Set(groups.flat());
  const free = INSTITUTION_KINDS.filter((kind) => !taken.has(kind));
  return (
    <Panel title={t('codebook.comparableKinds')}>
      <Stack gap={6}>
        {groups.map((group, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a group has no name, and its kinds change
          <Group key={i} gap={6} wrap="nowrap" align="start">
            <MultiSelect
              flex={1}
              label={t('codebook.group', { n: i + 1 })}
              data={kinds.filter(({ value }) => group.includes(value) || free.includes(value))}
              {...form.getInputProps(`${path}.${i}`)}
            />
            <RemoveButton
              label={`${t('codebook.remove')}: ${t('codebook.group', { n: i + 1 })}`}
              mt={26}
              onRemove={() => form.removeListItem(path, i)}
            />
          </Group>
        ))}
        <AddButton
          label={t('codebook.addGroup')}
          disabled={free.length === 0}
          onAdd={() => form.insertListItem(path, [free[0]])}
        />
        <Text size="xs" c="dimmed">
          {t('codebook.kindsHint')}
        </Text>
      </Stack>
    </Panel>
  );
}
