import {
  ActionIcon,
  Alert,
  AppShell,
  Badge,
  Burger,
  Button,
  Group,
  NavLink,
  Skeleton,
  Text,
  useMantineColorScheme,
} from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useCall } from '../api.ts';
import { LibraryPage } from '../recommender/library-page.tsx';
import { keyLabel, run, setHooks, switchLanguage } from './commands.ts';
import { useDrop } from './drop.ts';
import { ErrorBoundary } from './error-boundary.tsx';
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
const GuidePage = lazy(() => import('./guide-page.tsx'));
const Palette = lazy(() => import('./palette.tsx'));
const Dialogs = lazy(() => import('./dialogs.tsx'));
const Tour = lazy(() => import('./tour.tsx'));

const RECOMMENDER_PAGES: readonly Page[] = ['library', 'recommend', 'training', 'experiments', 'map'];
const MOBILITY_PAGES: readonly Page[] = ['study', 'institutions', 'coding', 'agreement', 'quadrants', 'analysis'];

/** Below it, as at twice the size in a window of usual width, the list of pages folds away. */
const NARROW_PX = 768;

export function App() {
  const { t } = useTranslation();
  const route = useRoute();
  const { data: info } = useCall('app/info', {});
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [paletteOpened, setPaletteOpened] = useState(0);
  const [navigation, setNavigation] = useState(false);
  useEffect(() => setNavigation(false), [route.page]);
  const drop = useDrop(route.page);
  const settings = info?.settings;
  setHooks({
    openPalette: () => setPaletteOpened((times) => times + 1),
    toggleTheme: () => {
      const theme = isDark(colorScheme) ? 'light' : 'dark';
      setColorScheme(theme);
      void call('settings/set', { theme });
    },
  });
  useEffect(() => {
    if (settings) setColorScheme(settings.theme);
  }, [settings?.theme, setColorScheme]);
  const link = (page: Page) => (
    <NavLink
      key={page}
      href={linkTo(page)}
      label={t(`nav.${page}`)}
      active={route.page === page || (page === 'library' && route.page === 'song')}
      py={5}
    />
  );
  return (
    <AppShell
      header={{ height: 42 }}
      navbar={{ width: 176, breakpoint: NARROW_PX, collapsed: { mobile: !navigation } }}
      footer={{ height: 28 }}
      padding="md"
      {...drop}
    >
      <AppShell.Header px="md">
        <Group h="100%" gap="sm" wrap="nowrap">
          <Burger
            hiddenFrom="sm"
            size="xs"
            opened={navigation}
            onClick={() => setNavigation(!navigation)}
            aria-label={t('frame.pages')}
          />
          <Text fw={700} component="h1">
            Quadrille
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {t('frame.library', { name: info?.libraryName ?? '…' })}
          </Text>
          {info?.synthetic ? (
            <Badge color="orange" variant="light" title={t('frame.syntheticHint')}>
              {t('frame.synthetic')}
            </Badge>
          ) : null}
          <div style={{ flex: 1 }} />
          <HeaderSwitches />
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
        {info?.syncedBy ? <SyncedWarning service={info.syncedBy} /> : null}
        <ErrorBoundary key={route.page}>
          <Suspense fallback={<Skeleton h={400} />}>
            <PageOf page={route.page} id={route.id} />
          </Suspense>
        </ErrorBoundary>
        <Suspense fallback={null}>
          {paletteOpened > 0 ? <Palette opened={paletteOpened} /> : null}
          <Dialogs />
          <Tour offer={info?.synthetic === true && info.counts.plays > 0} />
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
    case 'guide':
      return <GuidePage slug={id} />;
  }
}

/** Told once a library: a sync service copies the database while it changes. */
function SyncedWarning({ service }: { service: string }) {
  const { t } = useTranslation();
  const [seen, setSeen] = useLocalStorage({ key: 'synced-warning-seen', defaultValue: '' });
  if (seen === service) return null;
  return (
    <Alert
      color="orange"
      mb="sm"
      p="xs"
      withCloseButton
      closeButtonLabel={t('frame.close')}
      onClose={() => setSeen(service)}
      title={t('frame.syncedTitle', { service })}
    >
      {t('frame.syncedText')}
    </Alert>
  );
}

function isDark(scheme: 'light' | 'dark' | 'auto'): boolean {
  return scheme === 'dark' || (scheme === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches);
}

function HeaderSwitches() {
  const { t, i18n } = useTranslation();
  return (
    <>
      <Button
        variant="default"
        size="compact-xs"
        onClick={() => run('palette')}
        aria-label={`${t('command.palette')} ${keyLabel('Mod+K')}`}
        title={t('command.palette')}
      >
        {keyLabel('Mod+K')}
      </Button>
      <ActionIcon variant="subtle" aria-label={t('frame.theme')} title={t('frame.theme')} onClick={() => run('theme')}>
        ◐
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        w="auto"
        px={6}
        aria-label={`${t('frame.language')}: ${i18n.language === 'en' ? 'EN' : '中文'}`}
        title={t('frame.language')}
        onClick={() => void switchLanguage()}
      >
        <Text size="xs">{i18n.language === 'en' ? 'EN' : '中文'}</Text>
      </ActionIcon>
    </>
  );
}
