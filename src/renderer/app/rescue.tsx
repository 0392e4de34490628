import { type AppError, fromErrorBody, toErrorBody } from '../../shared/errors.ts';
import { Alert, Button, Center, Group, MantineProvider, ScrollArea, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Opening } from '../../shared/contract/app.ts';
import { bridge, call } from '../api.ts';
import { copyReport } from '../ui/report.ts';
import { theme } from '../ui/theme.ts';
import { BackupTable } from './backup-table.tsx';
import { said } from '../ui/said.ts';

/** Shown when the library cannot be opened: the reason, its backups, and all ways to continue. */
export function RescuePage({ opening }: { opening: Opening }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(() => fromErrorBody(opening.error ?? toErrorBody(null)));
  const attempt = async (work: Promise<unknown>) => {
    setBusy(true);
    try {
      await work;
      window.location.reload();
    } catch (error) {
      setProblem(error as AppError);
      setBusy(false);
    }
  };
  const damaged = opening.error?.code === 'library-damaged';
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <ScrollArea h="100%">
        <Center mih="100dvh" p="xl">
          <Stack maw={720} component="main">
            <Alert
              color="orange"
              title={
                <Text component="h1" inherit m={0}>
                  {t(damaged ? 'rescue.damaged' : 'rescue.title', { name: opening.libraryName })}
                </Text>
              }
              role="alert"
            >
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {said(problem)}
              </Text>
            </Alert>
            {damaged ? (
              <Text size="sm">{t(opening.backups.length === 0 ? 'rescue.noBackups' : 'rescue.backups')}</Text>
            ) : null}
            {damaged && opening.backups.length > 0 ? (
              <BackupTable
                backups={opening.backups}
                busy={busy}
                onRestore={({ name }) => void attempt(call('backups/restore', { name }))}
              />
            ) : null}
            <Group>
              <Button variant="default" loading={busy} onClick={() => void attempt(call('app/retry-opening', {}))}>
                {t('rescue.retry')}
              </Button>
              {bridge ? (
                <>
                  <Button variant="default" onClick={() => bridge?.run('open-library')}>
                    {t('command.open-library')}
                  </Button>
                  <Button variant="default" onClick={() => bridge?.run('new-library')}>
                    {t('command.new-library')}
                  </Button>
                </>
              ) : null}
              <Button variant="subtle" onClick={() => void copyReport(problem)}>
                {t('errors.copy')}
              </Button>
            </Group>
          </Stack>
        </Center>
      </ScrollArea>
    </MantineProvider>
  );
}
