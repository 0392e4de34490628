import {
  Button,
  Group,
  Paper,
  ScrollArea,
  Select,
  Skeleton,
  Stack,
  Text,
  Tooltip,
  UnstyledButton,
} from '@mantine/core';
import {
  IconArrowNarrowDown,
  IconArrowNarrowUp,
  IconBrain,
  IconEqual,
  IconHeadphones,
  IconPlus,
} from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageProps } from '../app/page-view.tsx';
import type { Recommendation } from '../../shared/contract/recommender.ts';
import type { Table } from '../../shared/table.ts';
import { useCall } from '../api.ts';
import { run } from '../app/commands.ts';
import { linkTo } from '../app/router.ts';
import { decimalsFor } from '../../shared/number-format.ts';
import { number, resultNumber } from '../ui/format.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { PlayButton } from '../ui/play-button.tsx';
import { CompareLists } from './compare-lists.tsx';
import { Listeners } from './listener-list.tsx';
import { modelName, trainedChoices, useModelTypes } from './model-types.ts';
import { ScoreBar } from './score-bar.tsx';
import { rangeOf } from './score-parts.ts';
import { Why } from './why.tsx';
import { TableButtons } from '../ui/table/table-buttons.tsx';
import { usePageState } from '../ui/page-state.ts';
import { Columns } from '../ui/columns.tsx';
import { said } from '../ui/said.ts';

const LENGTHS = [10, 20, 50, 100];

/** Listener on the left, ranked songs in the middle, reasons for the selected song on the right. */
export function Page({ id: listenerId }: PageProps) {
  const { t } = useTranslation();
  const models = useCall('models/list', {});
  const { all: types } = useModelTypes();
  const [chosen, setChosen] = usePageState<string | null>('recommend-model', null);
  // The latest: what was just trained is looked at next.
  const known = models.data?.some(({ name }) => name === chosen);
  const model = (known ? chosen : models.data?.[0]?.name) ?? null;
  const [length, setLength] = usePageState('recommend-length', 20);
  const [selected, setSelected] = usePageState<string | null>('recommend-song', null);
  const answer = useCall(
    'models/recommend',
    { model: model ?? '', listenerId: listenerId ?? '', top: length },
    { enabled: model !== null && listenerId !== null, keep: true },
  );
  const [compared, setCompared] = usePageState<string | null>('recommend-compared', null);
  const second = compared !== model && models.data?.some(({ name }) => name === compared) ? compared : null;
  const other = useCall(
    'models/recommend',
    { model: second ?? '', listenerId: listenerId ?? '', top: length },
    { enabled: second !== null && listenerId !== null, keep: true },
  );
  const items = answer.data?.items ?? [];
  const all = second === null ? items : [...items, ...(other.data?.items ?? [])];
  const current = all.find((item) => item.songId === selected) ?? items[0];
  const nameOf = (wanted: string | null) => {
    const found = models.data?.find(({ name }) => name === wanted);
    return found ? modelName(types, found) : (wanted ?? '');
  };
  const choice = (
    <>
      {items.length > 0 ? <TableButtons contents={async () => listTable(t, `${model} ${listenerId}`, items)} /> : null}
      {(models.data?.length ?? 0) > 0 ? (
        <>
          <Select
            aria-label={t('recommend.length')}
            w={110}
            value={String(length)}
            data={LENGTHS.map((count) => ({ value: String(count), label: t('recommend.songs', { count }) }))}
            onChange={(value) => setLength(Number(value))}
            allowDeselect={false}
          />
          <Select
            aria-label={t('recommend.model')}
            w={200}
            value={model}
            data={trainedChoices(types, models.data ?? [])}
            onChange={setChosen}
            allowDeselect={false}
          />
        </>
      ) : null}
      {(models.data?.length ?? 0) > 1 ? (
        <Select
          aria-label={t('recommend.compare')}
          placeholder={t('recommend.compare')}
          w={190}
          value={second}
          data={(models.data ?? [])
            .filter(({ name }) => name !== model)
            .map((one) => ({ value: one.name, label: modelName(types, one) }))}
          onChange={setCompared}
          clearable
        />
      ) : null}
    </>
  );
  return (
    <PageLayout page="recommend" actions={choice}>
      <Columns template="250px minmax(320px, 1fr) 330px">
        <Listeners listenerId={listenerId} />
        <Stack gap="xs" style={{ minHeight: 0 }}>
          {answer.data ? (
            <Text size="xs" c="dimmed">
              {t(`recommend.meaning.${answer.data.scoreMeaning}`, {
                minimum: number(answer.data.scoreRange?.minimum ?? 0, 1),
                maximum: number(answer.data.scoreRange?.maximum ?? 0, 1),
              })}
            </Text>
          ) : null}
          {models.data?.length === 0 ? (
            <EmptyState
              icon={IconBrain}
              actions={
                <Button component="a" href={linkTo('training')} variant="default">
                  {t('nav.training')}
                </Button>
              }
            >
              {t('recommend.noModel')}
            </EmptyState>
          ) : null}
          {listenerId === null && models.data?.length !== 0 ? (
            <EmptyState icon={IconHeadphones}>{t('recommend.pick')}</EmptyState>
          ) : null}
          {answer.error ? (
            <Text size="sm" c="orange">
              {said(answer.error)}
            </Text>
          ) : null}
          {answer.data && items.length === 0 ? <Nothing /> : null}
          {other.error ? (
            <Text size="sm" c="orange">
              {said(other.error)}
            </Text>
          ) : null}
          {answer.isLoading ? (
            <Skeleton h={400} />
          ) : second !== null && other.data ? (
            <CompareLists
              sides={[
                { name: nameOf(model), items },
                { name: nameOf(second), items: other.data.items },
              ]}
              selected={current?.songId ?? null}
              onSelect={setSelected}
            />
          ) : (
            <Ranking items={items} selected={current?.songId ?? null} model={model ?? ''} onSelect={setSelected} />
          )}
        </Stack>
        {current ? <Why item={current} /> : <div />}
      </Columns>
    </PageLayout>
  );
}

/** Why a list is empty; one listener alone needs other data, not another model. */
function Nothing() {
  const { t } = useTranslation();
  const { data: overview } = useCall('library/get-overview', {});
  if (overview?.listeners !== 1) return <EmptyState>{t('recommend.nothing')}</EmptyState>;
  const toImport = (
    <Button variant="default" onClick={() => run('import-music')}>
      {t('imports.open')}
    </Button>
  );
  return <EmptyState actions={toImport}>{t('recommend.alone')}</EmptyState>;
}

function listTable(t: (key: string) => string, name: string, items: readonly Recommendation[]): Table {
  return {
    name: 'recommendations',
    title: name,
    head: ['rank', 'title', 'artist', 'score', 'songId'].map((column) => t(`recommend.columns.${column}`)),
    numbers: ['count'],
    rows: items.map(({ title, artist, score, songId }, i) => [i + 1, title, artist, score, songId]),
  };
}

/** Keeps the previous model's ranks, so that switching models shows what moved. */
function Ranking({
  items,
  selected,
  model,
  onSelect,
}: {
  items: Recommendation[];
  selected: string | null;
  model: string;
  onSelect(songId: string): void;
}) {
  const { t } = useTranslation();
  const previous = useRef<{ model: string; ranks: Map<string, number> }>({ model: '', ranks: new Map() });
  const before = useRef<Map<string, number>>(new Map());
  if (previous.current.model !== model) {
    before.current = previous.current.ranks;
    previous.current = { model, ranks: new Map() };
  }
  if (items.length > 0) previous.current.ranks = new Map(items.map((item, i) => [item.songId, i]));
  const decimals = decimalsFor(items.map((item) => item.score));
  const range = rangeOf(items);
  const types = useModelTypes();
  return (
    <ScrollArea flex={1}>
      <Stack gap={4} pr="sm" role="list" aria-label={t('recommend.list')}>
        {items.map((item, index) => (
          <Paper
            key={item.songId}
            role="listitem"
            withBorder
            px="sm"
            py={6}
            bg={item.songId === selected ? 'var(--mantine-primary-color-light)' : undefined}
          >
            <Group wrap="nowrap" gap="sm">
              <Text size="sm" w={22} c="dimmed" className="number">
                {index + 1}
              </Text>
              <Moved from={before.current.get(item.songId)} to={index} known={before.current.size > 0} />
              <PlayButton songId={item.songId} title={item.title ?? item.songId} disabled={!item.hasClip} />
              <UnstyledButton
                flex={1}
                style={{ minWidth: 0 }}
                aria-current={item.songId === selected}
                onClick={() => onSelect(item.songId)}
              >
                <Text size="sm" truncate>
                  {item.title ?? item.songId}{' '}
                  <Text span size="xs" c="dimmed">
                    {[item.artist, item.listeners === 0 ? t('recommend.unplayed') : null].filter(Boolean).join(' · ')}
                  </Text>
                </Text>
                <ScoreBar item={item} range={range} types={types} />
              </UnstyledButton>
              <Text size="sm" className="number" w={60}>
                {resultNumber(item.score, decimals)}
              </Text>
            </Group>
          </Paper>
        ))}
      </Stack>
    </ScrollArea>
  );
}

function Moved({ from, to, known }: { from: number | undefined; to: number; known: boolean }) {
  const { t } = useTranslation();
  if (!known) return null;
  const steps = from === undefined ? 0 : Math.abs(from - to);
  const Sign =
    from === undefined ? IconPlus : steps === 0 ? IconEqual : from > to ? IconArrowNarrowUp : IconArrowNarrowDown;
  const words = from === undefined ? t('recommend.new') : t('recommend.was', { rank: from + 1 });
  return (
    <Tooltip label={words} openDelay={400}>
      <Group gap={0} w={34} wrap="nowrap" c="dimmed" role="img" aria-label={words}>
        <Sign size={14} stroke={1.6} aria-hidden />
        <Text size="xs">{steps === 0 ? '' : steps}</Text>
      </Group>
    </Tooltip>
  );
}
