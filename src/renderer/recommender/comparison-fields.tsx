import { Button, Group, MultiSelect, NumberInput, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { ProtocolInfo } from '../../shared/contract/recommender.ts';
import { say } from '../../shared/messages/say.ts';
import { modelGroup } from '../../shared/option-words.ts';
import { optionsLabel } from '../../shared/result-tables.ts';
import { labelled, said } from '../ui/said.ts';
import { ONE_COMPARISON, suitingModels, type Values } from './comparison-values.ts';
import { sameOptions, useModelSettings } from './model-settings.ts';
import { modelChoices, titleOf, useModelTypes } from './model-types.ts';
import { ProtocolSelect } from './protocol-select.tsx';

/** One comparison of the form: what is held out, which models with which settings, how often. */
export function ComparisonFields({
  form,
  at,
  protocols,
}: {
  form: UseFormReturnType<Values>;
  at: number;
  protocols: readonly ProtocolInfo[];
}) {
  const { t } = useTranslation();
  const { all = [] } = useModelTypes();
  const path = `comparisons.${at}`;
  const one = form.values.comparisons[at];
  const chosen = protocols.find(({ name }) => name === one.protocol);
  const several = form.values.comparisons.length > 1;
  const blind = chosen?.bounds
    ? all.filter((info) => one.models.includes(info.type) && modelGroup(info) === 'plays')
    : [];
  const change = (protocol: string | null) => {
    if (protocol === null) return;
    const info = protocols.find(({ name }) => name === protocol);
    form.setFieldValue(`${path}.protocol`, protocol);
    form.setFieldValue(`${path}.folds`, info?.folds ?? 1);
    form.setFieldValue(`${path}.models`, suitingModels(one.models, chosen?.bounds ?? false, info?.bounds ?? false));
    form.setFieldValue(`${path}.withRatings`, info?.ratingsToo ?? false);
  };
  return (
    <Paper withBorder={several} p={several ? 'sm' : 0}>
      <Stack gap="xs">
        {several ? (
          <Group justify="space-between">
            <Text fw={600} size="sm">
              {t('experiments.comparison', { number: at + 1 })}
            </Text>
            <Button variant="subtle" size="compact-sm" onClick={() => form.removeListItem('comparisons', at)}>
              {t('experiments.removeComparison')}
            </Button>
          </Group>
        ) : null}
        <ProtocolSelect
          protocols={protocols}
          chosen={chosen}
          {...form.getInputProps(`${path}.protocol`)}
          onChange={change}
        />
        <MultiSelect
          label={t('experiments.models')}
          data={modelChoices(all, (group) => t(`training.groups.${group}`))}
          searchable
          maxDropdownHeight={420}
          {...form.getInputProps(`${path}.models`)}
        />
        {blind.length > 0 ? (
          <Text size="xs" c="orange" role="status">
            {said(say('comparison.blind-to-new', { models: blind.map(({ title }) => title) }))}
          </Text>
        ) : null}
        <ModelSettings form={form} at={at} />
        <Group grow align="start">
          <NumberInput label={t('experiments.folds')} {...form.getInputProps(`${path}.folds`)} />
          <NumberInput label={t('experiments.repeats')} {...form.getInputProps(`${path}.repeats`)} />
          {one.protocol === 'leave-k-out' ? (
            <NumberInput label={t('experiments.leaveOut')} {...form.getInputProps(`${path}.leaveOut`)} />
          ) : null}
        </Group>
        <Text size="xs" c="dimmed">
          {t('experiments.repeatsHint')}
        </Text>
        {chosen?.ranks === false ? null : (
          <TextInput
            label={t('experiments.cutoffs')}
            description={t('experiments.cutoffsHint')}
            {...form.getInputProps(`${path}.cutoffs`)}
          />
        )}
      </Stack>
    </Paper>
  );
}

/** Which settings each model has: its defaults, those of a trained model, or those that a search chose. */
function ModelSettings({ form, at }: { form: UseFormReturnType<Values>; at: number }) {
  const { t } = useTranslation();
  const { all } = useModelTypes();
  const settingsOf = useModelSettings();
  const { models, options } = form.values.comparisons[at];
  const several = models
    .map((model) => ({ model, current: options[model] ?? {}, settings: settingsOf(model, options[model] ?? {}) }))
    .filter(({ settings }) => settings.length > 1);
  if (several.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text size="xs" fw={600}>
        {t('experiments.settings')}
      </Text>
      {several.map(({ model, current, settings }) => {
        const shown = settings.findIndex((one) => sameOptions(one.options, current));
        return (
          <Select
            key={model}
            label={titleOf(all, model)}
            allowDeselect={false}
            data={settings.map(({ label }, i) => ({ value: String(i), label }))}
            value={String(Math.max(0, shown))}
            description={labelled(optionsLabel(current))}
            inputWrapperOrder={['label', 'input', 'description']}
            onChange={(value) =>
              form.setFieldValue(`comparisons.${at}.options`, {
                ...options,
                [model]: settings[Number(value)].options,
              })
            }
          />
        );
      })}
    </Stack>
  );
}

export function AddComparison({ form }: { form: UseFormReturnType<Values> }) {
  const { t } = useTranslation();
  return (
    <Button variant="default" onClick={() => form.insertListItem('comparisons', ONE_COMPARISON)}>
      {t('experiments.addComparison')}
    </Button>
  );
}
