import { Anchor, Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { auditLines } from '../../shared/audit-lines.ts';
import type { LibraryOverview } from '../../shared/contract/recommender.ts';
import type { PageId } from '../../shared/pages.ts';
import { useCall } from '../api.ts';
import { run } from '../app/commands.ts';
import { JobNews } from '../app/job-news.tsx';
import { go, linkTo } from '../app/router.ts';
import { Bar } from '../ui/bar.tsx';
import { number, pair } from '../ui/format.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { Panel } from '../ui/panel.tsx';
import { said } from '../ui/said.ts';
import { EmptyLibrary } from './empty-library.tsx';
import { stepOf } from './next-step.ts';
import { useEntries } from './result-entries.ts';

const RECENT = 5;
const openImport = () => run('import-music');

/** What the library has and lacks, the next step and the latest results. */
export function Page() {
  const { t } = useTranslation();
  const { data: overview } = useCall('library/get-overview', {}, { keep: true });
  return (
    <PageLayout page="overview" actions={<Button onClick={openImport}>{t('imports.open')}</Button>} scrolls>
      {overview === undefined ? <Skeleton h={300} /> : null}
      {overview?.songs === 0 ? (
        <>
          <JobNews kinds={['demo', 'import']} />
          <EmptyLibrary />
        </>
      ) : null}
      {overview && overview.songs > 0 ? (
        <Stack gap="sm" pr="sm" maw={980}>
          <Counts overview={overview} />
          <JobNews kinds={['demo', 'import']} />
          <NextStep overview={overview} />
          <Coverage {...overview} />
          {overview.plays > 0 ? <Audit /> : null}
          <Recent />
        </Stack>
      ) : null}
    </PageLayout>
  );
}

function Counts({ overview }: { overview: LibraryOverview }) {
  const { t } = useTranslation();
  const { data: models = [] } = useCall('models/list', {});
  const entries = useEntries();
  const [, setTab] = usePageState<string | null>('library-tab', 'songs');
  const counts: { name: string; value: number; page: PageId; tab?: string }[] = [
    { name: 'songs', value: overview.songs, page: 'library', tab: 'songs' },
    { name: 'listeners', value: overview.listeners, page: 'library', tab: 'listeners' },
    { name: 'plays', value: overview.plays, page: 'library', tab: 'listeners' },
    { name: 'models', value: models.length, page: 'training' },
    { name: 'results', value: entries?.length ?? 0, page: 'experiments' },
  ];
  return (
    <SimpleGrid cols={5} spacing="xs">
      {counts.map(({ name, value, page, tab }) => (
        <Paper withBorder p="xs" key={name}>
          <Text size="xl" fw={700}>
            <Anchor
              href={linkTo(page)}
              inherit
              onClick={() => tab && setTab(tab)}
              aria-label={pair(t(`overview.counts.${name}`), number(value))}
            >
              {number(value)}
            </Anchor>
          </Text>
          <Text size="xs" c="dimmed">
            {t(`overview.counts.${name}`)}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

/** The first thing that is still to be done. */
function NextStep({ overview }: { overview: LibraryOverview }) {
  const { t } = useTranslation();
  const { data: models } = useCall('models/list', {});
  const entries = useEntries();
  if (!models || !entries) return <Skeleton h={56} />;
  const step = stepOf(overview, models.length, entries.length);
  const act: Record<typeof step, () => void> = {
    plays: openImport,
    others: openImport,
    train: () => go('training'),
    compare: () => go('experiments'),
    recommend: () => go('recommend'),
  };
  return (
    <Panel title={t('overview.next')}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{t(`overview.steps.${step}`)}</Text>
        <Button size="xs" variant="light" onClick={act[step]}>
          {t(`overview.acts.${step}`)}
        </Button>
      </Group>
    </Panel>
  );
}

function Coverage({ coverage, songs, playedSongs }: LibraryOverview) {
  const { t } = useTranslation();
  return (
    <Panel title={t(0 < playedSongs && playedSongs < songs ? 'overview.coverageOfPlayed' : 'overview.coverage')}>
      <Stack gap={6}>
        {coverage.map(({ part, have, of }) => (
          <div key={part} className="coverage">
            <Text size="sm">{t(`overview.parts.${part}`)}</Text>
            <Bar value={of === 0 ? 0 : (100 * have) / of} label={t(`overview.parts.${part}`)} size="sm" />
            <Text size="sm" ta="right" className="numeric">
              {t('overview.have', { have, of })}
            </Text>
            <Text size="xs" c={have < of ? undefined : 'dimmed'}>
              {have < of ? t(`overview.lacks.${part}`) : t('overview.complete')}
            </Text>
            {have < of ? (
              <Anchor component="button" type="button" size="sm" onClick={openImport}>
                {t('overview.add')}
              </Anchor>
            ) : (
              <span />
            )}
          </div>
        ))}
      </Stack>
    </Panel>
  );
}

/** What the data are like, before a model is trained on them. */
function Audit() {
  const { t } = useTranslation();
  const { data: audit, error, isLoading } = useCall('library/get-audit', {}, { keep: true });
  return (
    <Panel title={t('overview.audit')}>
      {isLoading ? <Skeleton h={120} /> : null}
      {error ? <Text c="orange">{said(error)}</Text> : null}
      <Stack gap={4}>
        {(audit ? auditLines(audit) : []).map((line) => (
          <Text size="sm" key={line.text}>
            {said(line)}
          </Text>
        ))}
      </Stack>
    </Panel>
  );
}

function Recent() {
  const { t } = useTranslation();
  const entries = useEntries();
  const [, setShown] = usePageState<string | null>('experiment', null);
  if (!entries || entries.length === 0) return null;
  return (
    <Panel title={t('overview.recent')}>
      <ul className="todo">
        {entries.slice(0, RECENT).map(({ key, title, subtitle }) => (
          <li key={key}>
            <Anchor href={linkTo('experiments')} size="sm" onClick={() => setShown(key)} flex={1}>
              {title}
            </Anchor>
            <Text size="xs" c="dimmed">
              {subtitle}
            </Text>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
