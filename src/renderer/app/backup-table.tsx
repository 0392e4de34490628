import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Backup } from '../../shared/contract/app.ts';
import { bytes, dateTime } from '../ui/format.ts';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/data-table.tsx';

/** The backups of a library, each with a restore button. */
export function BackupTable({
  backups,
  busy,
  asks = false,
  onRestore,
}: {
  backups: readonly Backup[];
  busy: boolean;
  /** Asks for confirmation before restoring a backup. */
  asks?: boolean;
  onRestore(backup: Backup): void;
}) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): Column<Backup>[] => [
      {
        id: 'made',
        head: t('backups.made-at'),
        width: 'minmax(180px, 1fr)',
        value: ({ madeAt }) => madeAt,
        text: ({ madeAt }) => dateTime(madeAt),
      },
      {
        id: 'size',
        head: t('backups.size'),
        width: '120px',
        numeric: true,
        value: ({ bytes: size }) => size,
        text: ({ bytes: size }) => bytes(size),
      },
      {
        id: 'restore',
        head: t('backups.restore'),
        width: '120px',
        actions: true,
        value: () => null,
        cell: (backup) => (
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={busy}
            aria-label={`${t('backups.restore')}${asks ? '…' : ''} ${dateTime(backup.madeAt)}`}
            onClick={() => onRestore(backup)}
          >
            {t('backups.restore')}
            {asks ? '…' : ''}
          </Button>
        ),
      },
    ],
    [t, busy, asks, onRestore],
  );
  return (
    <DataTable
      name="backups"
      label={t('backups.title')}
      columns={columns}
      rows={backups}
      rowKey={({ name }) => name}
      maxHeight={300}
    />
  );
}
