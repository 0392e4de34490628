import { ActionIcon, Anchor, Group, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call, useCall } from '../api.ts';
import { clock } from '../ui/format.ts';
import { useJobs } from './live.ts';
import { phaseText } from './phase.ts';
import { linkTo } from './router.ts';
import { Bar } from '../ui/bar.tsx';
import { said } from '../ui/said.ts';

function sizeOf(
  t: TFunction,
  { songs, listeners, plays, scholars }: { songs: number; listeners: number; plays: number; scholars: number },
): string {
  const study = scholars > 0 ? [t('status.scholars', { count: scholars })] : [];
  const music = songs > 0 || scholars === 0 ? [t('status.counts', { songs, listeners, plays })] : [];
  return [...music, ...study].join(' · ');
}

/** Engine, size of the library and running job, always visible in one line. */
export function StatusBar() {
  const { t } = useTranslation();
  const { data: info } = useCall('app/info', {});
  const running = useJobs().find((job) => job.state === 'running');
  return (
    <Group h="100%" px="md" gap="lg" wrap="nowrap">
      <Text size="xs" title={info?.engine ? said(info.engine.detail) : undefined}>
        {info?.engine ? t(`engine.${info.engine.name}`) : t('engine.looking')}
      </Text>
      <Text size="xs">{info ? sizeOf(t, info.counts) : '…'}</Text>
      <div style={{ flex: 1 }} />
      {running ? (
        <>
          <Anchor size="xs" href={linkTo('jobs')} truncate>
            {said(running.title)}
          </Anchor>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {phaseText(t, running)}
            {running.progress?.secondsLeft != null
              ? ` · ${t('status.left', { time: clock(running.progress.secondsLeft) })}`
              : ''}
          </Text>
          <Bar w={120} size="sm" value={100 * (running.progress?.fraction ?? 0)} label={said(running.title)} />
          <ActionIcon
            size="xs"
            variant="subtle"
            disabled={!running.cancellable}
            aria-label={t('jobs.cancel')}
            title={t('jobs.cancel')}
            onClick={() => void call('jobs/cancel', { id: running.id })}
          >
            <IconX size={14} stroke={1.6} aria-hidden />
          </ActionIcon>
        </>
      ) : (
        <Text size="xs" c="dimmed">
          {t('status.idle')}
        </Text>
      )}
    </Group>
  );
}
