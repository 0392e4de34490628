import { Skeleton, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { number } from '../ui/format.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { InstitutionList } from './institution-list.tsx';
import { Reconcile } from './reconcile.tsx';
import { Fictional, NoStudy, useStudy } from './shared.tsx';

/** Spellings in the résumés and what they mean; the study's institutions. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const [tab, setTab] = usePageState<string | null>('institutions-tab', 'mentions');
  return (
    <PageLayout page="institutions" badges={<Fictional study={study} />}>
      {study ? null : <Skeleton h={400} />}
      {study && study.counts.scholars === 0 && study.counts.institutions === 0 ? <NoStudy /> : null}
      {study && (study.counts.scholars > 0 || study.counts.institutions > 0) ? (
        <Tabs value={tab} onChange={setTab} keepMounted={false} className="page-body">
          <Tabs.List>
            <Tabs.Tab value="mentions">
              {t('institutions.mentionsTab', { n: number(study.counts.openMentions) })}
            </Tabs.Tab>
            <Tabs.Tab value="list">{t('institutions.listTab', { n: number(study.counts.institutions) })}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="mentions" pt="xs" className="page-body">
            <Reconcile />
          </Tabs.Panel>
          <Tabs.Panel value="list" pt="xs" className="page-body">
            <InstitutionList />
          </Tabs.Panel>
        </Tabs>
      ) : null}
    </PageLayout>
  );
}
