import { type AppError, fromErrorBody, toErrorBody } from '../../shared/errors.ts';
import { Alert, Button, Center, Group, MantineProvider, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Opening } from '../../shared/contract/app.ts';
import { bridge, call } from '../api.ts';
import { bytes, dateTime } from '../ui/format.ts';
import { copyReport } from '../ui/report.ts';
import { theme } from '../ui/theme.ts';
import { said } from '../ui/said.ts';

/** Shown when the library cannot be opened: why, its backups, and every way on. */
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
      <Center mih="100vh" p="xl">
        <Stack maw={720} component="main">
          <Alert
            color="orange"
            title={t(damaged ? 'rescue.damaged' : 'rescue.title', { name: opening.libraryName })}
            role="alert"
          >
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {said(problem)}
            </Text>
          </Alert>
          {damaged ? (
            <Backups
              opening={opening}
              busy={busy}
              onRestore={(name) => void attempt(call('backups/restore', { name }))}
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
    </MantineProvider>
  );
}

function Backups({
  opening: { backups },
  busy,
  onRestore,
}: {
  opening: Opening;
  busy: boolean;
  onRestore(name: string): void;
}) {
  const { t } = useTranslation();
  if (backups.length === 0) return <Text size="sm">{t('rescue.noBackups')}</Text>;
  return (
    <>
      <Text size="sm">{t('rescue.backups')}</Text>
      <Table fz="sm">
        <Table.Tbody>
          {backups.map(({ name, madeAt, bytes: size }) => (
            <Table.Tr key={name}>
              <Table.Td>{dateTime(madeAt)}</Table.Td>
              <Table.Td className="number">{bytes(size)}</Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-xs"
                  disabled={busy}
                  aria-label={`${t('backups.restore')} ${dateTime(madeAt)}`}
                  onClick={() => onRestore(name)}
                >
                  {t('backups.restore')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
