import {
  ActionIcon,
  Alert,
  AppShell,
  Badge,
  Burger,
  Button,
  Group,
  Skeleton,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { lazy, Suspense, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageId } from '../../shared/pages.ts';
import { call, useCall } from '../api.ts';
import { usePreference } from '../ui/page-state.ts';
import { keyLabel, leaveDemo, run, setHooks, switchLanguage } from './commands.ts';
import { useDrop } from './drop.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { PageView } from './page-view.tsx';
import { go, useRoute } from './router.ts';
import { Player } from './player.tsx';
import { Sidebar } from './sidebar.tsx';
import { StatusBar } from './status-bar.tsx';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const Dialogs = lazy(async () => ({ default: (await import('./dialogs.tsx')).Dialogs }));
const Tour = lazy(async () => ({ default: (await import('./tour.tsx')).Tour }));

/** Below this width, for example at 200 % zoom, the sidebar is collapsed. */
const NARROW_PX = 768;

export function App() {
  const { t } = useTranslation();
  const route = useRoute();
  // A page whose data is there already would be drawn in one go, more than a tenth of a second for the long ones:
  // deferred, React draws it in slices between which clicks and keys are heard.
  const shown = useDeferredValue(route);
  const { data: info } = useCall('app/info', {});
  const { data: models = [] } = useCall('models/list', {}, { enabled: info?.synthetic === true });
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [paletteOpened, setPaletteOpened] = useState(0);
  // Opening a page collapses the sidebar again.
  const [listOn, setListOn] = useState<PageId | null>(null);
  const navigation = listOn === route.page;
  const drop = useDrop(route.page);
  const theme = info?.settings.theme;
  useStartOfStudy(info?.counts.songs === 0);
  setHooks({
    openPalette: () => setPaletteOpened((times) => times + 1),
    toggleTheme: () => {
      const next = isDark(colorScheme) ? 'light' : 'dark';
      setColorScheme(next);
      void call('settings/set', { theme: next });
    },
  });
  useEffect(() => {
    if (theme) setColorScheme(theme);
  }, [theme, setColorScheme]);
  return (
    <AppShell
      header={{ height: 42 }}
      navbar={{ width: 176, breakpoint: NARROW_PX, collapsed: { mobile: !navigation } }}
      footer={{ height: 28 }}
      padding="md"
      {...drop}
    >
      <AppShell.Header px="md">
        <button type="button" className="skip-link" onClick={() => document.getElementById('main')?.focus()}>
          {t('frame.skip')}
        </button>
        <Group h="100%" gap="sm" wrap="nowrap">
          <Burger
            hiddenFrom="sm"
            size="xs"
            opened={navigation}
            onClick={() => setListOn(navigation ? null : route.page)}
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
          {info?.demo ? (
            <Button variant="default" size="compact-xs" onClick={leaveDemo}>
              {t('frame.leaveDemo')}
            </Button>
          ) : null}
          <div style={{ flex: 1 }} />
          <HeaderSwitches />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" style={{ overflowY: 'auto' }}>
        <Sidebar />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} h="100dvh" style={{ overflow: 'auto' }}>
        {info?.syncedBy ? <SyncedWarning service={info.syncedBy} /> : null}
        <ErrorBoundary key={shown.page}>
          <Suspense fallback={<Skeleton h={400} />}>
            <PageView page={shown.page} id={shown.id} />
          </Suspense>
        </ErrorBoundary>
        <Suspense fallback={null}>
          {paletteOpened > 0 ? <Palette opened={paletteOpened} /> : null}
          <Dialogs />
          <Tour offer={info?.synthetic === true && info.counts.plays > 0 && models.length > 0} />
        </Suspense>
      </AppShell.Main>
      <Player />
      <AppShell.Footer>
        <StatusBar />
      </AppShell.Footer>
    </AppShell>
  );
}

/** A library that holds a study and no music opens on the study, unless an address says otherwise. */
function useStartOfStudy(withoutMusic: boolean): void {
  const [isFresh] = useState(() => window.location.hash === '');
  const { data: study } = useCall('mobility/get-study', {}, { enabled: isFresh && withoutMusic });
  const started = useRef(false);
  const hasScholars = (study?.counts.scholars ?? 0) > 0;
  useEffect(() => {
    if (!hasScholars || started.current || window.location.hash !== '') return;
    started.current = true;
    go('study');
  }, [hasScholars]);
}

/** Warns once per library: a sync service copies the database while it changes. */
function SyncedWarning({ service }: { service: string }) {
  const { t } = useTranslation();
  const [seen, setSeen] = usePreference('synced-warning-seen', '');
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
  const Sign = useComputedColorScheme('light') === 'dark' ? IconSun : IconMoon;
  return (
    <>
      <Button
        variant="default"
        size="compact-xs"
        onClick={() => run('palette')}
        aria-label={`${t('command.palette')} ${keyLabel('Mod+K')}`}
        title={t('command.palette')}
        leftSection={<IconSearch size={14} stroke={1.6} aria-hidden />}
      >
        {keyLabel('Mod+K')}
      </Button>
      <ActionIcon variant="subtle" aria-label={t('frame.theme')} title={t('frame.theme')} onClick={() => run('theme')}>
        <Sign size={18} stroke={1.6} aria-hidden />
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
