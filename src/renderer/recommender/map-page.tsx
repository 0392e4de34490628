import { Anchor, Button, Group, ScrollArea, Select, Skeleton, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useElementSize } from '@mantine/hooks';
import { IconMap2 } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Placement, SongMap } from '../../shared/contract/scoring.ts';
import { useCall } from '../api.ts';
import { linkTo } from '../app/router.ts';
import { Columns } from '../ui/columns.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { number } from '../ui/format.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { Panel } from '../ui/panel.tsx';
import { PlayButton } from '../ui/play-button.tsx';
import { said } from '../ui/said.ts';
import { ResultTable } from '../ui/table/result-table.tsx';
import { type Colouring, COLOURINGS, type MapPoint, Points } from './map-points.tsx';
import { trainedChoices, useModelTypes } from './model-types.ts';
import { PlaceRecording } from './place-recording.tsx';

/** The title, actions and frame of a chart. */
const FRAME_PX = 70;
const SMALLEST_PX = 260;
/** Room for two lines of facts: if the row grew with its words, each search would draw the map again. */
const FACTS_PX = 36;
/** A search marks and lists at most so many points: more are no find, and each halo takes its time to draw. */
const MOST_FOUND = 100;
/** Before the name of a set of vectors among the names of models. */
const VECTORS = 'vectors:';
const NO_POINTS: MapPoint[] = [];

/** The songs as points, close together if a model finds them similar; a new recording can be placed on the map. */
export function Page() {
  const { t } = useTranslation();
  const models = useCall('models/list', {});
  const types = useModelTypes();
  const usable = (models.data ?? []).filter(({ type }) => types.can(type, 'song-vectors'));
  const sets = useCall('vectors/list-sets', {});
  const [chosen, setChosen] = usePageState<string | null>('map-model', null);
  // Kept while another map is shown: a recording is sought on the map of the model that placed it.
  const [placed, setPlaced] = useState<Placement | null>(null);
  const vectors = (sets.data ?? []).find(({ name }) => `${VECTORS}${name}` === chosen)?.name;
  const [firstSet] = sets.data ?? [];
  const model = vectors === undefined ? (usable.find(({ name }) => name === chosen) ?? usable[0]) : undefined;
  const set = vectors ?? (models.data && usable.length === 0 ? firstSet?.name : undefined);
  const of = model ? { model: model.name } : { vectors: set ?? '' };
  const map = useCall('models/map', of, { enabled: model !== undefined || set !== undefined, keep: true });
  const none = models.data && types.all && sets.data && usable.length === 0 && sets.data.length === 0;
  const choice = (
    <Select
      aria-label={t('recommend.model')}
      w={240}
      value={model?.name ?? (set === undefined ? null : `${VECTORS}${set}`)}
      allowDeselect={false}
      data={[
        ...trainedChoices(types.all, usable),
        ...(sets.data ?? []).map(({ name }) => ({ value: `${VECTORS}${name}`, label: t('map.vectors', { name }) })),
      ]}
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
      ) : null}
      {map.error ? <Text c="orange">{said(map.error)}</Text> : null}
      {map.isLoading ? <Skeleton h={400} /> : null}
      {(model || set !== undefined) && map.data && !map.error ? (
        <SongsOnMap
          key={model?.name ?? `${VECTORS}${set}`}
          map={map.data}
          model={model?.name ?? null}
          hearing={model && types.can(model.type, 'hears-recordings') ? model.name : undefined}
          {...{ placed, onPlaced: setPlaced, onShow: setChosen }}
        />
      ) : null}
    </PageLayout>
  );
}

function SongsOnMap({
  map,
  model,
  hearing,
  placed,
  onPlaced,
  onShow,
}: {
  map: SongMap;
  /** Null for a map of vectors without a model. */
  model: string | null;
  hearing: string | undefined;
  placed: Placement | null;
  onPlaced(placed: Placement): void;
  /** Shows the map of another model. */
  onShow(model: string): void;
}) {
  const { t } = useTranslation();
  const [by, setBy] = usePageState<Colouring>('map-colouring', 'tag');
  const [search, setSearch] = useState('');
  const [sought] = useDebouncedValue(search.trim().toLowerCase(), 150);
  const [encloses, setEncloses] = useState(false);
  const [enclosed, setEnclosed] = useState<string[]>([]);
  const [selected, setSelected] = useState<string | null>(null);
  const { ref, height } = useElementSize();
  const point = map.points.find(({ songId }) => songId === selected);
  const matching = useMemo(
    () => (sought === '' ? NO_POINTS : map.points.filter((one) => matches(one, sought))),
    [map, sought],
  );
  const found = useMemo(() => matching.slice(0, MOST_FOUND), [matching]);
  const listed = useMemo(() => {
    const wanted = new Set(enclosed);
    return enclosed.length > 0 ? map.points.filter(({ songId }) => wanted.has(songId)) : found;
  }, [map, enclosed, found]);
  const marked = useMemo(
    () => new Set([...found.map(({ songId }) => songId), ...(selected ? [selected] : [])]),
    [found, selected],
  );
  const star = useMemo(
    () => (placed?.position && placed.model === model ? { name: placed.file, ...placed.position } : null),
    [placed, model],
  );
  return (
    <Columns template="minmax(0, 1fr) 320px">
      <Stack gap="xs" style={{ minHeight: 0 }}>
        <Group gap="sm" mih={FACTS_PX}>
          <TextInput
            aria-label={t('map.search')}
            placeholder={t('map.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            w={220}
          />
          <Select
            aria-label={t('map.colouring')}
            w={180}
            value={by}
            allowDeselect={false}
            data={COLOURINGS.map((one) => ({ value: one, label: t(`map.by.${one}`) }))}
            onChange={(value) => setBy(value as Colouring)}
          />
          <Switch
            label={t('map.enclose')}
            checked={encloses}
            onChange={(event) => setEncloses(event.currentTarget.checked)}
          />
          <Text size="xs" c="dimmed" flex={1} ta="right" role="status">
            {sought === ''
              ? t('map.facts', {
                  shown: map.points.length,
                  known: map.known,
                  share: number(100 * (map.explained[0] + map.explained[1])),
                })
              : t(matching.length > found.length ? 'map.foundMore' : 'map.found', {
                  count: matching.length,
                  most: MOST_FOUND,
                })}
          </Text>
        </Group>
        <div ref={ref} className="map">
          {height > 0 ? (
            <Points
              map={map}
              by={by}
              height={Math.max(SMALLEST_PX, Math.floor(height) - FRAME_PX)}
              marked={marked}
              star={star}
              encloses={encloses}
              onSelect={setSelected}
              onEnclose={setEnclosed}
            />
          ) : null}
        </div>
      </Stack>
      <ScrollArea h="100%">
        <Stack pr="sm" gap="sm">
          <PlaceRecording model={hearing} shown={model} {...{ placed, onPlaced, onShow }} />
          <Panel>
            {point ? (
              <Group wrap="nowrap">
                <PlayButton songId={point.songId} title={point.title ?? point.songId} disabled={!point.hasClip} />
                <div style={{ minWidth: 0 }}>
                  <Anchor size="sm" truncate href={linkTo('song', point.songId)}>
                    {point.title ?? point.songId}
                  </Anchor>
                  <Text size="xs" c="dimmed">
                    {point.artist} {point.tag >= 0 ? `· ${map.tags[point.tag]}` : ''}
                    {point.listeners === 0 ? ` · ${t('recommend.unplayed')}` : ''}
                  </Text>
                </div>
              </Group>
            ) : (
              <Text size="sm" c="dimmed">
                {t('map.pick')}
              </Text>
            )}
          </Panel>
          {listed.length > 0 ? (
            <Listed points={listed} of={matching.length} map={map} isEnclosed={enclosed.length > 0} />
          ) : null}
        </Stack>
      </ScrollArea>
    </Columns>
  );
}

function matches({ title, artist, songId }: MapPoint, sought: string): boolean {
  return [title, artist, songId].some((text) => text?.toLowerCase().includes(sought));
}

/** What was enclosed or found, as a table that can be copied and saved. */
function Listed({
  points,
  of,
  map,
  isEnclosed,
}: {
  points: MapPoint[];
  /** How many were found, of which these are the first. */
  of: number;
  map: SongMap;
  isEnclosed: boolean;
}) {
  const { t } = useTranslation();
  const title = isEnclosed
    ? t('map.enclosed', { count: points.length })
    : t(of > points.length ? 'map.foundMore' : 'map.found', { count: of, most: MOST_FOUND });
  return (
    <Panel title={title}>
      <ResultTable
        table={{
          name: 'map-songs',
          head: [t('song.title'), t('song.artist'), t('song.tags'), t('song.listeners')],
          rows: points.map((one) => [
            one.title ?? one.songId,
            one.artist,
            one.tag >= 0 ? map.tags[one.tag] : null,
            one.listeners,
          ]),
        }}
        label={title}
        maxHeight={300}
      />
    </Panel>
  );
}
