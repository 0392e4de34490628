import { Skeleton, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PageProps } from '../app/page-view.tsx';
import { go } from '../app/router.ts';
import { number } from '../ui/format.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { ClearMatches } from './institutions/clear-matches.tsx';
import { InstitutionList } from './institutions/institution-list.tsx';
import { InstitutionNamesView } from './institutions/institution-names.tsx';
import { Reconcile } from './institutions/reconcile.tsx';
import { Fictional, NoStudy, useStudy } from './shared.tsx';

const TABS = ['spellings', 'names', 'list'] as const;
type Tab = (typeof TABS)[number];

/** Spellings in the résumés and what they mean; what each institution is called; the study's institutions. */
export function Page({ id }: PageProps) {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const [last, setLast] = usePageState<Tab>('institutions-tab', 'spellings');
  const tab = TABS.find((one) => one === id) ?? last;
  const open = (name: string | null) => {
    const next = TABS.find((one) => one === name);
    if (!next) return;
    setLast(next);
    go('institutions', next);
  };
  const there = study !== undefined && (study.counts.scholars > 0 || study.counts.institutions > 0);
  return (
    <PageLayout page="institutions" badges={<Fictional study={study} />} actions={there ? <ClearMatches /> : null}>
      {study ? null : <Skeleton h={400} />}
      {study && !there ? <NoStudy /> : null}
      {study && there ? (
        <Tabs value={tab} onChange={open} keepMounted={false} className="page-body">
          <Tabs.List>
            <Tabs.Tab value="spellings">
              {t('institutions.mentionsTab', { n: number(study.counts.openMentions) })}
            </Tabs.Tab>
            <Tabs.Tab value="names">{t('institutions.namesTab')}</Tabs.Tab>
            <Tabs.Tab value="list">{t('institutions.listTab', { n: number(study.counts.institutions) })}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="spellings" pt="xs" className="page-body">
            <Reconcile />
          </Tabs.Panel>
          <Tabs.Panel value="names" pt="xs" className="page-body">
            <InstitutionNamesView />
          </Tabs.Panel>
          <Tabs.Panel value="list" pt="xs" className="page-body">
            <InstitutionList />
          </Tabs.Panel>
        </Tabs>
      ) : null}
    </PageLayout>
  );
}
