import { Group, NavLink, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import { go, linkTo } from '../app/router.ts';
import { Bar } from '../ui/bar.tsx';
import { number } from '../ui/format.ts';
import { usePageState } from '../ui/page-state.ts';
import { said } from '../ui/said.ts';

/** Finds a listener, and shows what the chosen one played most. */
export function Listeners({ listenerId }: { listenerId: string | null }) {
  const { t } = useTranslation();
  const [filter, setFilter] = usePageState('recommend-listener-filter', '');
  const [applied] = useDebouncedValue(filter, 150);
  const list = useCall(
    'library/list-listeners',
    { filter: applied, limit: 50, sort: 'songs', descending: true },
    { keep: true },
  );
  const listener = useCall(
    'library/get-listener',
    { listenerId: listenerId ?? '', limit: 60 },
    { enabled: listenerId !== null },
  );
  const first = list.data?.rows[0]?.listenerId;
  useEffect(() => {
    if (listenerId === null && first) go('recommend', first);
  }, [listenerId, first]);
  const most = listener.data?.plays[0]?.plays ?? 1;
  return (
    <Stack gap="xs" style={{ minHeight: 0 }}>
      <TextInput
        placeholder={t('recommend.findListener')}
        aria-label={t('recommend.findListener')}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <ScrollArea h={170}>
        {list.data?.rows.map((row) => (
          <NavLink
            key={row.listenerId}
            py={2}
            href={linkTo('recommend', row.listenerId)}
            active={row.listenerId === listenerId}
            label={
              <span className="mono">
                {row.listenerId.length > 20 ? `${row.listenerId.slice(0, 18)}…` : row.listenerId}
              </span>
            }
            rightSection={<Text size="xs">{number(row.songs)}</Text>}
          />
        ))}
      </ScrollArea>
      <Text size="xs" fw={600}>
        {listener.data
          ? t('recommend.played', {
              songs: listener.data.listener.songs,
              plays: listener.data.listener.plays,
            })
          : ''}
      </Text>
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
                size={3}
                value={(100 * play.plays) / most}
                color="var(--mantine-color-dimmed)"
                label={String(play.plays)}
              />
            </div>
          ))}
        </Stack>
      </ScrollArea>
    </Stack>
  );
}
