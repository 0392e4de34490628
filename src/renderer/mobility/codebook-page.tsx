import { ScrollArea, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageLayout } from '../ui/page-layout.tsx';
import { CodebookEditor } from './codebook/codebook-editor.tsx';
import { Fictional, useStudy } from './shared.tsx';

/** The rules, as a form, with what a change would do and all versions. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  return (
    <PageLayout
      page="codebook"
      badges={<Fictional study={study} />}
      about={study ? t('study.codebook', { version: study.codebook.version }) : undefined}
    >
      {study ? (
        <ScrollArea h="100%">
          <CodebookEditor key={study.codebook.version} study={study} />
        </ScrollArea>
      ) : (
        <Skeleton h={400} />
      )}
    </PageLayout>
  );
}
