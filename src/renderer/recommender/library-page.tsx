import { Anchor, Button, Tabs } from '@mantine/core';
import { IconMusic } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TABLE_FORMATS } from '../../shared/contract/exports.ts';
import type { ListenerRow, SongRow } from '../../shared/contract/recommender.ts';
import { call, type Granted } from '../api.ts';
import { JobNews } from '../app/job-news.tsx';
import { useRequest } from '../app/requests.ts';
import { go, linkTo } from '../app/router.ts';
import { clock, number } from '../ui/format.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import type { Column } from '../ui/table/column.ts';
import { PagedTable } from '../ui/table/paged-table.tsx';
import { EmptyLibrary } from './empty-library.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { ImportsTab } from './imports-tab.tsx';
import { VectorsTab } from './vectors-tab.tsx';

const BY_LISTENERS = { id: 'listeners', desc: true };
const BY_SONGS = { id: 'songs', desc: true };

/** All songs and all listeners, however many. */
export function Page() {
  const { t } = useTranslation();
  const [importing, setImporting] = useState(false);
  const [exporting, setExporting] = useState(false);
  const [dropped, setDropped] = useState<Granted[]>([]);
  const [tab, setTab] = usePageState<string | null>('library-tab', 'songs');
  useRequest('import-music', (files) => {
    setDropped(files);
    setImporting(true);
  });
  const openImport = () => setImporting(true);
  return (
    <PageLayout
      page="library"
      actions={
        <>
          <Button variant="default" onClick={() => setExporting(true)}>
            {t('dataOut.data')}
          </Button>
          <Button onClick={openImport}>{t('imports.open')}</Button>
        </>
      }
    >
      <JobNews kinds={['demo', 'import']} />
      <Tabs value={tab} onChange={setTab} keepMounted={false} className="page-body">
        <Tabs.List>
          <Tabs.Tab value="songs">{t('library.songs')}</Tabs.Tab>
          <Tabs.Tab value="listeners">{t('library.listeners')}</Tabs.Tab>
          <Tabs.Tab value="vectors">{t('vectors.title')}</Tabs.Tab>
          <Tabs.Tab value="imports">{t('imports.list')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="songs" pt="xs" className="page-body">
          <SongTable />
        </Tabs.Panel>
        <Tabs.Panel value="listeners" pt="xs" className="page-body">
          <ListenerTable />
        </Tabs.Panel>
        <Tabs.Panel value="vectors" pt="xs" className="page-body">
          <VectorsTab />
        </Tabs.Panel>
        <Tabs.Panel value="imports" pt="xs" className="page-body">
          <ImportsTab />
        </Tabs.Panel>
      </Tabs>
      {exporting ? (
        <ExportDialog
          title={t('dataOut.dataTitle')}
          help={t('dataOut.dataHelp')}
          formats={TABLE_FORMATS}
          start={(grant, format) => call('library/export-data', { grant, format })}
          onClose={() => setExporting(false)}
        />
      ) : null}
      <ImportDialog opened={importing} onClose={() => setImporting(false)} dropped={dropped} />
    </PageLayout>
  );
}

function SongTable() {
  const { t } = useTranslation();
  const columns = useMemo(
    (): Column<SongRow>[] => [
      {
        id: 'title',
        head: t('song.title'),
        width: 'minmax(210px, 2fr)',
        value: (row) => row.title,
        cell: (row) => (
          <Anchor href={linkTo('song', row.songId)} size="sm">
            {row.title ?? row.songId}
          </Anchor>
        ),
      },
      { id: 'artist', head: t('song.artist'), width: 'minmax(160px, 1.4fr)', value: (row) => row.artist },
      {
        id: 'year',
        head: t('song.year'),
        numeric: true,
        value: (row) => row.year,
        text: (row) => (row.year === null ? '' : String(row.year)),
      },
      {
        id: 'duration',
        head: t('song.duration'),
        hint: t('song.durationHint'),
        numeric: true,
        value: (row) => row.durationSeconds,
        text: (row) => clock(row.durationSeconds),
      },
      {
        id: 'listeners',
        head: t('song.listeners'),
        numeric: true,
        value: (row) => row.listeners,
        text: (row) => number(row.listeners),
      },
      {
        id: 'plays',
        head: t('song.plays'),
        numeric: true,
        value: (row) => row.plays,
        text: (row) => number(row.plays),
      },
      {
        id: 'clip',
        head: t('song.clip'),
        width: '72px',
        sortable: false,
        filterable: false,
        value: (row) => (row.hasClip ? t('song.hasClip') : ''),
        cell: (row) =>
          row.hasClip ? <IconMusic size={16} stroke={1.6} role="img" aria-label={t('song.hasClip')} /> : null,
      },
      {
        id: 'songId',
        head: t('song.id'),
        width: 'minmax(120px, 1fr)',
        value: (row) => row.songId,
        cell: (row) => <span className="mono">{row.songId}</span>,
      },
    ],
    [t],
  );
  return (
    <PagedTable
      name="songs"
      label={t('library.songs')}
      queryKey="library/list-songs"
      columns={columns}
      initialSort={BY_LISTENERS}
      load={(page) => call('library/list-songs', page as never)}
      rowKey={(row) => row.songId}
      onOpen={(row) => go('song', row.songId)}
      empty={<EmptyLibrary />}
    />
  );
}

function ListenerTable() {
  const { t } = useTranslation();
  const columns = useMemo(
    (): Column<ListenerRow>[] => [
      {
        id: 'listenerId',
        head: t('listener.id'),
        width: 'minmax(200px, 1fr)',
        value: (row) => row.listenerId,
        cell: (row) => (
          <Anchor href={linkTo('recommend', row.listenerId)} className="mono">
            {row.listenerId}
          </Anchor>
        ),
      },
      {
        id: 'songs',
        head: t('listener.songs'),
        numeric: true,
        value: (row) => row.songs,
        text: (row) => number(row.songs),
      },
      {
        id: 'plays',
        head: t('listener.plays'),
        numeric: true,
        value: (row) => row.plays,
        text: (row) => number(row.plays),
      },
    ],
    [t],
  );
  return (
    <PagedTable
      name="listeners"
      label={t('library.listeners')}
      queryKey="library/list-listeners"
      columns={columns}
      initialSort={BY_SONGS}
      load={(page) => call('library/list-listeners', page as never)}
      rowKey={(row) => row.listenerId}
      onOpen={(row) => go('recommend', row.listenerId)}
      empty={<EmptyLibrary />}
    />
  );
}
