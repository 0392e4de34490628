import { Alert, Anchor, Badge, Group, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import type { PageProps } from '../app/page-view.tsx';
import { linkTo } from '../app/router.ts';
import { Bar } from '../ui/bar.tsx';
import { Facts } from '../ui/facts.tsx';
import { clock, NOT_APPLICABLE, number } from '../ui/format.ts';
import { MelPicture } from '../ui/mel-picture.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { Panel } from '../ui/panel.tsx';
import { PlayButton } from '../ui/play-button.tsx';
import { said } from '../ui/said.ts';

const TAGS_SHOWN = 16;

export function Page({ id }: PageProps) {
  return <Song key={id} songId={id ?? ''} />;
}

function Song({ songId }: { songId: string }) {
  const { t } = useTranslation();
  const { data, error } = useCall('library/get-song', { songId });
  const back = (
    <Anchor href={linkTo('library')} size="sm">
      <Group gap={4} wrap="nowrap">
        <IconArrowLeft size={16} stroke={1.6} aria-hidden />
        {t('nav.library')}
      </Group>
    </Anchor>
  );
  if (!data)
    return (
      <PageLayout page="song" actions={back}>
        {error ? <Alert color="orange">{said(error)}</Alert> : <Skeleton h={300} />}
      </PageLayout>
    );
  const { song, clip } = data;
  const facts: [string, string][] = [
    [t('song.artist'), song.artist ?? NOT_APPLICABLE],
    [t('song.release'), data.release ?? NOT_APPLICABLE],
    [t('song.year'), song.year === null ? NOT_APPLICABLE : String(song.year)],
    [t('song.duration'), clock(song.durationSeconds) || NOT_APPLICABLE],
    [t('song.listeners'), number(song.listeners)],
    [t('song.plays'), number(song.plays)],
    [t('song.id'), song.songId],
    [t('song.tracks'), data.tracks.join(', ') || NOT_APPLICABLE],
  ];
  const badges = (
    <>
      {clip ? <PlayButton songId={songId} title={song.title ?? songId} /> : null}
      {data.mismatched ? (
        <Badge color="orange" variant="light">
          {t('song.mismatched')}
        </Badge>
      ) : null}
    </>
  );
  return (
    <PageLayout page="song" title={song.title ?? song.songId} badges={badges} actions={back} scrolls>
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
        <Panel>
          <Facts rows={facts} />
        </Panel>
        <Panel title={t('mel.title')}>
          {clip?.mel ? (
            <MelPicture songId={songId} size={280} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('song.noClip')}
            </Text>
          )}
          {clip?.warning ? (
            <Text size="xs" c="orange">
              {said(clip.warning)}
            </Text>
          ) : null}
          {clip ? (
            <Text size="xs" c="dimmed">
              {t('song.clipFacts', {
                rate: clip.sampleRate,
                channels: clip.channels,
                seconds: number(clip.durationSeconds, 1),
              })}
            </Text>
          ) : null}
        </Panel>
        <Panel title={t('song.tags')}>
          {data.tags.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('song.noTags')}
            </Text>
          ) : null}
          <Stack gap={6}>
            {data.tags.slice(0, TAGS_SHOWN).map(({ tag, weight }) => (
              <Group key={tag} wrap="nowrap" gap="xs">
                <Text size="sm" w={120} truncate title={tag}>
                  {tag}
                </Text>
                <Bar value={weight} flex={1} size="sm" label={tag} />
                <Text size="xs" w={28} className="number">
                  {number(weight)}
                </Text>
              </Group>
            ))}
          </Stack>
        </Panel>
      </SimpleGrid>
    </PageLayout>
  );
}
