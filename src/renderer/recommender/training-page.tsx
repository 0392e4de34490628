import { Button, Drawer, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import type { ModelRow } from '../../shared/contract/recommender.ts';
import { conversionLabel, figureNote } from '../../shared/evaluation-words.ts';
import { say } from '../../shared/messages/say.ts';
import { optionLabel } from '../../shared/option-words.ts';
import { call, type Granted, useCall } from '../api.ts';
import { JobLines } from '../app/job-card.tsx';
import { useJobs } from '../app/live.ts';
import { phaseText, timeLeft } from '../app/phase.ts';
import { Bar } from '../ui/bar.tsx';
import { Facts } from '../ui/facts.tsx';
import { useFilePicker } from '../ui/file-picker.tsx';
import { number, seconds } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { Panel } from '../ui/panel.tsx';
import { labelled, said } from '../ui/said.ts';
import { checkOfModel } from './check-model.ts';
import { engineName } from './engine-name.ts';
import { HandOverMenu } from './hand-over.tsx';
import { LossChart } from './loss-chart.tsx';
import { ModelTable } from './model-table.tsx';
import { modelName, useModelTypes } from './model-types.ts';
import { optionWord } from './option-field.tsx';
import { useJobStart } from './start-job.ts';
import { TrainForm } from './train-form.tsx';

/** The trained models, the one that is selected, and a drawer that trains another. */
export function Page() {
  const { t } = useTranslation();
  const types = useCall('models/list-types', {});
  const models = useCall('models/list', {});
  const [shown, setShown] = usePageState<string | null>('training-shown', null);
  const [opened, setOpened] = usePageState('training-form', false);
  const jobs = useJobs().filter((job) => job.kind === 'train');
  const running = jobs.find((job) => job.state === 'running');
  const isDoneSince = ({ id, title }: JobSummary) =>
    jobs.some((other) => other.id > id && other.state === 'done' && other.title.text === title.text);
  const stopped = jobs.find((job) => job.resumable && !isDoneSince(job));
  const model = models.data?.find(({ name }) => name === shown) ?? models.data?.[0];
  const { start, dialog } = useJobStart();
  const check = (row: ModelRow) =>
    void start(
      (anyway) => call('evaluation/start', { ...checkOfModel(row), anyway }),
      () => notifications.show({ message: t('training.checking') }),
    );
  const actions = (
    <>
      {types.data ? <HandOverMenu types={types.data} /> : null}
      <Button onClick={() => setOpened(true)}>{t('training.new')}</Button>
    </>
  );
  return (
    <PageLayout page="training" actions={actions} scrolls>
      {dialog}
      <Drawer opened={opened} onClose={() => setOpened(false)} position="right" size={520} title={t('training.title')}>
        {types.data ? <TrainForm types={types.data} onStarted={() => setOpened(false)} /> : <Skeleton h={300} />}
      </Drawer>
      <Stack pr="sm">
        {running ? <LiveRun job={running} /> : null}
        {!running && stopped ? <JobLines job={stopped} /> : null}
        {models.data ? <ModelTable models={models.data} onShow={setShown} onCheck={check} /> : <Skeleton h={200} />}
        {!running && model ? <Details model={model} /> : null}
      </Stack>
    </PageLayout>
  );
}

/** How the selected model was trained: its settings, and its curve if it has epochs. */
function Details({ model }: { model: ModelRow }) {
  const { t } = useTranslation();
  const { all } = useModelTypes();
  const note = useEpochsNote(model.loss.length);
  const info = all?.find(({ type }) => type === model.type);
  const name = modelName(all, model);
  const options = Object.entries(model.options).map(([option, value]): [string, string] => {
    const spec = info?.options.find((one) => one.name === option);
    return [info && spec ? labelled(optionLabel(info, spec)) : option, optionWord(spec, value, all)];
  });
  return (
    <>
      {model.loss.length > 0 ? (
        <LossChart
          title={t('training.lossOf', { name })}
          note={note}
          loss={model.loss}
          validation={model.validationLoss}
        />
      ) : null}
      <Panel
        title={t('training.settingsOf', { name })}
        actions={info?.neural && model.engine !== null ? <OnnxButton model={model} /> : null}
      >
        <Facts
          rows={[
            [t('training.conversion'), labelled(conversionLabel(model.conversion))],
            [t('training.seed'), String(model.seed)],
            [t('training.columns.engine'), engineName(t, model.engine)],
            [t('training.columns.seconds'), seconds(model.seconds)],
            ...options,
          ]}
        />
      </Panel>
    </>
  );
}

/** The model's network as a file that other programs run. */
function OnnxButton({ model: { name } }: { model: ModelRow }) {
  const { t } = useTranslation();
  const start = async ({ grant }: Granted) => {
    if (await notifyErrors(call('models/export-onnx', { name, grant })))
      notifications.show({ message: t('training.writingOnnx') });
  };
  const { choose, chooser } = useFilePicker(([granted]) => granted && void start(granted));
  return (
    <>
      <Button variant="default" onClick={() => choose(true)} title={t('training.onnxHint')}>
        {t('training.onnx')}
      </Button>
      {chooser}
    </>
  );
}

function LiveRun({ job }: { job: JobSummary }) {
  const { t } = useTranslation();
  const live = job.progress?.live ?? {};
  const loss = (live.loss as number[] | undefined) ?? [];
  const note = useEpochsNote(loss.length);
  return (
    <Panel
      title={said(job.title)}
      actions={
        <Button
          variant="default"
          disabled={!job.cancellable}
          onClick={() => void notifyErrors(call('jobs/cancel', { id: job.id }))}
        >
          {t('jobs.cancel')}
        </Button>
      }
    >
      <Bar my="xs" value={100 * (job.progress?.fraction ?? 0)} label={said(job.title)} />
      <Text size="xs" c="dimmed">
        {phaseText(t, job)}
        {typeof live.engine === 'string' ? ` · ${engineName(t, live.engine)}` : ''}
        {typeof live.rowsPerSecond === 'number' ? ` · ${t('training.speed', { n: number(live.rowsPerSecond) })}` : ''}
        {timeLeft(t, job)}
      </Text>
      {loss.length > 0 ? (
        <LossChart
          title={t('training.liveLoss')}
          note={note}
          loss={loss}
          validation={(live.validationLoss as number[] | undefined) ?? []}
        />
      ) : null}
    </Panel>
  );
}

/** Subtitle of a saved curve. */
function useEpochsNote(epochs: number): string {
  const { data: info } = useCall('app/info', {});
  const trained = say('figure.of-epochs', { epochs, plays: info?.counts.plays ?? 0 });
  return said(figureNote(trained, info?.synthetic ?? false));
}
