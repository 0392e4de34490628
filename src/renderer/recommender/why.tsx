import { Badge, Group, ScrollArea, Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Reason, Recommendation } from '../../shared/contract/recommender.ts';
import { list, NOT_APPLICABLE, number } from '../ui/format.ts';
import { MelPicture } from '../ui/mel-picture.tsx';
import { PlayButton } from '../ui/play-button.tsx';
import { titleOf, useModelTypes } from './model-types.ts';

const TAGS_NAMED = 3;

/** The reasons in a sentence, the strongest first; null if the model gives none. */
export function sentenceOf(t: TFunction, { reasons, title, songId }: Recommendation): string | null {
  const [nearest] = reasons.filter(({ kind }) => kind === 'similar-played');
  const neighbours = reasons.find(({ kind }) => kind === 'neighbours');
  const popularity = reasons.find(({ kind }) => kind === 'popularity');
  const tags = reasons.filter(({ kind }) => kind === 'shared-tags').slice(0, TAGS_NAMED);
  const clauses = [
    ...(neighbours ? [t('recommend.because.neighbours', { n: neighbours.value })] : []),
    ...(nearest ? [t('recommend.because.nearest', { title: nearest.label })] : []),
    ...(tags.length > 0 ? [t('recommend.because.tags', { tags: list(tags.map(({ label }) => label)) })] : []),
    ...(popularity && !neighbours ? [t('recommend.because.popularity', { n: popularity.value })] : []),
  ];
  if (clauses.length === 0) return null;
  const reason = clauses.reduce((before, clause) => t('recommend.because.and', { before, clause }));
  return t('recommend.because.sentence', { title: title ?? songId, reason });
}

/** Songs with their numbers, all in one unit: shares of the score where there are any, else similarities. */
function Nearest({ reasons }: { reasons: readonly Reason[] }) {
  const { t } = useTranslation();
  const inShares = reasons.some(({ share }) => share !== null);
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {t('recommend.nearest')}
        </Text>
        <Text size="xs" c="dimmed">
          {t(inShares ? 'recommend.shareOfScore' : 'recommend.similarity')}
        </Text>
      </Group>
      {reasons.map(({ songId, label, share, value }) => (
        <Group key={`${songId}${value}`} gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm" truncate title={label}>
            {label}
          </Text>
          <Text size="xs" className="number">
            {inShares ? (share === null ? NOT_APPLICABLE : `${number(100 * share, 1)} %`) : number(value, 2)}
          </Text>
        </Group>
      ))}
    </div>
  );
}

/** Why a song is in the list: a sentence, the parts of its score, the nearest played songs, tags, and how it sounds. */
export function Why({ item }: { item: Recommendation }) {
  const { t } = useTranslation();
  const types = useModelTypes();
  const nearest = item.reasons.filter(({ kind }) => kind === 'similar-played');
  const components = item.reasons.filter(({ kind }) => kind === 'component');
  const tags = item.reasons.filter(({ kind }) => kind === 'shared-tags').map(({ label }) => label);
  const near = nearest.find(({ songId }) => songId !== undefined);
  const title = item.title ?? item.songId;
  const sentence = sentenceOf(t, item);
  return (
    <ScrollArea h="100%">
      <Stack gap="sm" pr="xs">
        <Text fw={600} size="sm" component="h3">
          {t('recommend.why', { title })}
        </Text>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Text size="sm" flex={1}>
            {sentence ?? t(components.length > 0 ? 'recommend.because.parts' : 'recommend.noReason')}
          </Text>
          {item.hasClip ? (
            <PlayButton
              songId={item.songId}
              title={title}
              other={near ? { songId: near.songId ?? '', title: near.label } : undefined}
            />
          ) : null}
        </Group>
        {item.listeners === 0 ? (
          <Text size="sm" c="dimmed">
            {t('recommend.unplayedHelp')}
          </Text>
        ) : null}
        {components.map((part) => (
          <Group key={part.label} gap="xs" wrap="nowrap">
            <div style={{ width: 10, height: 10, background: types.fill(part.label) }} />
            <Text size="sm" flex={1}>
              {titleOf(types.all, part.label)}
            </Text>
            <Text size="sm" className="number">
              {number(100 * (part.share ?? 0))} %
            </Text>
          </Group>
        ))}
        {nearest.length > 0 ? <Nearest reasons={nearest} /> : null}
        {tags.length > 0 ? (
          <Text size="xs" c="dimmed">
            {t('recommend.sharedTags')}
          </Text>
        ) : null}
        <Group gap={4}>
          {(tags.length > 0 ? tags : item.tags).map((tag) => (
            <Badge key={tag} variant="default" tt="none">
              {tag}
            </Badge>
          ))}
        </Group>
        {item.hasClip ? (
          <Group gap="xs" align="flex-start" wrap="nowrap">
            <MelPicture songId={item.songId} title={title} size={150} />
            {near?.songId ? <MelPicture songId={near.songId} title={near.label} size={150} /> : null}
          </Group>
        ) : null}
      </Stack>
    </ScrollArea>
  );
}
