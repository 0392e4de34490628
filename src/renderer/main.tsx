import { said } from './ui/said.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/style.css';
import { MantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import i18next from 'i18next';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { bridge, connect, forgetWhyGone, whyGone } from './api.ts';
import { App } from './app/app.tsx';
import { listenForKeys, run } from './app/commands.ts';
import { followEvents } from './app/live.ts';
import { ConnectionProblem } from './app/connection-problem.tsx';
import { startI18n } from './app/i18n.ts';
import { preload } from './app/page-view.tsx';
import { currentRoute } from './app/router.ts';
import { guardClosing } from './app/unsaved.ts';
import { RescuePage } from './app/rescue.tsx';
import { AppError, toErrorBody } from '../shared/errors.ts';
import { keepFieldInView } from './ui/field-keeper.ts';
import { showCutText } from './ui/cut-text.ts';
import { keepFocus } from './ui/focus-keeper.ts';
import { claimPageState } from './ui/page-state.ts';
import { loadPlotlyWhenIdle } from './ui/plotly-loader.ts';
import type { Settings } from '../shared/contract/app.ts';
import { themeIn } from './ui/theme.ts';

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: false, refetchOnWindowFocus: false } },
});
const root = createRoot(document.getElementById('root') as HTMLElement);

async function start(): Promise<void> {
  preload(currentRoute().page);
  try {
    const client = await connect();
    const opening = await client.call('app/opening', {});
    if (opening.error) {
      await startI18n('auto');
      root.render(<RescuePage opening={opening} />);
      return;
    }
    followEvents(client, queries);
    const info = await client.call('app/info', {}).catch(async (error) => {
      if (!(error instanceof AppError) || error.code !== 'library-damaged') throw error;
      // Damage that opening did not meet: a backup can take the library's place all the same.
      await startI18n('auto');
      const backups = await client.call('backups/list', {});
      root.render(<RescuePage opening={{ ...opening, error: toErrorBody(error), backups }} />);
      return null;
    });
    if (!info) return;
    queries.setQueryData(['app/info', {}], info);
    claimPageState(info.libraryName);
    guardClosing();
    await startI18n(info.settings.language);
    bridge?.onCommand((command, granted) => run(command, granted ?? []));
    listenForKeys();
    keepFocus(document);
    keepFieldInView(document);
    showCutText(document);
    client.onGone(() => root.render(<ConnectionProblem message="gone" why={whyGone()} />));
    root.render(
      <StrictMode>
        <QueryClientProvider client={queries}>
          <Themed scheme={info.settings.theme} />
        </QueryClientProvider>
      </StrictMode>,
    );
    tellWhyGone();
    loadPlotlyWhenIdle();
  } catch (error) {
    await startI18n('auto');
    root.render(<ConnectionProblem message={said(error as Error)} />);
  }
}

/** The page is back after its backend ended: it says so, since whatever was being typed is gone. */
function tellWhyGone(): void {
  const why = whyGone();
  forgetWhyGone();
  if (why)
    notifications.show({
      color: 'orange',
      autoClose: 15_000,
      message: i18next.t('connection.back', { reason: said(why) }),
    });
}

function Themed({ scheme }: { scheme: Settings['theme'] }) {
  const { t } = useTranslation();
  return (
    <MantineProvider theme={themeIn(t('frame.close'))} defaultColorScheme={scheme}>
      <Notifications
        position="top-center"
        containerWidth="min(820px, calc(100vw - 380px))"
        autoClose={6000}
        className="toasts"
      />
      <App />
    </MantineProvider>
  );
}

void start();
