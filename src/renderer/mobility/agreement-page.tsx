import { Alert, ScrollArea, Skeleton, Tabs } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ASKER, call, useCall } from '../api.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { bracketed, number } from '../ui/format.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { said } from '../ui/said.ts';
import { AgreementReportView } from './quality/agreement-report.tsx';
import { CoderDriftTable } from './quality/coder-drift.tsx';
import { Coders } from './work/coders.tsx';
import { Settle } from './quality/settle.tsx';
import { Fictional, NoStudy, useStudy } from './shared.tsx';

/** Agreement with intervals, the disagreements to settle, and exchanging coders' work between machines. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const [tab, setTab] = usePageState<string | null>('agreement-tab', 'agreement');
  const { data: report, error } = useReport((study?.counts.codes ?? 0) > 0);
  const open = report ? Math.max(0, report.disagreements - report.adjudicated) : null;
  return (
    <PageLayout page="agreement" badges={<Fictional study={study} />}>
      {study ? null : <Skeleton h={400} />}
      {study?.counts.scholars === 0 ? <NoStudy /> : null}
      {study && study.counts.scholars > 0 ? (
        <Tabs value={tab} onChange={setTab} keepMounted={false} className="page-body">
          <Tabs.List>
            <Tabs.Tab value="agreement">{t('agreement.tab')}</Tabs.Tab>
            <Tabs.Tab value="settle">
              {open === null ? t('agreement.settleTab') : bracketed(t('agreement.settleTab'), number(open))}
            </Tabs.Tab>
            <Tabs.Tab value="coders">{t('agreement.codersTab')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="agreement" pt="sm" className="page-body">
            <ScrollArea h="100%">
              {report && report.doubleCodedUnits > 0 ? <AgreementReportView report={report} /> : null}
              {!report && error ? <Alert color="orange">{said(error)}</Alert> : null}
              {!report && !error && study.counts.codes > 0 ? (
                <Skeleton h={300} aria-label={t('agreement.tab')} />
              ) : null}
              {report?.doubleCodedUnits === 0 || study.counts.codes === 0 ? (
                <>
                  <EmptyState icon={IconScale}>{t('agreement.none')}</EmptyState>
                  <CoderDriftTable />
                </>
              ) : null}
            </ScrollArea>
          </Tabs.Panel>
          <Tabs.Panel value="settle" pt="sm" className="page-body">
            <Settle study={study} />
          </Tabs.Panel>
          <Tabs.Panel value="coders" pt="sm" className="page-body">
            <ScrollArea h="100%">
              <Coders study={study} report={report} />
            </ScrollArea>
          </Tabs.Panel>
        </Tabs>
      ) : null}
    </PageLayout>
  );
}

const REPORT = 'mobility/get-agreement';

/** The report, whose computing ends when the page is left: it is computed anew when somebody comes back. */
function useReport(enabled: boolean) {
  const queries = useQueryClient();
  useEffect(
    () => () => {
      if (queries.isFetching({ queryKey: [REPORT] }) === 0) return;
      void call('mobility/cancel-agreement', { asker: ASKER });
      void queries.resetQueries({ queryKey: [REPORT] });
    },
    [queries],
  );
  return useCall(REPORT, { asker: ASKER }, { enabled });
}
