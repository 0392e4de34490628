import { Accordion, Button, Group, MultiSelect, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { READ_FORMATS } from '../../shared/contract/referee.ts';
import { call, type Granted } from '../api.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { numberProblem, type TypedNumber, useKeptForm } from '../ui/form.ts';
import { ToolButton } from '../ui/tool-button.tsx';
import { numbersIn } from './comparison-values.ts';
import { modelChoices, useModelTypes } from './model-types.ts';
import { useJobStart } from './start-job.ts';

const FORMATS = ['auto', ...READ_FORMATS] as const;
const HIGHEST_SEED = 0xffffffff;
const LONGEST_LIST = 1000;

interface Values {
  split: Granted | null;
  files: Granted[];
  models: string[];
  cutoffs: string;
  format: (typeof FORMATS)[number];
  seed: TypedNumber;
}

const BEGINNING: Values = { split: null, files: [], models: [], cutoffs: '10', format: 'auto', seed: 1 };

/** Which split, which lists, and which models of ours beside them. */
export function RefereeForm({ onStarted, onAudit }: { onStarted(): void; onAudit(split: Granted): void }) {
  const { t } = useTranslation();
  const { all = [] } = useModelTypes();
  const { form } = useKeptForm<Values>('referee', {
    initialValues: BEGINNING,
    validate: {
      seed: (value) => numberProblem(value, { minimum: 0, maximum: HIGHEST_SEED, whole: true }),
      cutoffs: (text) => {
        const numbers = numbersIn(text);
        if (!numbers) return t('experiments.noList');
        const fits = numbers.every((one) => one >= 1 && one <= LONGEST_LIST);
        return fits ? null : t('experiments.listRange', { maximum: LONGEST_LIST });
      },
    },
  });
  const { start, dialog } = useJobStart();
  const { split, files } = form.values;
  const judge = async ({ cutoffs, format, seed, models }: Values) => {
    const attempt = (anyway: boolean) =>
      call('referee/judge-lists', {
        splitGrant: split?.grant ?? '',
        grants: files.map(({ grant }) => grant),
        cutoffs: numbersIn(cutoffs) ?? [],
        ...{ format, models, anyway },
        seed: Number(seed),
      });
    await start(attempt, onStarted);
  };
  return (
    <form onSubmit={form.onSubmit((values) => void judge(values))}>
      {dialog}
      <Stack gap="xs">
        <Part title={t('referee.split')} help={t('referee.splitHelp')}>
          <FilePicker what="folder" onPick={([granted]) => granted && form.setFieldValue('split', granted)} />
          {split ? (
            <>
              <Chosen granted={split} onRemove={() => form.setFieldValue('split', null)} />
              <Button variant="default" onClick={() => onAudit(split)}>
                {t('referee.audit')}
              </Button>
            </>
          ) : null}
        </Part>
        <Part title={t('referee.lists')} help={t('referee.listsHelp')}>
          <FilePicker what="files" onPick={(granted) => form.setFieldValue('files', [...files, ...granted])} />
          {files.map((file, at) => (
            <Chosen key={file.grant} granted={file} onRemove={() => form.removeListItem('files', at)} />
          ))}
        </Part>
        <TextInput
          label={t('experiments.cutoffs')}
          description={t('experiments.cutoffsHint')}
          {...form.getInputProps('cutoffs')}
        />
        <Accordion variant="contained" chevronPosition="left">
          <Accordion.Item value="more">
            <Accordion.Control>{t('referee.more')}</Accordion.Control>
            <Accordion.Panel>
              <Stack gap="xs">
                <MultiSelect
                  label={t('referee.models')}
                  description={t('referee.modelsHelp')}
                  data={modelChoices(all, (group) => t(`training.groups.${group}`))}
                  searchable
                  {...form.getInputProps('models')}
                />
                <Select
                  label={t('referee.format')}
                  allowDeselect={false}
                  data={FORMATS.map((value) => ({ value, label: t(`referee.formats.${value}`) }))}
                  {...form.getInputProps('format')}
                />
                <NumberInput label={t('training.seed')} allowDecimal={false} {...form.getInputProps('seed')} />
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        <Button type="submit" disabled={!split || files.length === 0}>
          {t('referee.judge')}
        </Button>
      </Stack>
    </form>
  );
}

function Part({ title, help, children }: { title: string; help: string; children: ReactNode }) {
  return (
    <Stack gap={4} role="group" aria-label={title}>
      <Text size="sm" fw={600} component="h3" m={0}>
        {title}
      </Text>
      <Text size="xs" c="dimmed">
        {help}
      </Text>
      {children}
    </Stack>
  );
}

function Chosen({ granted, onRemove }: { granted: Granted; onRemove(): void }) {
  const { t } = useTranslation();
  return (
    <Group gap={4} wrap="nowrap" justify="space-between" mt={4}>
      <Text size="sm" truncate title={granted.name}>
        {granted.name}
      </Text>
      <ToolButton icon={IconX} label={t('referee.remove', { name: granted.name })} onClick={onRemove} />
    </Group>
  );
}
