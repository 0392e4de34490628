import { Anchor, Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListenerRow, SongRow } from '../../shared/contract/recommender.ts';
import { call, type Granted } from '../api.ts';
import { run } from '../app/commands.ts';
import { useRequest } from '../app/requests.ts';
import { go, linkTo } from '../app/router.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { clock, number } from '../ui/format.ts';
import { usePageState } from '../ui/page-state.ts';
import { TabBar } from '../ui/tab-bar.tsx';
import { ImportDialog } from './import-dialog.tsx';

export function Page() {
  const { t } = useTranslation();
  const [importing, setImporting] = useState(false);
  const [dropped, setDropped] = useState<Granted[]>([]);
  const [tab, setTab] = usePageState<string | null>('library-tab', 'songs');
  useRequest('import-music', (files) => {
    setDropped(files);
    setImporting(true);
  });
  return (
    <Stack h="100%" gap={0}>
      <Tabs
        value={tab}
        onChange={setTab}
        keepMounted={false}
        style={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}
      >
        <TabBar
          tabs={
            <>
              <Tabs.Tab value="songs">{t('library.songs')}</Tabs.Tab>
              <Tabs.Tab value="listeners">{t('library.listeners')}</Tabs.Tab>
            </>
          }
        >
          <Button onClick={() => setImporting(true)}>{t('imports.open')}</Button>
        </TabBar>
        <Tabs.Panel value="songs" pt="xs" style={{ flex: 1, minHeight: 0 }}>
          <SongTable onImport={() => setImporting(true)} />
        </Tabs.Panel>
        <Tabs.Panel value="listeners" pt="xs" style={{ flex: 1, minHeight: 0 }}>
          <ListenerTable onImport={() => setImporting(true)} />
        </Tabs.Panel>
      </Tabs>
      <ImportDialog opened={importing} onClose={() => setImporting(false)} dropped={dropped} />
    </Stack>
  );
}

function SongTable({ onImport }: { onImport(): void }) {
  const { t } = useTranslation();
  const [selected, setSelected] = usePageState<string | null>('library-song', null);
  const columns: Column<SongRow>[] = [
    {
      key: 'title',
      label: t('song.title'),
      width: 'minmax(160px, 2fr)',
      sortable: true,
      text: (row) => row.title ?? '',
      cell: (row) => (
        <Anchor href={linkTo('song', row.songId)} size="sm">
          {row.title ?? row.songId}
        </Anchor>
      ),
    },
    {
      key: 'artist',
      label: t('song.artist'),
      width: 'minmax(120px, 1.4fr)',
      sortable: true,
      text: (row) => row.artist ?? '',
    },
    {
      key: 'year',
      label: t('song.year'),
      width: '70px',
      numeric: true,
      sortable: true,
      text: (row) => (row.year === null ? '' : String(row.year)),
    },
    {
      key: 'duration',
      label: t('song.duration'),
      width: '80px',
      numeric: true,
      sortable: true,
      text: (row) => clock(row.durationSeconds),
    },
    {
      key: 'listeners',
      label: t('song.listeners'),
      width: '100px',
      numeric: true,
      sortable: true,
      text: (row) => number(row.listeners),
    },
    {
      key: 'plays',
      label: t('song.plays'),
      width: '100px',
      numeric: true,
      sortable: true,
      text: (row) => number(row.plays),
    },
    { key: 'clip', label: t('song.clip'), width: '60px', text: (row) => (row.hasClip ? '♪' : '') },
    {
      key: 'songId',
      label: t('song.id'),
      width: 'minmax(170px, 1fr)',
      sortable: true,
      text: (row) => row.songId,
      cell: (row) => <span className="mono">{row.songId}</span>,
    },
  ];
  return (
    <DataTable
      name="songs"
      queryKey="library/list-songs"
      columns={columns}
      initialSort={{ key: 'listeners', descending: true }}
      load={(page) => call('library/list-songs', page as never)}
      rowKey={(row) => row.songId}
      selected={selected}
      onSelect={(row) => setSelected(row.songId)}
      onOpen={(row) => go('song', row.songId)}
      empty={<EmptyLibrary onImport={onImport} />}
    />
  );
}

function ListenerTable({ onImport }: { onImport(): void }) {
  const { t } = useTranslation();
  const [selected, setSelected] = usePageState<string | null>('library-listener', null);
  const columns: Column<ListenerRow>[] = [
    {
      key: 'listenerId',
      label: t('listener.id'),
      width: 'minmax(280px, 2fr)',
      sortable: true,
      text: (row) => row.listenerId,
      cell: (row) => (
        <Anchor href={linkTo('recommend', row.listenerId)} className="mono">
          {row.listenerId}
        </Anchor>
      ),
    },
    {
      key: 'songs',
      label: t('listener.songs'),
      width: '120px',
      numeric: true,
      sortable: true,
      text: (row) => number(row.songs),
    },
    {
      key: 'plays',
      label: t('listener.plays'),
      width: '120px',
      numeric: true,
      sortable: true,
      text: (row) => number(row.plays),
    },
  ];
  return (
    <DataTable
      name="listeners"
      queryKey="library/list-listeners"
      columns={columns}
      initialSort={{ key: 'songs', descending: true }}
      load={(page) => call('library/list-listeners', page as never)}
      rowKey={(row) => row.listenerId}
      selected={selected}
      onSelect={(row) => setSelected(row.listenerId)}
      onOpen={(row) => go('recommend', row.listenerId)}
      empty={<EmptyLibrary onImport={onImport} />}
    />
  );
}

function EmptyLibrary({ onImport }: { onImport(): void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" maw={560}>
      <Text fw={600}>{t('library.emptyTitle')}</Text>
      <Text size="sm">{t('library.emptyText')}</Text>
      <Group>
        <Button onClick={onImport}>{t('imports.open')}</Button>
        <Button variant="default" onClick={() => run('start-demo')}>
          {t('library.demo')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {t('library.demoHint')} <Anchor href={linkTo('guide', 'import-music')}>{t('nav.guide')}</Anchor>
      </Text>
    </Stack>
  );
}
