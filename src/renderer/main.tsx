import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/style.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from './api.ts';
import { App } from './app/app.tsx';
import { followEvents } from './app/live.ts';
import { ConnectionProblem } from './app/connection-problem.tsx';
import { startI18n } from './app/i18n.ts';
import { theme } from './ui/theme.ts';

const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: false, refetchOnWindowFocus: false } } });
const root = createRoot(document.getElementById('root') as HTMLElement);

async function start(): Promise<void> {
  try {
    const client = await connect();
    followEvents(client, queries);
    const info = await client.call('app/info', {});
    queries.setQueryData(['app/info', {}], info);
    await startI18n(info.settings.language);
    client.onGone(() => root.render(<ConnectionProblem message="gone" />));
    root.render(
      <StrictMode>
        <QueryClientProvider client={queries}>
          <MantineProvider theme={theme} defaultColorScheme={info.settings.theme}>
            <Notifications position="bottom-right" autoClose={6000} />
            <App />
          </MantineProvider>
        </QueryClientProvider>
      </StrictMode>,
    );
  } catch (error) {
    await startI18n('auto');
    root.render(<ConnectionProblem message={(error as Error).message} />);
  }
}

void start();
