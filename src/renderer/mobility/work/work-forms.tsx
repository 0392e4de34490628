import { Autocomplete, Button, Group, NumberInput, Select, Stack, TagsInput, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import type { Split, Work } from '../../../shared/mobility/work.ts';
import { call } from '../../api.ts';
import { numberProblem, textProblem, type TypedNumber, useKeptForm } from '../../ui/form.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useSuggestionChoices } from '../shared.tsx';

type Suggestions = 'shown' | 'hidden';

interface SplitValues {
  coders: string[];
  count: TypedNumber;
  common: TypedNumber;
  among: 'all' | 'rest';
  suggestions: Suggestions;
}

/** "600 in halves, 20 % in common": what each would get is shown before anything is assigned. */
export function SplitWork({ study, work }: { study: StudyInfo; work: Work }) {
  const { t } = useTranslation();
  const suggestions = useSuggestionChoices();
  const [parts, setParts] = useState<Split[] | null>(null);
  const { form, forget } = useKeptForm<SplitValues>('split-work', {
    initialValues: { coders: [], count: '', common: 20, among: 'rest', suggestions: 'shown' },
    validate: {
      coders: (coders) => (coders.length < 2 ? t('work.atLeastTwo') : null),
      count: (count) => numberProblem(count, { minimum: 1, whole: true, optional: true }),
      common: (common) => numberProblem(common, { minimum: 0, maximum: 100 }),
    },
    onValuesChange: () => setParts(null),
  });
  const split = async ({ count, common, ...values }: SplitValues, dry: boolean) => {
    const input = { ...values, count: count === '' ? null : Number(count), common: Number(common) / 100, dry };
    const done = await notifyErrors(call('mobility/split-work', input));
    if (!done) return;
    if (dry) return setParts(done);
    setParts(null);
    forget();
    notifications.show({ message: t('work.split', { count: done.length }) });
  };
  return (
    <Panel title={t('work.splitTitle')}>
      <form onSubmit={form.onSubmit((values) => void split(values, parts === null))}>
        <Stack gap="xs">
          <TagsInput
            label={t('agreement.codersTab')}
            description={t('work.codersHint')}
            data={study.coders.map(({ name }) => name)}
            {...form.getInputProps('coders')}
          />
          <Group grow align="start">
            <Select
              label={t('agreement.whom')}
              allowDeselect={false}
              data={[
                { value: 'rest', label: t('work.among.rest', { count: work.rest }) },
                { value: 'all', label: t('work.among.all', { count: work.scholars }) },
              ]}
              {...form.getInputProps('among')}
            />
            <NumberInput label={t('work.count')} placeholder={t('work.everybody')} {...form.getInputProps('count')} />
            <NumberInput label={t('work.inCommon')} {...form.getInputProps('common')} />
          </Group>
          <Select
            label={t('work.suggestionsAlone')}
            allowDeselect={false}
            data={suggestions}
            {...form.getInputProps('suggestions')}
          />
          {parts?.map(({ coder, own, common, keptBlind }) => (
            <Text key={coder} size="sm">
              {t('work.part', { coder, own, common, all: own + common, keptBlind })}
            </Text>
          ))}
          <Group gap="xs">
            <Button type="submit" variant={parts === null ? 'default' : 'filled'}>
              {t(parts === null ? 'work.show' : 'work.assign')}
            </Button>
            {parts === null ? null : (
              <Button variant="default" onClick={() => setParts(null)}>
                {t('common.cancel')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

/** One coder gets those on a list, or all who are on nobody's. */
export function AssignList({ study, work }: { study: StudyInfo; work: Work }) {
  const { t } = useTranslation();
  const suggestions = useSuggestionChoices();
  const { form } = useKeptForm('assign-list', {
    initialValues: { coder: '', list: '', suggestions: 'shown' as Suggestions },
    validate: { coder: textProblem },
  });
  const assign = async (list: string | null) => {
    if (form.validate().hasErrors) return;
    const { coder, suggestions: shown } = form.values;
    const done = await notifyErrors(call('mobility/assign-list', { coder, list, suggestions: shown }));
    if (!done) return;
    form.setFieldValue('list', '');
    notifications.show({
      message: t('agreement.assigned', { coder, count: done.assigned, keptBlind: done.keptBlind }),
    });
  };
  return (
    <Panel title={t('work.listTitle')}>
      <form onSubmit={form.onSubmit(({ list }) => void assign(list))}>
        <Stack gap="xs">
          <Group grow align="start">
            <Autocomplete
              label={t('coding.coder')}
              data={study.coders.map(({ name }) => name)}
              {...form.getInputProps('coder')}
            />
            <Select
              label={t('agreement.suggestions')}
              allowDeselect={false}
              data={suggestions}
              {...form.getInputProps('suggestions')}
            />
          </Group>
          <Textarea
            label={t('work.list')}
            description={t('work.listHint')}
            autosize
            minRows={4}
            maxRows={8}
            {...form.getInputProps('list')}
          />
          <Group gap="xs">
            <Button type="submit" variant="default" disabled={form.values.list.trim() === ''}>
              {t('work.assignList')}
            </Button>
            <Button variant="default" disabled={work.rest === 0} onClick={() => void assign(null)}>
              {t('work.assignRest', { count: work.rest })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
