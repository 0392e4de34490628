import { ScrollArea, Skeleton, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { CalculatorView } from './analysis/analysis-calculator.tsx';
import { CityMapView } from './analysis/analysis-city-map.tsx';
import { FindingsView } from './analysis/analysis-findings.tsx';
import { FlowsView, TimelineView, TransitionsView } from './analysis/analysis-flows.tsx';
import { NetworkView } from './analysis/analysis-network.tsx';
import { TestsView } from './analysis/analysis-tests.tsx';
import { FocusBar } from './focus-bar.tsx';
import { SampleNotice } from './quality/sample-notice.tsx';
import { Fictional, NoCodes, NoStudy, useStudy } from './shared.tsx';

const VIEWS = {
  flows: FlowsView,
  transitions: TransitionsView,
  timeline: TimelineView,
  network: NetworkView,
  map: CityMapView,
  tests: TestsView,
  findings: FindingsView,
  calculator: CalculatorView,
} as const;

/** The others say themselves whom they are about. */
const OF_ALL_TRANSITIONS = new Set(['flows', 'timeline', 'network', 'map']);
/** What they show is not narrowed to some scholars: a tie is between two, and a calculator has its own numbers. */
const NOT_OF_SCHOLARS = new Set(['network', 'calculator']);

/** Flow paths, transition matrices, times, networks, cities and tests. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const [tab, setTab] = usePageState<string | null>('analysis-tab', 'flows');
  return (
    <PageLayout page="analysis" badges={<Fictional study={study} />}>
      {study ? null : <Skeleton h={400} />}
      {study?.counts.scholars === 0 ? <NoStudy /> : null}
      {study && study.counts.scholars > 0 && study.counts.codes === 0 ? <NoCodes /> : null}
      {study && study.counts.scholars > 0 && study.counts.codes > 0 ? (
        <Tabs value={tab} onChange={setTab} keepMounted={false} className="page-body">
          <Tabs.List>
            {Object.keys(VIEWS).map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`analysis.tabs.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {Object.entries(VIEWS).map(([name, View]) => (
            <Tabs.Panel key={name} value={name} pt="sm" className="page-body">
              <ScrollArea h="100%">
                {NOT_OF_SCHOLARS.has(name) ? null : <FocusBar />}
                {OF_ALL_TRANSITIONS.has(name) ? (
                  <SampleNotice of={name === 'network' ? 'everybody' : undefined} />
                ) : null}
                <View study={study} />
              </ScrollArea>
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : null}
    </PageLayout>
  );
}
