import { ScrollArea, Skeleton } from '@mantine/core';
import { PageLayout } from '../ui/page-layout.tsx';
import { ExportView } from './analysis/analysis-export.tsx';
import { Fictional, NoCodes, NoStudy, useStudy } from './shared.tsx';

/** Everything as files: tables, reports, data for R and SPSS, a pseudonymised copy. */
export function Page() {
  const { data: study } = useStudy();
  return (
    <PageLayout page="export" badges={<Fictional study={study} />}>
      {study ? null : <Skeleton h={400} />}
      {study?.counts.scholars === 0 ? <NoStudy /> : null}
      {study && study.counts.scholars > 0 && study.counts.codes === 0 ? <NoCodes /> : null}
      {study && study.counts.scholars > 0 && study.counts.codes > 0 ? (
        <ScrollArea h="100%">
          <ExportView study={study} />
        </ScrollArea>
      ) : null}
    </PageLayout>
  );
}
