import { Alert, Button, Group, ScrollArea, Select, Skeleton, Stack, Text } from '@mantine/core';
import { figureNote } from '../../shared/evaluation-words.ts';
import { say } from '../../shared/messages/say.ts';
import { IconMap2 } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Placement, SongMap } from '../../shared/contract/scoring.ts';
import { call, type Granted, useCall } from '../api.ts';
import { linkTo } from '../app/router.ts';
import { Chart } from '../ui/chart.tsx';
import { number } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { PlayButton } from '../ui/play-button.tsx';
import { classColour } from '../ui/theme.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilePicker } from '../ui/file-picker.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { Panel } from '../ui/panel.tsx';
import { usePageState } from '../ui/page-state.ts';
import { Columns } from '../ui/columns.tsx';
import { said } from '../ui/said.ts';
import { useModelTypes } from './model-types.ts';

/** The songs as points, close together if a model finds them similar; a new recording can be dropped on the map. */
export function Page() {
  const { t } = useTranslation();
  const models = useCall('models/list', {});
  const types = useModelTypes();
  const usable = (models.data ?? []).filter(({ type }) => types.can(type, 'song-vectors'));
  const [chosen, setChosen] = usePageState<string | null>('map-model', null);
  const model = usable.find(({ name }) => name === chosen) ?? usable[0];
  const map = useCall(
    'models/map',
    { model: model?.name ?? '', most: 5000 },
    { enabled: model !== undefined, keep: true },
  );
  const [selected, setSelected] = useState<string | null>(null);
  const point = map.data?.points.find(({ songId }) => songId === selected);
  const none = models.data && types.all && usable.length === 0;
  const choice = (
    <Select
      aria-label={t('recommend.model')}
      w={260}
      value={model?.name ?? null}
      allowDeselect={false}
      data={usable.map(({ name, type }) => ({ value: name, label: name === type ? name : `${name} (${type})` }))}
      onChange={setChosen}
    />
  );
  return (
    <PageLayout page="map" actions={none ? null : choice}>
      {none ? (
        <EmptyState
          icon={IconMap2}
          actions={
            <Button component="a" href={linkTo('training')} variant="default">
              {t('nav.training')}
            </Button>
          }
        >
          {t('map.noModel')}
        </EmptyState>
      ) : (
        <Columns template="minmax(0, 1fr) 320px">
          <ScrollArea h="100%">
            <Stack gap="xs" pr="sm">
              {map.data ? (
                <Text size="xs" c="dimmed">
                  {t('map.facts', {
                    shown: map.data.points.length,
                    known: map.data.known,
                    share: number(100 * (map.data.explained[0] + map.data.explained[1])),
                  })}
                </Text>
              ) : null}
              {map.error ? <Text c="orange">{said(map.error)}</Text> : null}
              {map.data && !map.error ? <Points map={map.data} onSelect={setSelected} /> : null}
              {map.isLoading ? <Skeleton h={560} /> : null}
            </Stack>
          </ScrollArea>
          <ScrollArea h="100%">
            <Stack pr="sm">
              <Panel>
                {point ? (
                  <Group wrap="nowrap">
                    <PlayButton songId={point.songId} disabled={!point.hasClip} />
                    <div style={{ minWidth: 0 }}>
                      <Text size="sm" truncate component="a" href={linkTo('song', point.songId)}>
                        {point.title ?? point.songId}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {point.artist} {point.tag >= 0 ? `· ${map.data?.tags[point.tag]}` : ''}
                      </Text>
                    </div>
                  </Group>
                ) : (
                  <Text size="sm" c="dimmed">
                    {t('map.pick')}
                  </Text>
                )}
              </Panel>
              <PlaceRecording model={model && types.can(model.type, 'hears-recordings') ? model.name : undefined} />
            </Stack>
          </ScrollArea>
        </Columns>
      )}
    </PageLayout>
  );
}

function Points({ map, onSelect }: { map: SongMap; onSelect(songId: string): void }) {
  const { t } = useTranslation();
  const { data: info } = useCall('app/info', {});
  const groups = useMemo(
    () =>
      [...map.tags.map((tag, i) => ({ name: tag, index: i })), { name: t('map.other'), index: -1 }]
        .map((group) => ({ ...group, points: map.points.filter(({ tag }) => tag === group.index) }))
        .filter(({ points }) => points.length > 0),
    [map, t],
  );
  const data = useMemo(
    () =>
      groups.map(({ name, index, points }) => ({
        type: 'scatter',
        mode: 'markers',
        name,
        x: points.map(({ x }) => x),
        y: points.map(({ y }) => y),
        text: points.map(({ title, artist, songId }) => `${title ?? songId}${artist ? ` · ${artist}` : ''}`),
        hoverinfo: 'text',
        marker: { color: classColour(index), size: 6, opacity: index < 0 ? 0.4 : 0.8 },
      })),
    [groups],
  );
  const pick = useCallback(
    (trace: number, point: number) => onSelect(groups[trace].points[point].songId),
    [groups, onSelect],
  );
  return (
    <Chart
      title={t('map.title')}
      note={said(figureNote(say('figure.of-songs', { n: map.points.length }), info?.synthetic ?? false))}
      data={data}
      layout={{
        xaxis: { title: { text: t('map.axis', { n: 1, share: number(100 * map.explained[0]) }) }, zeroline: false },
        yaxis: { title: { text: t('map.axis', { n: 2, share: number(100 * map.explained[1]) }) }, zeroline: false },
        dragmode: 'pan',
      }}
      table={{
        head: [t('song.id'), t('song.title'), t('song.artist'), 'x', 'y', t('song.tags')],
        rows: map.points.map(({ songId, title, artist, x, y, tag }) => [
          songId,
          title,
          artist,
          x,
          y,
          tag >= 0 ? map.tags[tag] : null,
        ]),
      }}
      height={600}
      onPoint={pick}
    />
  );
}

/** For a dropped file: its nearest songs, likely listeners, and the certainty. */
function PlaceRecording({ model }: { model: string | undefined }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [placed, setPlaced] = useState<Placement | null>(null);
  const place = async (granted: Granted[] | undefined) => {
    if (!granted?.[0]) return;
    setBusy(true);
    const answer = await notifyErrors(call('audio/place', { grant: granted[0].grant, ...(model ? { model } : {}) }));
    setBusy(false);
    if (answer) setPlaced(answer);
  };
  return (
    <Panel title={t('place.title')}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {t('place.help')}
        </Text>
        <FilePicker
          what="files"
          label={t('place.choose')}
          busy={busy}
          onPick={(granted) => void place(granted.slice(0, 1))}
        />
        {placed ? <Placed placement={placed} /> : null}
      </Stack>
    </Panel>
  );
}

function Placed({
  placement: { file, model, nearest, audience, appealPercentile, certainty, nearestSimilarity, usualNearest, clip },
}: {
  placement: Placement;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t('place.nearest', { file, model })}
      </Text>
      {clip.warning ? (
        <Alert color="orange" p="xs">
          {said(clip.warning)}
        </Alert>
      ) : null}
      {nearest.slice(0, 6).map(({ songId, title, artist, hasClip, similarity }) => (
        <Group key={songId} gap="xs" wrap="nowrap">
          <PlayButton songId={songId} disabled={!hasClip} />
          <Text size="sm" flex={1} truncate component="a" href={linkTo('song', songId)}>
            {title ?? songId}{' '}
            <Text span size="xs" c="dimmed">
              {artist}
            </Text>
          </Text>
          <Text size="xs" className="number" title={t('recommend.similarity')}>
            {number(similarity, 2)}
          </Text>
        </Group>
      ))}
      <Text size="sm" fw={600}>
        {t('place.audience')}
      </Text>
      {audience.slice(0, 5).map(({ listenerId, score }) => (
        <Group key={listenerId} justify="space-between" wrap="nowrap">
          <Text size="xs" className="mono" truncate component="a" href={linkTo('recommend', listenerId)}>
            {listenerId}
          </Text>
          <Text size="xs" className="number">
            {number(score, 2)}
          </Text>
        </Group>
      ))}
      <Text size="xs">{t('place.appeal', { share: number(100 * appealPercentile) })}</Text>
      {certainty && certainty.median !== null ? (
        <Text size="xs">
          {t('place.sure', {
            n: certainty.songs,
            median: number(100 * certainty.median),
            lower: number(100 * (certainty.lower ?? 0)),
            upper: number(100 * (certainty.upper ?? 0)),
          })}
        </Text>
      ) : null}
      {nearestSimilarity < usualNearest.lower ? (
        <Alert color="orange" p="xs">
          {t('place.unlike', {
            own: number(nearestSimilarity, 2),
            lower: number(usualNearest.lower, 2),
            upper: number(usualNearest.upper, 2),
          })}
        </Alert>
      ) : null}
    </Stack>
  );
}
