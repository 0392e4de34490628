import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconEar, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { VectorSetRow } from '../../shared/contract/vectors.ts';
import { call, useCall } from '../api.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { number, percent } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { ToolButton } from '../ui/tool-button.tsx';

/** Every set of vectors with its coverage, and the encoder that makes one of the library's clips. */
export function VectorsTab() {
  const { t } = useTranslation();
  const { data: sets = [] } = useCall('vectors/list-sets', {});
  const listen = () =>
    void notifyErrors(call('vectors/listen', {})).then(
      (started) => started && notifications.show({ message: t('vectors.listenStarted') }),
    );
  const confirm = useConfirm();
  const columns = useColumns(confirm.ask);
  const button = (
    <Button leftSection={<IconEar size={16} />} variant="default" onClick={listen}>
      {t('vectors.listen')}
    </Button>
  );
  return (
    <Stack className="page-body" gap="xs">
      <Group justify="space-between" wrap="nowrap" align="start">
        <Text size="sm" c="dimmed">
          {t('vectors.listenHint')}
        </Text>
        {sets.length > 0 ? button : null}
      </Group>
      <DataTable
        name="vectors"
        label={t('vectors.title')}
        columns={columns}
        rows={sets}
        rowKey={({ name }) => name}
        empty={
          <EmptyState title={t('vectors.emptyTitle')} actions={button}>
            {t('vectors.emptyText')}
          </EmptyState>
        }
      />
      {confirm.dialog}
    </Stack>
  );
}

function useColumns(ask: ReturnType<typeof useConfirm>['ask']): Column<VectorSetRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { id: 'name', head: t('vectors.name'), value: ({ name }) => name },
      {
        id: 'source',
        head: t('vectors.source'),
        width: 'minmax(160px, 1fr)',
        value: ({ encoder, source }) => (encoder === null ? source : t('vectors.encoder', { encoder })),
        wrap: true,
      },
      {
        id: 'width',
        head: t('vectors.width'),
        numeric: true,
        value: ({ width }) => width,
        text: ({ width }) => number(width),
      },
      {
        id: 'songs',
        head: t('library.songs'),
        numeric: true,
        value: ({ songs }) => songs,
        text: ({ songs }) => number(songs),
      },
      {
        id: 'coverage',
        head: t('vectors.coverage'),
        hint: t('vectors.coverageHint'),
        numeric: true,
        value: ({ playedSongs, allPlayedSongs }) => (allPlayedSongs > 0 ? playedSongs / allPlayedSongs : null),
        text: ({ playedSongs, allPlayedSongs }) => (allPlayedSongs > 0 ? percent(playedSongs / allPlayedSongs) : ''),
      },
      {
        id: 'delete',
        head: t('training.columns.acts'),
        value: () => null,
        actions: true,
        cell: ({ name, songs }) => (
          <ToolButton
            icon={IconTrash}
            label={t('vectors.delete', { name })}
            onClick={() =>
              ask({
                title: t('vectors.delete', { name }),
                text: t('vectors.deleteQuestion', { name, songs }),
                action: t('vectors.deleteNow'),
                act: () => notifyErrors(call('vectors/delete-set', { name })),
              })
            }
          />
        ),
      },
    ],
    [t, ask],
  );
}
