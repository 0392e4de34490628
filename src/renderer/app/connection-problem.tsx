import { Alert, Button, Center, MantineProvider, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { theme } from '../ui/theme.ts';

/** Shown when the page has no backend: gives the reason and a button to reload. */
export function ConnectionProblem({ message }: { message: string }) {
  const { t } = useTranslation();
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Center h="100vh" p="xl">
        <Alert color="orange" title={t('connection.title')} maw={520}>
          <Stack gap="sm">
            {message === 'gone' ? t('connection.gone') : message}
            <Button variant="default" onClick={() => window.location.reload()}>
              {t('connection.reload')}
            </Button>
          </Stack>
        </Alert>
      </Center>
    </MantineProvider>
  );
}
