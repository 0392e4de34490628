import { Group, NavLink, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import { go, linkTo } from '../app/router.ts';
import { Bar } from '../ui/bar.tsx';
import { number } from '../ui/format.ts';
import { usePageState } from '../ui/page-state.ts';
import { moveByArrows } from '../ui/roving.ts';
import { said } from '../ui/said.ts';
import { ListenerName, useFoundListeners, useListenerNames } from './listener-names.tsx';

/** Finds a listener, and shows what the chosen one played most. */
export function Listeners({ listenerId }: { listenerId: string | null }) {
  const { t } = useTranslation();
  const [filter, setFilter] = usePageState('recommend-listener-filter', '');
  const [applied] = useDebouncedValue(filter, 150);
  const rows = useFoundListeners(applied, 50, { keep: true });
  const listener = useCall(
    'library/get-listener',
    { listenerId: listenerId ?? '', limit: 60 },
    { enabled: listenerId !== null },
  );
  const first = rows[0]?.listenerId;
  useEffect(() => {
    if (listenerId === null && first) go('recommend', first);
  }, [listenerId, first]);
  const most = listener.data?.plays[0]?.plays ?? 1;
  const { nameOf } = useListenerNames();
  const isListed = rows.some((row) => row.listenerId === listenerId);
  return (
    <Stack gap="xs" className="choices" style={{ minHeight: 0 }}>
      <TextInput
        placeholder={t('recommend.findListener')}
        aria-label={t('recommend.findListener')}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <ScrollArea h={170} viewportProps={{ tabIndex: -1 }}>
        <nav data-roving aria-label={t('recommend.listeners')} onKeyDown={moveByArrows}>
          {rows.map((row, place) => (
            <NavLink
              key={row.listenerId}
              py={2}
              href={linkTo('recommend', row.listenerId)}
              active={row.listenerId === listenerId}
              tabIndex={row.listenerId === listenerId || (!isListed && place === 0) ? 0 : -1}
              title={row.listenerId}
              label={<span className={row.name ? undefined : 'mono'}>{nameOf(row.listenerId)}</span>}
              rightSection={<Text size="xs">{row.songs === null ? '' : number(row.songs)}</Text>}
            />
          ))}
        </nav>
      </ScrollArea>
      <Group gap={4} wrap="nowrap" justify="space-between" mih={28}>
        {listenerId ? (
          <ListenerName key={listenerId} listenerId={listenerId}>
            <Text size="xs" fw={600} truncate>
              {listener.data
                ? t('recommend.played', {
                    songs: listener.data.listener.songs,
                    plays: listener.data.listener.plays,
                  })
                : ''}
            </Text>
          </ListenerName>
        ) : null}
      </Group>
      <ScrollArea flex={1}>
        {listener.error ? (
          <Text size="sm" c="orange">
            {said(listener.error)}
          </Text>
        ) : null}
        <Stack gap={5} pr="sm">
          {listener.data?.plays.map((play) => (
            <div key={play.songId}>
              <Group gap={4} wrap="nowrap" justify="space-between">
                <Text size="xs" truncate title={play.artist ?? ''}>
                  {play.title ?? play.songId}
                </Text>
                <Text size="xs">{number(play.plays)}</Text>
              </Group>
              <Bar
                size={4}
                value={(100 * play.plays) / most}
                label={t('recommend.playCount', { title: play.title ?? play.songId, count: play.plays })}
              />
            </div>
          ))}
        </Stack>
      </ScrollArea>
    </Stack>
  );
}
