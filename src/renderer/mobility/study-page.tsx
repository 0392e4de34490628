import { Button, ScrollArea, Skeleton, Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Granted } from '../api.ts';
import { useRequest } from '../app/requests.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { AuditTrail } from './audit-trail.tsx';
import { CodebookEditor } from './codebook-editor.tsx';
import { MobilityImportDialog } from './import-dialog.tsx';
import { Fictional, NoStudy, useStudy } from './shared.tsx';
import { StudyOverview } from './study-overview.tsx';

/** The study's contents, the tables its rules use, the codebook and its versions, and the audit trail. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const [tab, setTab] = usePageState<string | null>('study-tab', 'overview');
  const [importing, setImporting] = useState(false);
  const [dropped, setDropped] = useState<Granted[]>([]);
  useRequest('import-study', (files) => {
    setDropped(files);
    setImporting(true);
  });
  const empty = study?.counts.scholars === 0 && study.counts.institutions === 0 && study.rankings.length === 0;
  const importButton = <Button onClick={() => setImporting(true)}>{t('mobility.import')}</Button>;
  return (
    <PageLayout page="study" badges={<Fictional study={study} />} actions={study && !empty ? importButton : null}>
      {study ? null : <Skeleton h={400} />}
      {empty ? <NoStudy /> : null}
      {study && !empty ? (
        <Tabs value={tab} onChange={setTab} keepMounted={false} className="page-body">
          <Tabs.List>
            <Tabs.Tab value="overview">{t('study.overview')}</Tabs.Tab>
            <Tabs.Tab value="codebook">{t('study.codebook', { version: study.codebook.version })}</Tabs.Tab>
            <Tabs.Tab value="trail">{t('study.trail')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="overview" pt="sm" className="page-body">
            <ScrollArea h="100%">
              <StudyOverview study={study} />
            </ScrollArea>
          </Tabs.Panel>
          <Tabs.Panel value="codebook" pt="sm" className="page-body">
            <ScrollArea h="100%">
              <CodebookEditor key={study.codebook.version} study={study} />
            </ScrollArea>
          </Tabs.Panel>
          <Tabs.Panel value="trail" pt="sm" className="page-body">
            <AuditTrail study={study} />
          </Tabs.Panel>
        </Tabs>
      ) : null}
      <MobilityImportDialog
        opened={importing}
        onClose={() => {
          setImporting(false);
          setDropped([]);
        }}
        dropped={dropped}
      />
    </PageLayout>
  );
}
