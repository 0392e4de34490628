import { Button, Group, ScrollArea, Skeleton, Stack, Text, Title } from '@mantine/core';
import { figureNote } from '../../shared/evaluation-words.ts';
import { say } from '../../shared/messages/say.ts';
import { IconBrain, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import type { ModelRow } from '../../shared/contract/recommender.ts';
import { OKABE_ITO } from '../../shared/palette.ts';
import { conversionLabel } from '../../shared/evaluation-words.ts';
import { call, useCall } from '../api.ts';
import { useJobs } from '../app/live.ts';
import { phaseText } from '../app/phase.ts';
import { Bar } from '../ui/bar.tsx';
import { Chart } from '../ui/chart.tsx';
import { Columns } from '../ui/columns.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { clock, dateTime, number } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { Panel } from '../ui/panel.tsx';
import { labelled, said } from '../ui/said.ts';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { ToolButton } from '../ui/tool-button.tsx';
import { titleOf, useModelTypes } from './model-types.ts';
import { TrainForm } from './train-form.tsx';

/** The form on the left; progress and existing models on the right. */
export function Page() {
  const { t } = useTranslation();
  const types = useCall('models/list-types', {});
  const models = useCall('models/list', {});
  const [shown, setShown] = usePageState<string | null>('training-shown', null);
  const jobs = useJobs().filter((job) => job.kind === 'train');
  const running = jobs.find((job) => job.state === 'running');
  const stopped = jobs.find((job) => job.resumable);
  const model = models.data?.find(({ name }) => name === shown) ?? models.data?.find(({ loss }) => loss.length > 0);
  return (
    <PageLayout page="training">
      <Columns template="300px minmax(0, 1fr)">
        <ScrollArea h="100%">
          <Title order={3} size="sm" mb="xs">
            {t('training.title')}
          </Title>
          {types.data ? <TrainForm types={types.data} /> : <Skeleton h={300} />}
        </ScrollArea>
        <ScrollArea h="100%">
          <Stack>
            {running ? <LiveRun job={running} /> : null}
            {!running && stopped ? (
              <Group>
                <Text size="sm">{t('training.stopped', { title: said(stopped.title) })}</Text>
                <Button variant="default" onClick={() => void notifyErrors(call('jobs/resume', { id: stopped.id }))}>
                  {t('jobs.resume')}
                </Button>
              </Group>
            ) : null}
            {!running && model && model.loss.length > 0 ? (
              <LossChart
                title={t('training.lossOf', { name: model.name })}
                loss={model.loss}
                validation={model.validationLoss}
              />
            ) : null}
            {models.data ? <Models models={models.data} onShow={setShown} /> : <Skeleton h={200} />}
          </Stack>
        </ScrollArea>
      </Columns>
    </PageLayout>
  );
}

function LiveRun({ job }: { job: JobSummary }) {
  const { t } = useTranslation();
  const live = job.progress?.live ?? {};
  const loss = (live.loss as number[] | undefined) ?? [];
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
        {typeof live.engine === 'string' ? ` · ${live.engine}` : ''}
        {typeof live.rowsPerSecond === 'number' ? ` · ${t('training.speed', { n: number(live.rowsPerSecond) })}` : ''}
        {job.progress?.secondsLeft != null ? ` · ${t('status.left', { time: clock(job.progress.secondsLeft) })}` : ''}
      </Text>
      {loss.length > 0 ? (
        <LossChart
          title={t('training.liveLoss')}
          loss={loss}
          validation={(live.validationLoss as number[] | undefined) ?? []}
        />
      ) : null}
    </Panel>
  );
}

function LossChart({ title, loss, validation }: { title: string; loss: number[]; validation: number[] }) {
  const { t } = useTranslation();
  const { data: info } = useCall('app/info', {});
  const epochs = loss.map((_, i) => i + 1);
  const trained = say('figure.of-epochs', { epochs: loss.length, plays: info?.counts.plays ?? 0 });
  const line = (y: number[], name: string, colour: string, dash: string) => ({
    type: 'scatter',
    mode: 'lines+markers',
    x: epochs,
    y,
    name,
    line: { color: colour, dash },
    marker: { size: 4 },
  });
  return (
    <Chart
      title={title}
      note={said(figureNote(trained, info?.synthetic ?? false))}
      data={[
        line(loss, t('training.trainingLoss'), OKABE_ITO.blue, 'solid'),
        line(validation, t('training.validationLoss'), OKABE_ITO.vermilion, 'dot'),
      ]}
      layout={{
        xaxis: { title: { text: t('training.epoch') } },
        yaxis: { title: { text: t('training.mse') }, rangemode: 'tozero' },
      }}
      table={{
        head: [t('training.epoch'), t('training.trainingLoss'), t('training.validationLoss')],
        rows: epochs.map((epoch, i) => [epoch, loss[i], validation[i] ?? null]),
      }}
      height={280}
    />
  );
}

function Models({ models, onShow }: { models: ModelRow[]; onShow(name: string): void }) {
  const { t } = useTranslation();
  const { ask, dialog } = useConfirm();
  const { all } = useModelTypes();
  const columns = useMemo((): Column<ModelRow>[] => {
    const remove = ({ name }: ModelRow) =>
      ask({
        title: t('training.delete'),
        text: t('training.confirmDelete', { name }),
        action: t('training.delete'),
        act: () => notifyErrors(call('models/delete', { name })),
      });
    return [
      { id: 'name', head: t('training.columns.name'), value: (model) => model.name },
      { id: 'type', head: t('training.columns.type'), value: ({ type }) => titleOf(all, type) },
      {
        id: 'conversion',
        head: t('training.columns.conversion'),
        value: (model) => labelled(conversionLabel(model.conversion)),
      },
      {
        id: 'seed',
        head: t('training.columns.seed'),
        numeric: true,
        value: (model) => model.seed,
        text: (model) => String(model.seed),
      },
      { id: 'engine', head: t('training.columns.engine'), value: (model) => model.engine },
      {
        id: 'seconds',
        head: t('training.columns.seconds'),
        numeric: true,
        decimals: 1,
        value: (model) => model.seconds,
      },
      {
        id: 'created',
        head: t('training.columns.created'),
        fixed: true,
        value: (model) => model.createdAt,
        text: (model) => dateTime(model.createdAt, 'short'),
      },
      {
        id: 'delete',
        head: t('training.delete'),
        actions: true,
        width: '48px',
        value: () => null,
        cell: (model) => (
          <ToolButton icon={IconTrash} label={`${t('training.delete')} ${model.name}`} onClick={() => remove(model)} />
        ),
      },
    ];
  }, [t, ask, all]);
  return (
    <>
      <DataTable
        name="models"
        title={t('training.models')}
        columns={columns}
        rows={models}
        rowKey={({ name }) => name}
        onActive={({ name }) => onShow(name)}
        empty={<EmptyState icon={IconBrain}>{t('training.none')}</EmptyState>}
        maxHeight={420}
      />
      {dialog}
    </>
  );
}
