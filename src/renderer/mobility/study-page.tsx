import { Button, ScrollArea, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Granted } from '../api.ts';
import { useRequest } from '../app/requests.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { MobilityImportDialog } from './imports/import-dialog.tsx';
import { Fictional, NoStudy, useStudy } from './shared.tsx';
import { StudyOverview } from './study/study-overview.tsx';

/** The study's contents, what makes its results wrong, and the tables that its rules use. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
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
        <ScrollArea className="page-body">
          <StudyOverview study={study} onImport={() => setImporting(true)} />
        </ScrollArea>
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
