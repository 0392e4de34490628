import { Button, Group, ScrollArea, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PopulationReport } from '../../shared/mobility/population.ts';
import { call, useCall } from '../api.ts';
import type { PageProps } from '../app/page-view.tsx';
import { go } from '../app/router.ts';
import { number } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { Panel } from '../ui/panel.tsx';
import { CoverageTable } from './analysis/coverage-table.tsx';
import { EthicsForm } from './study/ethics-form.tsx';
import { MobilityImportDialog } from './imports/import-dialog.tsx';
import { MemberTable } from './institutions/member-table.tsx';
import { PopulationCounts } from './study/population-counts.tsx';
import { Fictional, NoStudy, useStudy } from './shared.tsx';

const TABS = ['sample', 'people', 'ethics'] as const;
const isTab = (id: string): id is (typeof TABS)[number] => TABS.some((tab) => tab === id);

/** Whom the study is about, whose résumé was found, and what is stated about ethics and personal information. */
export function Page({ id }: PageProps) {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const { data: report } = useCall('mobility/get-population', {}, { keep: true });
  const tab = id === null ? 'sample' : isTab(id) ? id : 'people';
  const [importing, setImporting] = useState(false);
  const isEmpty = study?.counts.scholars === 0 && report?.members === 0;
  const importButton = <Button onClick={() => setImporting(true)}>{t('population.import')}</Button>;
  return (
    <PageLayout page="population" badges={<Fictional study={study} />} actions={isEmpty ? null : importButton}>
      {study && report ? null : <Skeleton h={400} />}
      {isEmpty ? <NoStudy /> : null}
      {study && report && !isEmpty ? (
        <Tabs value={tab} onChange={(next) => next && go('population', next)} keepMounted={false} className="page-body">
          <Tabs.List>
            <Tabs.Tab value="sample">{t('population.sampleTab')}</Tabs.Tab>
            <Tabs.Tab value="people">{t('population.peopleTab', { n: number(report.members) })}</Tabs.Tab>
            <Tabs.Tab value="ethics">{t('population.ethicsTab')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="sample" pt="sm" className="page-body">
            <ScrollArea h="100%">
              <Sample report={report} />
            </ScrollArea>
          </Tabs.Panel>
          <Tabs.Panel value="people" pt="sm" className="page-body">
            {report.members === 0 ? <NoPopulation /> : <MemberTable shown={id === null || isTab(id) ? null : id} />}
          </Tabs.Panel>
          <Tabs.Panel value="ethics" pt="sm" className="page-body">
            <ScrollArea h="100%">
              <EthicsForm />
            </ScrollArea>
          </Tabs.Panel>
        </Tabs>
      ) : null}
      <MobilityImportDialog opened={importing} onClose={() => setImporting(false)} dropped={[]} />
    </PageLayout>
  );
}

function Sample({ report }: { report: PopulationReport }) {
  const { t } = useTranslation();
  if (report.members === 0) return <NoPopulation />;
  return (
    <Stack gap="sm" pr="sm">
      <PopulationCounts report={report} />
      <CoverageTable coverage={report.coverage} />
      <Text size="xs" c="dimmed">
        {t('population.method')}
      </Text>
    </Stack>
  );
}

/** Without a list nobody can tell who is missing. */
function NoPopulation() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    await notifyErrors(call('mobility/take-scholars-as-population', {}));
    setBusy(false);
  };
  return (
    <Panel title={t('population.noneTitle')}>
      <Text size="sm" mb="xs">
        {t('population.noneText')}
      </Text>
      <Group gap="xs">
        <Button variant="default" loading={busy} onClick={() => void take()}>
          {t('population.takeScholars')}
        </Button>
      </Group>
    </Panel>
  );
}
