import { Alert, Button, Group, JsonInput, Modal, MultiSelect, NumberInput, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConversionName, type Protocol, PROTOCOLS } from '../../shared/contract/recommender.ts';
import { call, useCall } from '../api.ts';
import { useJobs } from '../app/live.ts';
import { phaseText } from '../app/phase.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { ConversionSelect } from './conversion-select.tsx';
import { said } from '../ui/said.ts';

const WITH_FOLDS: readonly Protocol[] = ['user-k-fold', 'item-cold', 'artist-cold'];

/** A single comparison of models. */
export function EvaluationForm() {
  const { t } = useTranslation();
  const types = useCall('models/list-types', {});
  const [protocol, setProtocol] = useState<Protocol>('ranking');
  const [models, setModels] = useState(['popularity', 'item-knn', 'ease', 'funk-svd', 'user-cf']);
  const [conversion, setConversion] = useState<ConversionName | 'auto'>('auto');
  const [folds, setFolds] = useState<string | number>(1);
  const [repeats, setRepeats] = useState<string | number>(1);
  const [seed, setSeed] = useState<string | number>(1);
  const start = () =>
    void notifyErrors(
      call('evaluation/start', {
        protocol,
        models,
        conversion,
        folds: Number(folds),
        repeats: Number(repeats),
        seed: Number(seed),
        withRatings: protocol === 'ranking',
      }),
    );
  return (
    <Stack gap="xs" pr="sm">
      <Select
        label={t('experiments.protocol')}
        value={protocol}
        allowDeselect={false}
        data={PROTOCOLS.map((value) => ({ value, label: t(`protocols.${value}`) }))}
        onChange={(value) => {
          setProtocol(value as Protocol);
          setFolds(WITH_FOLDS.includes(value as Protocol) ? 5 : 1);
        }}
        description={t(`protocolHelp.${protocol}`)}
        inputWrapperOrder={['label', 'input', 'description']}
      />
      <MultiSelect
        label={t('experiments.models')}
        value={models}
        onChange={setModels}
        data={types.data?.map(({ type }) => type) ?? []}
      />
      <ConversionSelect value={conversion} onChange={setConversion} />
      <Group grow>
        <NumberInput label={t('experiments.folds')} value={folds} min={1} max={20} onChange={setFolds} />
        <NumberInput
          label={t('experiments.repeats')}
          title={t('experiments.repeatsHint')}
          value={repeats}
          min={1}
          max={20}
          onChange={setRepeats}
        />
        <NumberInput label={t('training.seed')} value={seed} min={0} onChange={setSeed} />
      </Group>
      <Button disabled={models.length === 0} onClick={start}>
        {t('experiments.start')}
      </Button>
      <Running />
    </Stack>
  );
}

/** What runs now, and a stopped experiment that can be taken up. */
function Running() {
  const { t } = useTranslation();
  const jobs = useJobs().filter(({ kind }) => kind === 'evaluate' || kind === 'experiment' || kind === 'export');
  const running = jobs.find(({ state }) => state === 'running');
  const stopped = jobs[0]?.resumable ? jobs[0] : null;
  if (running)
    return (
      <Text size="xs" c="dimmed">
        {said(running.title)}: {phaseText(t, running)}
      </Text>
    );
  if (!stopped) return null;
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">
        {t('training.stopped', { title: stopped.title })}
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
  const paper = useCall('experiments/paper-spec', {});
  const [text, setText] = useState<string | null>(null);
  const start = async (spec: unknown) => {
    if (!(await notifyErrors(call('experiments/start', { spec: spec as never })))) return;
    setText(null);
    notifications.show({ message: t('experiments.queued') });
  };
  const edit = () => setText(JSON.stringify(paper.data?.spec ?? {}, null, 2));
  return (
    <Stack gap="xs" pr="sm">
      <Button
        disabled={!paper.data}
        onClick={() => paper.data && void start(paper.data.spec)}
        title={t('experiments.paperHint')}
      >
        {t('experiments.paper')}
      </Button>
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
