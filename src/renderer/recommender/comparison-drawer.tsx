import {
  Alert,
  Button,
  Drawer,
  Fieldset,
  Group,
  NumberInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProtocolInfo } from '../../shared/contract/recommender.ts';
import { measureLabel } from '../../shared/evaluation-words.ts';
import { call, useCall } from '../api.ts';
import { numberProblem, useKeptForm } from '../ui/form.ts';
import { labelled, said } from '../ui/said.ts';
import { AddComparison, ComparisonFields } from './comparison-fields.tsx';
import { useJobStart } from './start-job.ts';
import {
  BEGINNING,
  comparisonInput,
  type ComparisonValues,
  experimentInput,
  isExperiment,
  numbersIn,
  type Values,
} from './comparison-values.ts';
import { ConversionSelect } from './conversion-select.tsx';
import { modelChoices, useModelTypes } from './model-types.ts';

const MOST_TIMES = { minimum: 1, maximum: 20, whole: true };
const HIGHEST_SEED = 0xffffffff;
const MOST_LISTENERS = { minimum: 0, maximum: 1_000_000, whole: true };

interface ComparisonForm {
  /** Opens the form with these values. */
  edit(values: Values): void;
  /** Opens it as it was left. */
  open(): void;
  drawer: React.ReactNode;
}

/** The form of comparisons and experiments, in a drawer; what is typed is kept until it is sent. */
export function useComparisonForm(onStarted: () => void): ComparisonForm {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const { data: protocols = [] } = useCall('evaluation/list-protocols', {});
  const listProblem = (text: string, maximum: number) => {
    const numbers = numbersIn(text);
    if (!numbers) return t('experiments.noList');
    return numbers.every((one) => one >= 1 && one <= maximum) ? null : t('experiments.listRange', { maximum });
  };
  const { form } = useKeptForm<Values>('compare', {
    initialValues: BEGINNING,
    validate: (values) => ({
      seed: numberProblem(values.seed, { minimum: 0, maximum: HIGHEST_SEED, whole: true }),
      minListeners: numberProblem(values.minListeners, MOST_LISTENERS),
      minSongs: numberProblem(values.minSongs, MOST_LISTENERS),
      'grid.k': values.grid.on ? listProblem(values.grid.k, 500) : null,
      'grid.epochs': values.grid.on ? listProblem(values.grid.epochs, 500) : null,
      'search.budget': values.search.on
        ? numberProblem(values.search.budget, { minimum: 1, maximum: 500, whole: true })
        : null,
      ...Object.fromEntries(
        values.comparisons.flatMap((one, at) =>
          Object.entries(problemsOf(one)).map(([field, problem]) => [`comparisons.${at}.${field}`, problem]),
        ),
      ),
    }),
  });
  const problemsOf = (one: ComparisonValues) => ({
    models: one.models.length === 0 ? t('experiments.noModels') : null,
    folds: numberProblem(one.folds, MOST_TIMES),
    repeats: numberProblem(one.repeats, MOST_TIMES),
    leaveOut: numberProblem(one.leaveOut, { minimum: 1, maximum: 1000, whole: true }),
    cutoffs: listProblem(one.cutoffs, 1000),
  });
  const job = useJobStart();
  const start = async (values: Values) => {
    await job.start(
      (anyway): Promise<unknown> =>
        isExperiment(values)
          ? call('experiments/start', { spec: experimentInput(values, t('experiments.unnamed')), anyway })
          : call('evaluation/start', { ...comparisonInput(values), anyway }),
      () => {
        setOpened(false);
        onStarted();
      },
    );
  };
  return {
    edit: (values) => {
      form.setValues(values);
      form.clearErrors();
      setOpened(true);
    },
    open: () => setOpened(true),
    drawer: (
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="right"
        size={560}
        title={t('experiments.formTitle')}
      >
        {job.dialog}
        <form onSubmit={form.onSubmit((values) => void start(values))}>
          <Stack gap="sm">
            <Fields form={form} protocols={protocols} />
            <Group justify="flex-end" className="form-foot">
              <Button variant="default" onClick={() => setOpened(false)}>
                {t('common.cancel')}
              </Button>
              <Button type="submit">{t('experiments.start')}</Button>
            </Group>
          </Stack>
        </form>
      </Drawer>
    ),
  };
}

function Fields({
  form,
  protocols,
}: {
  form: ReturnType<typeof useKeptForm<Values>>['form'];
  protocols: readonly ProtocolInfo[];
}) {
  const { t } = useTranslation();
  const { all = [], can } = useModelTypes();
  const { data: measures = [] } = useCall('evaluation/list-measures', {});
  const { values } = form;
  const gridModels = all.filter(({ type, givesRatings }) => givesRatings && can(type, 'latent-factors'));
  return (
    <>
      {isExperiment(values) ? (
        <TextInput
          label={t('experiments.name')}
          placeholder={t('experiments.unnamed')}
          {...form.getInputProps('name')}
        />
      ) : null}
      {values.comparisons.map((_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: comparisons have no identity but their place
        <ComparisonFields key={at} form={form} at={at} protocols={protocols} />
      ))}
      <Group grow align="start">
        <ConversionSelect {...form.getInputProps('conversion')} />
        <NumberInput label={t('training.seed')} allowDecimal={false} {...form.getInputProps('seed')} />
      </Group>
      <Group grow align="start">
        <NumberInput label={t('experiments.minListeners')} {...form.getInputProps('minListeners')} />
        <NumberInput label={t('experiments.minSongs')} {...form.getInputProps('minSongs')} />
      </Group>
      <Fieldset legend={t('experiments.grid')} p="xs">
        <Stack gap="xs">
          <Switch label={t('experiments.gridOn')} {...form.getInputProps('grid.on', { type: 'checkbox' })} />
          {values.grid.on ? (
            <>
              <Select
                label={t('training.model')}
                allowDeselect={false}
                data={modelChoices(gridModels, (group) => t(`training.groups.${group}`))}
                {...form.getInputProps('grid.model')}
              />
              <TextInput label={t('experiments.gridK')} {...form.getInputProps('grid.k')} />
              <TextInput label={t('experiments.gridEpochs')} {...form.getInputProps('grid.epochs')} />
              <Cells k={values.grid.k} epochs={values.grid.epochs} />
            </>
          ) : null}
        </Stack>
      </Fieldset>
      <Fieldset legend={t('experiments.search')} p="xs">
        <Stack gap="xs">
          <Switch label={t('experiments.searchOn')} {...form.getInputProps('search.on', { type: 'checkbox' })} />
          {values.search.on ? (
            <Group grow align="start">
              <NumberInput label={t('experiments.budget')} {...form.getInputProps('search.budget')} />
              <Select
                label={t('experiments.searchBy')}
                allowDeselect={false}
                data={measures
                  .filter(({ kind }) => kind !== 'catalogue')
                  .map(({ name }) => ({ value: name, label: labelled(measureLabel(name, measures)) }))}
                {...form.getInputProps('search.measure')}
              />
            </Group>
          ) : null}
        </Stack>
      </Fieldset>
      <AddComparison form={form} />
      <PaperNotes form={form} />
    </>
  );
}

/** How many cells a grid has: each is a run. */
function Cells({ k, epochs }: { k: string; epochs: string }) {
  const { t } = useTranslation();
  const [rows, columns] = [numbersIn(k)?.length ?? 0, numbersIn(epochs)?.length ?? 0];
  return (
    <Text size="xs" c="dimmed">
      {t('experiments.cells', { rows, columns, cells: rows * columns })}
    </Text>
  );
}

/** What of the paper's experiment this library cannot have. */
function PaperNotes({ form }: { form: ReturnType<typeof useKeptForm<Values>>['form'] }) {
  const { i18n } = useTranslation();
  const paper = useCall('experiments/paper-spec', { language: i18n.language as 'en' });
  if (!paper.data || form.values.name !== paper.data.spec.name || paper.data.notes.length === 0) return null;
  return (
    <Alert color="yellow" p="xs">
      {paper.data.notes.map((note) => (
        <div key={note.text}>{said(note)}</div>
      ))}
    </Alert>
  );
}
