import { ScrollArea, Skeleton, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePageState } from '../ui/page-state.ts';
import { CalculatorView } from './analysis-calculator.tsx';
import { CityMapView, FlowsView, TimelineView, TransitionsView } from './analysis-flows.tsx';
import { ExportView } from './analysis-export.tsx';
import { NetworkView } from './analysis-network.tsx';
import { TestsView } from './analysis-tests.tsx';
import { Fictional, NoCodes, NoStudy, useStudy } from './shared.tsx';
import { TabBar } from '../ui/tab-bar.tsx';

const VIEWS = {
  flows: FlowsView,
  transitions: TransitionsView,
  timeline: TimelineView,
  network: NetworkView,
  map: CityMapView,
  tests: TestsView,
  calculator: CalculatorView,
  export: ExportView,
} as const;

/** Flow paths, transition matrices, times, networks, cities, tests, and everything as files. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const [tab, setTab] = usePageState<string | null>('analysis-tab', 'flows');
  if (!study) return <Skeleton h={400} />;
  if (study.counts.scholars === 0) return <NoStudy />;
  if (study.counts.codes === 0) return <NoCodes />;
  return (
    <Tabs
      value={tab}
      onChange={setTab}
      keepMounted={false}
      h="100%"
      style={{ display: 'flex', flexDirection: 'column' }}
    >
      <TabBar
        tabs={Object.keys(VIEWS).map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`analysis.tabs.${name}`)}
          </Tabs.Tab>
        ))}
      >
        <Fictional study={study} />
      </TabBar>
      {Object.entries(VIEWS).map(([name, View]) => (
        <Tabs.Panel key={name} value={name} pt="sm" style={{ flex: 1, minHeight: 0 }}>
          <ScrollArea h="100%">
            <View study={study} />
          </ScrollArea>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
