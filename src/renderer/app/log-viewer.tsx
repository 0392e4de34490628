import { Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { LOG_LEVELS, type LogLevel } from '../../shared/contract/app.ts';
import type { Output } from '../../shared/contract/index.ts';
import { useCall } from '../api.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { dateTime } from '../ui/format.ts';
import { usePageState } from '../ui/page-state.ts';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/data-table.tsx';

type Line = Output<'app/get-log'>[number];
const LINES_SHOWN = 500;

/** The library's log, newest first. */
export function LogViewer({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const [level, setLevel] = usePageState<LogLevel | 'all'>('log-level', 'all');
  const { data, refetch } = useCall('app/get-log', { limit: LINES_SHOWN, ...(level === 'all' ? {} : { level }) });
  const columns = useMemo(
    (): Column<Line>[] => [
      { id: 'at', head: t('log.at'), fixed: true, value: ({ at }) => at, text: ({ at }) => dateTime(at) },
      { id: 'level', head: t('log.level'), width: '100px', value: (line) => t(`log.one.${line.level}`) },
      { id: 'what', head: t('log.what'), width: 'minmax(160px, 1fr)', wrap: true, value: ({ what }) => what },
      {
        id: 'details',
        head: t('log.details'),
        width: 'minmax(160px, 1.4fr)',
        wrap: true,
        value: ({ details }) => details ?? '',
        cell: ({ details }) =>
          details ? <span className="mono details">{details.replaceAll('\\n', '\n')}</span> : null,
      },
    ],
    [t],
  );
  return (
    <Modal opened onClose={onClose} title={t('log.title')} size="80%">
      <Stack gap="sm">
        <Text size="sm">{t('log.help')}</Text>
        <Group>
          <SegmentedControl
            size="xs"
            aria-label={t('log.level')}
            value={level}
            onChange={(value) => setLevel(value as LogLevel | 'all')}
            data={(['all', ...LOG_LEVELS] as const).map((value) => ({ value, label: t(`log.levels.${value}`) }))}
          />
          <Button variant="default" onClick={() => void refetch()}>
            {t('log.refresh')}
          </Button>
        </Group>
        <DataTable
          name="log"
          label={t('log.title')}
          columns={columns}
          rows={data ?? NO_LINES}
          empty={<EmptyState>{t('log.empty')}</EmptyState>}
          maxHeight={420}
        />
      </Stack>
    </Modal>
  );
}

const NO_LINES: Line[] = [];
