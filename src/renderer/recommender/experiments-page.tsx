import { Alert, Button, Group, MultiSelect, NumberInput, Paper, ScrollArea, SegmentedControl, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConversionName, type Protocol, PROTOCOLS, type ResultRow } from '../../shared/contract/recommender.ts';
import { call, useCall } from '../api.ts';
import { useJobs } from '../app/live.ts';
import { phaseText } from '../app/phase.ts';
import { Chart } from '../ui/chart.tsx';
import { dateTime, measure, number } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.ts';
import { modelColour } from '../ui/theme.ts';
import { ConversionSelect } from './conversion-select.tsx';

const RATING_MEASURES = ['mae', 'nmae', 'mse', 'rmse', 'msle'];
const RANKING_MEASURES = ['precision@10', 'recall@10', 'f1@10', 'ndcg@10'];

export default function ExperimentsPage() {
  const { t } = useTranslation();
  const results = useCall('evaluation/list-results', {});
  const info = useCall('app/info', {});
  const [shown, setShown] = useState<number | null>(null);
  const result = results.data?.find(({ id }) => id === shown) ?? results.data?.[0];
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '280px 1fr', gap: 16, height: '100%', minHeight: 0 }}>
      <ScrollArea h="100%">
        <EvaluationForm />
        <Text fw={600} size="sm" mt="lg" mb={4}>
          {t('experiments.results')}
        </Text>
        {results.data?.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('experiments.none')}
          </Text>
        ) : null}
        <Stack gap={4} pr="sm">
          {results.data?.map((row) => (
            <Button key={row.id} variant={row.id === result?.id ? 'light' : 'subtle'} justify="flex-start" h="auto" py={4} onClick={() => setShown(row.id)}>
              <Stack gap={0} align="flex-start">
                <Text size="xs">
                  {t(`protocols.${row.spec.protocol}`)} · {t(`conversions.${row.spec.conversion}`)}
                </Text>
                <Text size="xs" c="dimmed">
                  {dateTime(row.createdAt)} · {t('experiments.modelCount', { n: row.spec.models.length })}
                </Text>
              </Stack>
            </Button>
          ))}
        </Stack>
      </ScrollArea>
      <ScrollArea h="100%">{result ? <ResultView row={result} synthetic={info.data?.synthetic ?? false} /> : null}</ScrollArea>
    </div>
  );
}

function EvaluationForm() {
  const { t } = useTranslation();
  const types = useCall('models/list-types', {});
  const [protocol, setProtocol] = useState<Protocol>('ranking');
  const [models, setModels] = useState(['popularity', 'bias', 'funk-svd', 'user-cf']);
  const [conversion, setConversion] = useState<ConversionName>('log-count');
  const [folds, setFolds] = useState<string | number>(1);
  const [seed, setSeed] = useState<string | number>(1);
  const running = useJobs().find((job) => job.kind === 'evaluate' && job.state === 'running');
  return (
    <Stack gap="xs" pr="sm">
      <Title order={4}>{t('experiments.title')}</Title>
      <SegmentedControl value={protocol} onChange={(value) => setProtocol(value as Protocol)} data={PROTOCOLS.map((value) => ({ value, label: t(`protocols.${value}`) }))} />
      <MultiSelect label={t('experiments.models')} value={models} onChange={setModels} data={types.data?.map(({ type }) => type) ?? []} />
      <ConversionSelect value={conversion} onChange={setConversion} />
      <Group grow>
        <NumberInput label={t('experiments.folds')} value={folds} min={1} max={20} onChange={setFolds} />
        <NumberInput label={t('training.seed')} value={seed} min={0} onChange={setSeed} />
      </Group>
      <Button disabled={models.length === 0} onClick={() => void notifyErrors(call('evaluation/start', { protocol, models, conversion, folds: Number(folds), seed: Number(seed) }))}>
        {t('experiments.start')}
      </Button>
      {running ? (
        <Text size="xs" c="dimmed">
          {phaseText(t, running)}
        </Text>
      ) : null}
    </Stack>
  );
}

function ResultView({ row, synthetic }: { row: ResultRow; synthetic: boolean }) {
  const { t } = useTranslation();
  const { result } = row;
  const models = Object.keys(result.models);
  const some = result.models[models[0]] ?? {};
  const columns = [...RATING_MEASURES, ...RANKING_MEASURES].filter((name) => models.some((model) => name in result.models[model]) || name in some);
  const cutoffs = row.spec.cutoffs.filter((n) => models.some((model) => `f1@${n}` in result.models[model]));
  return (
    <Stack>
      {synthetic ? (
        <Alert color="orange" variant="light" p="xs">
          {t('experiments.synthetic')}
        </Alert>
      ) : null}
      <Paper withBorder p="sm">
        <Text fw={600} size="sm">
          {t(`protocols.${result.protocol}`)} · {t(`conversions.${row.spec.conversion}`)}
        </Text>
        <Text size="xs" c="dimmed" mb="xs">
          {t('experiments.counts', {
            training: number(result.counts.trainingRows),
            test: number(result.counts.testRows),
            listeners: number(result.counts.testListeners),
            seed: result.seed,
            hash: row.hash,
            engine: result.engine ?? '–',
          })}
        </Text>
        <ScrollArea>
          <Table fz="sm" verticalSpacing={3}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('training.model')}</Table.Th>
                {columns.map((name) => (
                  <Table.Th key={name} className="number" title={t(`measures.${name.split('@')[0]}`)}>
                    {shortName(name)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {models.map((model) => (
                <Table.Tr key={model}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{model === 'noise-ceiling' ? t('experiments.ceilingShort') : model}</Table.Td>
                  {columns.map((name) => (
                    <Table.Td key={name} className="number" fw={best(result, name) === model ? 700 : undefined}>
                      {measure(result.models[model][name] ?? null)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
        {result.notes.map((note) => (
          <Text size="xs" c="dimmed" key={note}>
            {note}
          </Text>
        ))}
        <Text size="xs" c="dimmed">
          {t('experiments.oneSplit')}
        </Text>
      </Paper>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        {columns.includes('rmse') ? <ErrorChart row={row} /> : null}
        {cutoffs.length > 0 ? ['precision', 'recall', 'f1'].map((name) => <CutoffChart key={name} row={row} measureName={name} cutoffs={cutoffs} />) : null}
      </SimpleGrid>
    </Stack>
  );
}

/** As papers head their columns; the full name is the heading's title. */
function shortName(name: string): string {
  const [measureName, n] = name.split('@');
  const short = { precision: 'P', recall: 'R' }[measureName] ?? measureName.toUpperCase();
  return n ? `${short}@${n}` : short;
}

/** The best model of a column; the noise ceiling does not compete. */
function best(result: ResultRow['result'], name: string): string | undefined {
  const lower = RATING_MEASURES.includes(name);
  const values = Object.entries(result.models).flatMap(([model, all]) => (model !== 'noise-ceiling' && typeof all[name] === 'number' ? [[model, all[name] as number] as const] : []));
  return values.sort((a, b) => (lower ? a[1] - b[1] : b[1] - a[1]))[0]?.[0];
}

function ErrorChart({ row }: { row: ResultRow }) {
  const { t } = useTranslation();
  const rated = Object.entries(row.result.models).filter(([, values]) => typeof values.rmse === 'number');
  const models = rated.map(([model]) => model);
  const bar = (name: 'rmse' | 'mae', opacity: number) => ({
    type: 'bar',
    name: name.toUpperCase(),
    x: models,
    y: rated.map(([, values]) => values[name]),
    marker: { color: models.map(modelColour), opacity },
  });
  return (
    <Chart
      title={t('experiments.errorChart')}
      data={[bar('rmse', 1), bar('mae', 0.45)]}
      layout={{ barmode: 'group', showlegend: false, yaxis: { title: { text: t('experiments.errorAxis') }, rangemode: 'tozero' } }}
      table={{ head: [t('training.model'), 'RMSE', 'MAE'], rows: rated.map(([model, values]) => [model, values.rmse, values.mae]) }}
    />
  );
}

function CutoffChart({ row, measureName, cutoffs }: { row: ResultRow; measureName: string; cutoffs: number[] }) {
  const { t } = useTranslation();
  const models = Object.keys(row.result.models);
  const at = (model: string, n: number) => row.result.models[model][`${measureName}@${n}`] ?? null;
  const name = t(`measures.${measureName}`);
  return (
    <Chart
      title={t('experiments.cutoffChart', { measure: name })}
      data={models.map((model) => ({
        type: 'scatter',
        mode: 'lines+markers',
        x: cutoffs,
        y: cutoffs.map((n) => at(model, n)),
        name: model === 'noise-ceiling' ? t('experiments.ceiling') : model,
        line: model === 'noise-ceiling' ? { color: '#888888', dash: 'dash' } : { color: modelColour(model) },
      }))}
      layout={{ xaxis: { title: { text: t('experiments.listLength') } }, yaxis: { title: { text: name }, rangemode: 'tozero' } }}
      table={{ head: ['N', ...models], rows: cutoffs.map((n) => [n, ...models.map((model) => at(model, n))]) }}
      height={400}
    />
  );
}
