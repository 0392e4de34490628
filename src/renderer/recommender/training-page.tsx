import {
  Button,
  Group,
  NumberInput,
  Paper,
  ScrollArea,
  Select,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/jobs.ts';
import type { ConversionName, ModelRow, ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { OKABE_ITO } from '../../shared/palette.ts';
import { call, useCall } from '../api.ts';
import { useJobs } from '../app/live.ts';
import { phaseText } from '../app/phase.ts';
import { Chart } from '../ui/chart.tsx';
import { clock, dateTime, NOT_APPLICABLE, number } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { ConversionSelect } from './conversion-select.tsx';
import { usePageState } from '../ui/page-state.ts';
import { Bar } from '../ui/bar.tsx';
import { Columns } from '../ui/columns.tsx';
import { said } from '../ui/said.ts';

export function Page() {
  const { t } = useTranslation();
  const types = useCall('models/list-types', {});
  const models = useCall('models/list', {});
  const [shown, setShown] = useState<string | null>(null);
  const jobs = useJobs().filter((job) => job.kind === 'train');
  const running = jobs.find((job) => job.state === 'running');
  const stopped = jobs.find((job) => job.resumable);
  const model = models.data?.find(({ name }) => name === shown) ?? models.data?.find(({ loss }) => loss.length > 0);
  return (
    <Columns template="300px 1fr">
      <ScrollArea h="100%">{types.data ? <TrainForm types={types.data} /> : <Skeleton h={300} />}</ScrollArea>
      <ScrollArea h="100%">
        <Stack>
          {running ? <LiveRun job={running} /> : null}
          {!running && stopped ? (
            <Group>
              <Text size="sm">{t('training.stopped', { title: stopped.title })}</Text>
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
          <Models models={models.data ?? []} onShow={setShown} />
        </Stack>
      </ScrollArea>
    </Columns>
  );
}

function TrainForm({ types }: { types: ModelTypeInfo[] }) {
  const { t } = useTranslation();
  const [type, setType] = usePageState('training-model', 'hybrid-weighted');
  const [name, setName] = useState('');
  const [conversion, setConversion] = useState<ConversionName | 'auto'>('auto');
  const [seed, setSeed] = useState<string | number>(1);
  const [options, setOptions] = useState<Record<string, string | number>>({});
  const info = types.find((candidate) => candidate.type === type);
  const start = () =>
    void notifyErrors(call('models/train', { type, name: name || type, options, conversion, seed: Number(seed) }));
  return (
    <Stack gap="xs" pr="sm">
      <Title order={2} size="h4">
        {t('training.title')}
      </Title>
      <Select
        label={t('training.model')}
        value={type}
        allowDeselect={false}
        data={types.map((candidate) => candidate.type)}
        onChange={(value) => {
          setType(value ?? type);
          setOptions({});
        }}
        description={t(`models.${type}`, info?.summary ?? '')}
        inputWrapperOrder={['label', 'input', 'description']}
      />
      <TextInput
        label={t('training.name')}
        placeholder={type}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ConversionSelect value={conversion} onChange={setConversion} />
      {info?.options.map((option) =>
        option.kind === 'integer' || option.kind === 'number' ? (
          <NumberInput
            key={`${type}-${option.name}`}
            label={option.name}
            title={said(option.help)}
            defaultValue={Number(option.defaultValue)}
            min={option.minimum}
            max={option.maximum}
            allowDecimal={option.kind === 'number'}
            onChange={(value) => setOptions({ ...options, [option.name]: value })}
          />
        ) : (
          <TextInput
            key={`${type}-${option.name}`}
            label={option.name}
            title={said(option.help)}
            defaultValue={String(option.defaultValue)}
            onChange={(event) => setOptions({ ...options, [option.name]: event.currentTarget.value })}
          />
        ),
      )}
      <NumberInput label={t('training.seed')} value={seed} min={0} max={0xffffffff} onChange={setSeed} />
      <Button onClick={start}>{t('training.start')}</Button>
    </Stack>
  );
}

function LiveRun({ job }: { job: JobSummary }) {
  const { t } = useTranslation();
  const live = job.progress?.live ?? {};
  const loss = (live.loss as number[] | undefined) ?? [];
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between">
        <Text fw={600} size="sm">
          {said(job.title)}
        </Text>
        <Button
          variant="default"
          disabled={!job.cancellable}
          onClick={() => void notifyErrors(call('jobs/cancel', { id: job.id }))}
        >
          {t('jobs.cancel')}
        </Button>
      </Group>
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
    </Paper>
  );
}

function LossChart({ title, loss, validation }: { title: string; loss: number[]; validation: number[] }) {
  const { t } = useTranslation();
  const epochs = loss.map((_, i) => i + 1);
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
  if (models.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('training.none')}
      </Text>
    );
  return (
    <Paper withBorder p="sm">
      <Text fw={600} size="sm" mb="xs">
        {t('training.models')}
      </Text>
      <Table fz="sm" verticalSpacing={4} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {['name', 'type', 'conversion', 'seed', 'engine', 'seconds', 'created'].map((column) => (
              <Table.Th key={column}>{t(`training.columns.${column}`)}</Table.Th>
            ))}
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {models.map((model) => (
            <Table.Tr key={model.name} onClick={() => onShow(model.name)}>
              <Table.Td>{model.name}</Table.Td>
              <Table.Td>{model.type}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{t(`conversions.${model.conversion}`)}</Table.Td>
              <Table.Td className="number">{model.seed}</Table.Td>
              <Table.Td>{model.engine ?? NOT_APPLICABLE}</Table.Td>
              <Table.Td className="number">{number(model.seconds, 1)}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{dateTime(model.createdAt)}</Table.Td>
              <Table.Td>
                <Button
                  variant="subtle"
                  color="gray"
                  onClick={() =>
                    window.confirm(t('training.confirmDelete', { name: model.name })) &&
                    void notifyErrors(call('models/delete', { name: model.name }))
                  }
                >
                  {t('training.delete')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
