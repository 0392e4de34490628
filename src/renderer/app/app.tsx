import { ActionIcon, AppShell, Badge, Group, Loader, NavLink, Text, useMantineColorScheme } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../shared/contract/app.ts';
import { call, useCall } from '../api.ts';
import { LibraryPage } from '../recommender/library-page.tsx';
import { changeLanguage, languageOf } from './i18n.ts';
import { linkTo, PAGES, type Page, useRoute } from './router.ts';
import { StatusBar } from './status-bar.tsx';

const RecommendPage = lazy(() => import('../recommender/recommend-page.tsx'));
const TrainingPage = lazy(() => import('../recommender/training-page.tsx'));
const ExperimentsPage = lazy(() => import('../recommender/experiments-page.tsx'));
const MapPage = lazy(() => import('../recommender/map-page.tsx'));
const SongPage = lazy(() => import('../recommender/song-page.tsx'));
const StudyPage = lazy(() => import('../mobility/study-page.tsx'));
const InstitutionsPage = lazy(() => import('../mobility/institutions-page.tsx'));
const CodingPage = lazy(() => import('../mobility/coding-page.tsx'));
const AgreementPage = lazy(() => import('../mobility/agreement-page.tsx'));
const QuadrantsPage = lazy(() => import('../mobility/quadrants-page.tsx'));
const AnalysisPage = lazy(() => import('../mobility/analysis-page.tsx'));
const JobsPage = lazy(() => import('./jobs-page.tsx'));
const SettingsPage = lazy(() => import('./settings-page.tsx'));

const RECOMMENDER_PAGES: readonly Page[] = ['library', 'recommend', 'training', 'experiments', 'map'];
const MOBILITY_PAGES: readonly Page[] = ['study', 'institutions', 'coding', 'agreement', 'quadrants', 'analysis'];

export function App() {
  const { t } = useTranslation();
  const route = useRoute();
  const { data: info } = useCall('app/info', {});
  const { setColorScheme } = useMantineColorScheme();
  const settings = info?.settings;
  useEffect(() => {
    if (settings) setColorScheme(settings.theme);
  }, [settings?.theme, setColorScheme]);
  const link = (page: Page) => <NavLink key={page} href={linkTo(page)} label={t(`nav.${page}`)} active={route.page === page || (page === 'library' && route.page === 'song')} py={5} />;
  return (
    <AppShell header={{ height: 42 }} navbar={{ width: 176, breakpoint: 0 }} footer={{ height: 28 }} padding="md">
      <AppShell.Header px="md">
        <Group h="100%" gap="sm" wrap="nowrap">
          <Text fw={700}>Quadrille</Text>
          <Text size="sm" c="dimmed" truncate>
            {t('frame.library', { name: info?.libraryName ?? '…' })}
          </Text>
          {info?.synthetic ? (
            <Badge color="orange" variant="light" title={t('frame.syntheticHint')}>
              {t('frame.synthetic')}
            </Badge>
          ) : null}
          <div style={{ flex: 1 }} />
          <HeaderSwitches settings={settings} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" style={{ overflowY: 'auto' }}>
        <Text size="xs" c="dimmed" fw={600} px="xs" py={4}>
          {t('nav.recommender')}
        </Text>
        {RECOMMENDER_PAGES.map(link)}
        <Text size="xs" c="dimmed" fw={600} px="xs" py={4} mt="xs">
          {t('nav.mobility')}
        </Text>
        {MOBILITY_PAGES.map(link)}
        <div style={{ flex: 1 }} />
        {PAGES.filter((page) => !RECOMMENDER_PAGES.includes(page) && !MOBILITY_PAGES.includes(page)).map(link)}
      </AppShell.Navbar>
      <AppShell.Main h="100dvh" style={{ overflow: 'auto' }}>
        <Suspense fallback={<Loader size="sm" />}>
          <PageOf page={route.page} id={route.id} />
        </Suspense>
      </AppShell.Main>
      <AppShell.Footer>
        <StatusBar />
      </AppShell.Footer>
    </AppShell>
  );
}

function PageOf({ page, id }: { page: Page; id: string | null }): ReactNode {
  switch (page) {
    case 'library':
      return <LibraryPage />;
    case 'song':
      return <SongPage key={id} songId={id ?? ''} />;
    case 'recommend':
      return <RecommendPage listenerId={id} />;
    case 'training':
      return <TrainingPage />;
    case 'experiments':
      return <ExperimentsPage />;
    case 'map':
      return <MapPage />;
    case 'study':
      return <StudyPage />;
    case 'institutions':
      return <InstitutionsPage />;
    case 'coding':
      return <CodingPage scholarId={id} />;
    case 'agreement':
      return <AgreementPage />;
    case 'quadrants':
      return <QuadrantsPage />;
    case 'analysis':
      return <AnalysisPage />;
    case 'jobs':
      return <JobsPage />;
    case 'settings':
      return <SettingsPage />;
  }
}

function HeaderSwitches({ settings }: { settings: Settings | undefined }) {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!settings) return null;
  const dark = colorScheme === 'dark';
  const language = languageOf(settings.language) === 'en' ? 'zh-CN' : 'en';
  return (
    <>
      <ActionIcon
        variant="subtle"
        aria-label={t('frame.theme')}
        title={t('frame.theme')}
        onClick={() => {
          setColorScheme(dark ? 'light' : 'dark');
          void call('settings/set', { theme: dark ? 'light' : 'dark' });
        }}
      >
        ◐
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        w="auto"
        px={6}
        aria-label={t('frame.language')}
        title={t('frame.language')}
        onClick={() => {
          void changeLanguage(language);
          void call('settings/set', { language });
        }}
      >
        <Text size="xs">{language === 'en' ? 'EN' : '中文'}</Text>
      </ActionIcon>
    </>
  );
}
