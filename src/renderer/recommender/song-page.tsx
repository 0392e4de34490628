import {
  Alert,
  Anchor,
  Badge,
  Group,
  Paper,
  ScrollArea,
  SimpleGrid,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PageProps } from '../app/page-view.tsx';
import { useCall } from '../api.ts';
import { linkTo } from '../app/router.ts';
import { clock, NOT_APPLICABLE, number } from '../ui/format.ts';
import { MelPicture } from '../ui/mel-picture.tsx';
import { PlayButton } from '../ui/play-button.tsx';
import { Bar } from '../ui/bar.tsx';
import { said } from '../ui/said.ts';

export function Page({ id }: PageProps) {
  return <Song key={id} songId={id ?? ''} />;
}

function Song({ songId }: { songId: string }) {
  const { t } = useTranslation();
  const { data, error } = useCall('library/get-song', { songId });
  if (error) return <Alert color="orange">{said(error)}</Alert>;
  if (!data) return <Skeleton h={300} />;
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
  return (
    <ScrollArea h="100%">
      <Stack>
        <Group gap="sm">
          <Anchor href={linkTo('library')} size="sm">
            ← {t('nav.library')}
          </Anchor>
        </Group>
        <Group gap="sm">
          <Title order={2} size="h4">
            {song.title ?? song.songId}
          </Title>
          {clip ? <PlayButton songId={songId} /> : null}
          {data.mismatched ? (
            <Badge color="orange" variant="light">
              {t('song.mismatched')}
            </Badge>
          ) : null}
        </Group>
        <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
          <Paper withBorder p="sm">
            <Table fz="sm" verticalSpacing={4}>
              <Table.Tbody>
                {facts.map(([name, value]) => (
                  <Table.Tr key={name}>
                    <Table.Td c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                      {name}
                    </Table.Td>
                    <Table.Td style={{ wordBreak: 'break-word' }}>{value}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Paper>
          <Paper withBorder p="sm">
            <Text fw={600} size="sm" mb="xs">
              {t('mel.title')}
            </Text>
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
                  rate: number(clip.sampleRate),
                  channels: clip.channels,
                  seconds: number(clip.durationSeconds, 1),
                })}
              </Text>
            ) : null}
          </Paper>
          <Paper withBorder p="sm">
            <Text fw={600} size="sm" mb="xs">
              {t('song.tags')}
            </Text>
            {data.tags.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('song.noTags')}
              </Text>
            ) : null}
            <Stack gap={6}>
              {data.tags.slice(0, 16).map(({ tag, weight }) => (
                <Group key={tag} wrap="nowrap" gap="xs">
                  <Text size="sm" w={120} truncate>
                    {tag}
                  </Text>
                  <Bar value={weight} flex={1} size="sm" label={tag} />
                  <Text size="xs" w={28} className="number">
                    {number(weight)}
                  </Text>
                </Group>
              ))}
            </Stack>
          </Paper>
        </SimpleGrid>
      </Stack>
    </ScrollArea>
  );
}
