import { Button, ScrollArea, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFlask } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIST_FORMS } from '../../shared/contract/exports.ts';
import type { ResultRow } from '../../shared/contract/recommender.ts';
import { call, useCall } from '../api.ts';
import { isEnded, originPage } from '../app/job-outcome.ts';
import { useJobs } from '../app/live.ts';
import { Columns } from '../ui/columns.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { notifyErrors } from '../ui/notify.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { READER } from '../ui/said.ts';
import { useComparisonForm } from './comparison-drawer.tsx';
import { valuesOfComparison, valuesOfExperiment } from './comparison-values.ts';
import { EvaluationView } from './evaluation-view.tsx';
import { ExperimentView } from './experiment-view.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { comparisonTitle, useEntries } from './result-entries.ts';
import { EditButton, madeText, ReportButton, ResultHeader } from './result-header.tsx';
import { ResultList, RunningComparison } from './result-list.tsx';
import { useChips } from './setup-chips.ts';

/** Results, listed on the left and read on the right as a paper tells them; a drawer starts new ones. */
export function Page() {
  const { t } = useTranslation();
  const results = useCall('evaluation/list-results', {});
  const experiments = useCall('experiments/list', {});
  const { data: protocols = [] } = useCall('evaluation/list-protocols', {});
  const info = useCall('app/info', {});
  const [shown, setShown] = usePageState<string | null>('experiment', null);
  const form = useComparisonForm(() => notifications.show({ message: t('experiments.queued') }));
  const entries = useEntries();
  const current = shown ?? entries?.[0]?.key ?? '';
  const experiment = experiments.data?.find(({ id }) => `e${id}` === current);
  const result = results.data?.find(({ id }) => `r${id}` === current);
  const foldsOf = (protocol: string) => protocols.find(({ name }) => name === protocol)?.folds ?? 1;
  const paper = async () => {
    const found = await notifyErrors(call('experiments/paper-spec', { language: READER.language }));
    if (found) form.edit(valuesOfExperiment(found.spec, foldsOf));
  };
  return (
    <PageLayout
      page="experiments"
      actions={
        <>
          <Button variant="default" onClick={() => void paper()} title={t('experiments.paperHint')}>
            {t('experiments.paper')}
          </Button>
          <Button onClick={form.open}>{t('experiments.new')}</Button>
        </>
      }
    >
      {form.drawer}
      <Columns template="220px minmax(0, 1fr)">
        <ScrollArea h="100%" className="choices">
          <Stack gap="xs" pr="sm">
            <RunningComparison />
            <ResultList entries={entries ?? []} current={current} onShow={setShown} />
          </Stack>
        </ScrollArea>
        <ScrollArea h="100%">
          <Stack maw={900} pr="sm" pb="md">
            {experiment ? (
              <ExperimentView
                key={current}
                row={experiment}
                onEdit={() => form.edit(valuesOfExperiment(experiment.spec, foldsOf))}
              />
            ) : null}
            {result ? (
              <Comparison
                key={current}
                row={result}
                synthetic={info.data?.synthetic ?? false}
                onEdit={() => form.edit(valuesOfComparison(result.spec))}
              />
            ) : null}
            {entries?.length === 0 ? <NothingYet /> : null}
          </Stack>
        </ScrollArea>
      </Columns>
    </PageLayout>
  );
}

function NothingYet() {
  const { t } = useTranslation();
  const isComing = useJobs().some((job) => originPage(job) === 'experiments' && !isEnded(job));
  return <EmptyState icon={IconFlask}>{t(isComing ? 'experiments.first' : 'experiments.none')}</EmptyState>;
}

function Comparison({ row, synthetic, onEdit }: { row: ResultRow; synthetic: boolean; onEdit(): void }) {
  const { t } = useTranslation();
  const chipsOf = useChips();
  const [exporting, setExporting] = useState(false);
  const { result, spec, hash, engine } = row;
  const described = { result, spec, folds: spec.folds, synthetic, hash, engine, version: row.versions.quadrille };
  return (
    <Stack gap="sm">
      <ResultHeader
        id={row.id}
        title={comparisonTitle(row)}
        about={madeText(t, { at: row.createdAt, took: result.seconds, id: hash })}
        chips={chipsOf(described)}
        // A split of one's own was read from a folder, which the form does not know.
        actions={
          spec.split === null ? (
            <>
              <ReportButton id={row.id} />
              <Button variant="default" onClick={() => setExporting(true)}>
                {t('dataOut.lists')}
              </Button>
              <EditButton onEdit={onEdit} />
            </>
          ) : null
        }
      />
      {exporting ? (
        <ExportDialog
          title={t('dataOut.listsTitle')}
          help={t('dataOut.listsHelp')}
          formats={LIST_FORMS}
          start={(grant, form) => call('evaluation/export-lists', { id: row.id, form, grant })}
          onClose={() => setExporting(false)}
        />
      ) : null}
      <EvaluationView described={described} />
    </Stack>
  );
}
