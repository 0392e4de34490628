import { Alert, Button, Center, MantineProvider, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../shared/messages/message.ts';
import { said } from '../ui/said.ts';
import { theme } from '../ui/theme.ts';

/** Shown when the page has no backend: gives the reason and a button to reload. */
export function ConnectionProblem({ message, why = null }: { message: string; why?: Message | null }) {
  const { t } = useTranslation();
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Center h="100vh" p="xl" component="main">
        <Alert
          color="orange"
          maw={520}
          title={
            <Text component="h1" inherit m={0}>
              {t('connection.title')}
            </Text>
          }
        >
          <Stack gap="sm">
            {message === 'gone' ? t('connection.gone') : message}
            {why ? <Text size="sm">{t('connection.why', { reason: said(why) })}</Text> : null}
            <Button variant="default" onClick={() => window.location.reload()}>
              {t('connection.reload')}
            </Button>
          </Stack>
        </Alert>
      </Center>
    </MantineProvider>
  );
}
