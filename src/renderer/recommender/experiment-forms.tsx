import { Alert, Button, Group, JsonInput, Modal, MultiSelect, NumberInput, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { pair } from '../ui/format.ts';
import type { ConversionName } from '../../shared/contract/recommender.ts';
import { protocolLabel } from '../../shared/evaluation-words.ts';
import { call, useCall } from '../api.ts';
import { useJobs } from '../app/live.ts';
import { phaseText } from '../app/phase.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { numberProblem, type TypedNumber, useKeptForm } from '../ui/form.ts';
import { usePageState } from '../ui/page-state.ts';
import { ConversionSelect } from './conversion-select.tsx';
import { modelChoices } from './model-types.ts';
import { labelled, READER, said } from '../ui/said.ts';

interface Values {
  protocol: string;
  models: string[];
  conversion: ConversionName | 'auto';
  folds: TypedNumber;
  repeats: TypedNumber;
  seed: TypedNumber;
}

const BEGINNING: Values = {
  protocol: 'ranking',
  models: ['popularity', 'item-knn', 'ease', 'funk-svd', 'user-cf'],
  conversion: 'auto',
  folds: 1,
  repeats: 1,
  seed: 1,
};
const MOST_TIMES = { minimum: 1, maximum: 20, whole: true };

/** A single comparison of models. */
export function EvaluationForm() {
  const { t } = useTranslation();
  const types = useCall('models/list-types', {});
  const { data: protocols = [] } = useCall('evaluation/list-protocols', {});
  const { form } = useKeptForm<Values>('compare', {
    initialValues: BEGINNING,
    validate: {
      models: (models) => (models.length === 0 ? t('experiments.noModels') : null),
      folds: (folds) => numberProblem(folds, MOST_TIMES),
      repeats: (repeats) => numberProblem(repeats, MOST_TIMES),
      seed: (seed) => numberProblem(seed, { minimum: 0, whole: true }),
    },
  });
  const { protocol } = form.values;
  const chosen = protocols.find(({ name }) => name === protocol);
  const start = ({ folds, repeats, seed, ...values }: Values) =>
    void notifyErrors(
      call('evaluation/start', {
        ...values,
        folds: Number(folds),
        repeats: Number(repeats),
        seed: Number(seed),
        withRatings: chosen?.ratingsToo ?? false,
      }),
    );
  return (
    <form onSubmit={form.onSubmit(start)}>
      <Stack gap="xs">
        <Select
          label={t('experiments.protocol')}
          allowDeselect={false}
          data={protocols.map(({ name }) => ({ value: name, label: labelled(protocolLabel(name)) }))}
          description={chosen ? said(chosen.summary) : ''}
          inputWrapperOrder={['label', 'input', 'description']}
          {...form.getInputProps('protocol')}
          onChange={(value) => {
            form.setFieldValue('protocol', value ?? protocol);
            form.setFieldValue('folds', protocols.find(({ name }) => name === value)?.folds ?? 1);
          }}
        />
        <MultiSelect
          label={t('experiments.models')}
          data={modelChoices(types.data ?? [], (group) => t(`training.groups.${group}`))}
          searchable
          maxDropdownHeight={420}
          {...form.getInputProps('models')}
        />
        <ConversionSelect {...form.getInputProps('conversion')} />
        <Group grow align="start">
          <NumberInput label={t('experiments.folds')} {...form.getInputProps('folds')} />
          <NumberInput label={t('experiments.repeats')} {...form.getInputProps('repeats')} />
          <NumberInput label={t('training.seed')} {...form.getInputProps('seed')} />
        </Group>
        <Text size="xs" c="dimmed">
          {t('experiments.repeatsHint')}
        </Text>
        <Button type="submit" disabled={!chosen}>
          {t('experiments.start')}
        </Button>
        <Running />
      </Stack>
    </form>
  );
}

/** The running job, and a stopped experiment that can be resumed. */
function Running() {
  const { t } = useTranslation();
  const jobs = useJobs().filter(({ kind }) => kind === 'evaluate' || kind === 'experiment' || kind === 'export');
  const running = jobs.find(({ state }) => state === 'running');
  const stopped = jobs[0]?.resumable ? jobs[0] : null;
  if (running)
    return (
      <Text size="xs" c="dimmed">
        {pair(said(running.title), phaseText(t, running))}
      </Text>
    );
  if (!stopped) return null;
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">
        {t('training.stopped', { title: said(stopped.title) })}
      </Text>
      <Button variant="default" onClick={() => void notifyErrors(call('jobs/resume', { id: stopped.id }))}>
        {t('jobs.resume')}
      </Button>
    </Group>
  );
}

/** The paper's experiment with one click; any other as JSON. */
export function ExperimentButtons() {
  const { t } = useTranslation();
  const paper = useCall('experiments/paper-spec', { language: READER.language });
  const [text, setText] = usePageState<string | null>('experiment-json', null);
  const start = async (spec: unknown) => {
    if (!(await notifyErrors(call('experiments/start', { spec: spec as never })))) return;
    setText(null);
    notifications.show({ message: t('experiments.queued') });
  };
  const edit = () => setText(JSON.stringify(paper.data?.spec ?? {}, null, 2));
  return (
    <Stack gap="xs">
      <Button disabled={!paper.data} onClick={() => paper.data && void start(paper.data.spec)}>
        {t('experiments.paper')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('experiments.paperHint')}
      </Text>
      {paper.data?.notes.map((note) => (
        <Text size="xs" c="dimmed" key={note.text}>
          {said(note)}
        </Text>
      ))}
      <Button variant="default" disabled={!paper.data} onClick={edit}>
        {t('experiments.edit')}
      </Button>
      <Modal opened={text !== null} onClose={() => setText(null)} title={t('experiments.editTitle')} size="xl">
        <Stack>
          <Text size="sm">{t('experiments.editHelp')}</Text>
          <JsonInput
            aria-label={t('experiments.editTitle')}
            value={text ?? ''}
            onChange={setText}
            autosize
            minRows={18}
            maxRows={26}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
          />
          {text !== null && parsed(text) === null ? (
            <Alert color="orange" p="xs">
              {t('experiments.noJson')}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setText(null)}>
              {t('common.cancel')}
            </Button>
            <Button
              disabled={text === null || parsed(text) === null}
              onClick={() => text !== null && void start(parsed(text))}
            >
              {t('experiments.start')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
