import { Alert, Button, ScrollArea, Stack, Tabs, Text } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { EvaluationView } from './evaluation-view.tsx';
import { EvaluationForm, ExperimentButtons } from './experiment-forms.tsx';
import { ExperimentView } from './experiment-view.tsx';
import { useEntries } from './result-entries.ts';
import { usePageState } from '../ui/page-state.ts';
import { Columns } from '../ui/columns.tsx';

/** Comparisons and experiments: started on the left, results on the right. */
export function Page() {
  const { t } = useTranslation();
  const results = useCall('evaluation/list-results', {});
  const experiments = useCall('experiments/list', {});
  const info = useCall('app/info', {});
  const [shown, setShown] = usePageState<string | null>('experiment', null);
  const [tab, setTab] = usePageState<string | null>('experiments-tab', 'compare');
  const entries = useEntries() ?? [];
  const current = shown ?? entries[0]?.key ?? '';
  const experiment = experiments.data?.find(({ id }) => `e${id}` === current);
  const result = results.data?.find(({ id }) => `r${id}` === current);
  return (
    <PageLayout page="experiments">
      <Columns template="290px minmax(0, 1fr)">
        <ScrollArea h="100%">
          <Tabs value={tab} onChange={setTab} mr="sm">
            <Tabs.List mb="xs">
              <Tabs.Tab value="compare">{t('experiments.compare')}</Tabs.Tab>
              <Tabs.Tab value="experiment">{t('experiments.kind')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="compare">
              <EvaluationForm />
            </Tabs.Panel>
            <Tabs.Panel value="experiment">
              <ExperimentButtons />
            </Tabs.Panel>
          </Tabs>
          <Text fw={600} size="sm" mt="lg" mb={4}>
            {t('experiments.results')}
          </Text>
          <Stack gap={4} pr="sm">
            {entries.map(({ key, title, subtitle }) => (
              <Button
                key={key}
                variant={key === current ? 'light' : 'subtle'}
                justify="flex-start"
                h="auto"
                py={4}
                onClick={() => setShown(key)}
                styles={{ label: { whiteSpace: 'normal', textAlign: 'left' } }}
              >
                <Stack gap={0} align="flex-start">
                  <Text size="xs">{title}</Text>
                  <Text size="xs" c="dimmed">
                    {subtitle}
                  </Text>
                </Stack>
              </Button>
            ))}
          </Stack>
        </ScrollArea>
        <ScrollArea h="100%">
          {experiment ? <ExperimentView key={current} row={experiment} /> : null}
          {result ? (
            <Stack>
              {info.data?.synthetic ? (
                <Alert color="orange" variant="light" p="xs">
                  {t('experiments.synthetic')}
                </Alert>
              ) : null}
              <EvaluationView
                key={current}
                result={result.result}
                synthetic={info.data?.synthetic ?? false}
                hash={result.hash}
                engine={result.engine}
              />
            </Stack>
          ) : null}
          {current === '' && results.data && experiments.data ? (
            <EmptyState icon={IconFlask}>{t('experiments.none')}</EmptyState>
          ) : null}
        </ScrollArea>
      </Columns>
    </PageLayout>
  );
}
