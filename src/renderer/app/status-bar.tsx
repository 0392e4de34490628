import { ActionIcon, Anchor, Badge, Box, Button, Group, Popover, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconListCheck, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useCall } from '../api.ts';
import { Bar } from '../ui/bar.tsx';
import { notifyErrors } from '../ui/notify.tsx';
import { said } from '../ui/said.ts';
import { JobLines } from './job-card.tsx';
import { useUnread } from './job-outcome.ts';
import { useJobs } from './live.ts';
import { phaseText, timeLeft } from './phase.ts';
import { linkTo, type Route, useRoute } from './router.ts';

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
  // The one that began first: a demo, not that part of it which runs now.
  const running = useJobs().findLast((job) => job.state === 'running');
  return (
    <Group h="100%" px="md" gap="lg" wrap="nowrap">
      <Text size="xs" title={info?.engine ? said(info.engine.detail) : undefined} style={{ whiteSpace: 'nowrap' }}>
        {info?.engine ? t(`engine.${info.engine.name}`) : t('engine.looking')}
      </Text>
      <Text size="xs" truncate>
        {info ? sizeOf(t, info.counts) : '…'}
      </Text>
      <div style={{ flex: 1 }} />
      {running ? (
        <>
          <Text size="xs" truncate>
            {said(running.title)}
          </Text>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {phaseText(t, running)}
            {timeLeft(t, running)}
          </Text>
          <Bar w={120} size="sm" value={100 * (running.progress?.fraction ?? 0)} label={said(running.title)} />
          <ActionIcon
            size="xs"
            variant="subtle"
            disabled={!running.cancellable}
            aria-label={t('jobs.cancel')}
            title={t('jobs.cancel')}
            onClick={() => void notifyErrors(call('jobs/cancel', { id: running.id }))}
          >
            <IconX size={14} stroke={1.6} aria-hidden />
          </ActionIcon>
        </>
      ) : null}
      <JobsPopover />
    </Group>
  );
}

const SHOWN = 5;

/** The last jobs with their outcomes; a badge counts those that nobody has seen. */
function JobsPopover() {
  const { t } = useTranslation();
  const jobs = useJobs();
  const { unread, read } = useUnread();
  const route = useRoute();
  // What a job leads to is not covered by the list of jobs.
  const [openedOn, setOpenedOn] = useState<Route | null>(null);
  const opened = openedOn === route;
  const failed = unread.some(({ state }) => state !== 'done');
  const change = (next: boolean) => {
    setOpenedOn(next ? route : null);
    if (next || opened) read();
  };
  // A pressed button may be gone with what it did, and the focus with it: Escape closes the list nevertheless.
  useEffect(() => {
    if (!opened) return;
    const close = (event: KeyboardEvent) => event.key === 'Escape' && setOpenedOn(null);
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [opened]);
  return (
    <Popover opened={opened} onChange={change} position="top-end" width={420} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => change(!opened)}
          aria-expanded={opened}
          leftSection={<IconListCheck size={14} stroke={1.6} aria-hidden />}
          style={{ flexShrink: 0 }}
          rightSection={
            unread.length > 0 ? (
              <>
                <Badge size="sm" px={6} color={failed ? 'red.9' : 'teal.9'} aria-hidden>
                  {unread.length}
                </Badge>
                <VisuallyHidden>{t('jobs.unread', { count: unread.length })}</VisuallyHidden>
              </>
            ) : null
          }
        >
          {t('status.jobs')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={t('status.jobs')}>
        <Box mah="60vh" style={{ overflow: 'hidden auto' }}>
          <Stack gap="sm" pr="xs">
            {jobs.length === 0 ? <Text size="sm">{t('jobs.none')}</Text> : null}
            {jobs.slice(0, SHOWN).map((job) => (
              <JobLines key={job.id} job={job} />
            ))}
          </Stack>
        </Box>
        <Anchor size="sm" href={linkTo('jobs')} onClick={() => change(false)} mt="xs" display="inline-block">
          {t('jobs.all')}
        </Anchor>
      </Popover.Dropdown>
    </Popover>
  );
}
