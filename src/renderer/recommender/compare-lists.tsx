import { Group, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Recommendation } from '../../shared/contract/recommender.ts';
import { decimalsFor } from '../../shared/number-format.ts';
import { resultNumber } from '../ui/format.ts';

/** Height of a row, by which the lines between the columns find their ends. */
const ROW_PX = 44;
const HEAD_PX = 32;
const GAP_PX = 48;

export interface Side {
  name: string;
  items: readonly Recommendation[];
}

/** The same listener's lists by two models side by side, with a line between the places of a song that is in both. */
export function CompareLists({
  sides,
  selected,
  onSelect,
}: {
  sides: readonly [Side, Side];
  selected: string | null;
  onSelect(songId: string): void;
}) {
  const { t } = useTranslation();
  const [left, right] = sides;
  const placeRight = new Map(right.items.map(({ songId }, place) => [songId, place]));
  const pairs = left.items.flatMap(({ songId }, from) => {
    const to = placeRight.get(songId);
    return to === undefined ? [] : [{ songId, from, to }];
  });
  const inBoth = new Set(pairs.map(({ songId }) => songId));
  const rows = Math.max(left.items.length, right.items.length);
  return (
    <ScrollArea flex={1}>
      <Text size="sm" role="status">
        {t('recommend.inBoth', { both: pairs.length })}
      </Text>
      <div className="compared">
        <ComparedList side={left} {...{ inBoth, selected, onSelect }} />
        <svg width={GAP_PX} height={rows * ROW_PX} aria-hidden style={{ marginTop: HEAD_PX }}>
          {pairs.map(({ songId, from, to }) => (
            <path
              key={songId}
              d={`M0 ${(from + 0.5) * ROW_PX} C${GAP_PX / 2} ${(from + 0.5) * ROW_PX} ${GAP_PX / 2} ${
                (to + 0.5) * ROW_PX
              } ${GAP_PX} ${(to + 0.5) * ROW_PX}`}
              className={songId === selected ? 'selected' : undefined}
            />
          ))}
        </svg>
        <ComparedList side={right} {...{ inBoth, selected, onSelect }} />
      </div>
    </ScrollArea>
  );
}

function ComparedList({
  side: { name, items },
  inBoth,
  selected,
  onSelect,
}: {
  side: Side;
  inBoth: ReadonlySet<string>;
  selected: string | null;
  onSelect(songId: string): void;
}) {
  const { t } = useTranslation();
  const decimals = decimalsFor(items.map(({ score }) => score));
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="sm" fw={600} truncate h={HEAD_PX} lh={`${HEAD_PX}px`} component="h3" title={name}>
        {name}
      </Text>
      <ol aria-label={t('recommend.listOf', { name })}>
        {items.map(({ songId, title, artist, score }, place) => (
          <li key={songId} style={{ height: ROW_PX }}>
            <UnstyledButton
              w="100%"
              h="100%"
              px={4}
              aria-current={songId === selected}
              className={songId === selected ? 'selected' : undefined}
              onClick={() => onSelect(songId)}
            >
              <Group gap="xs" wrap="nowrap" title={artist ? `${title ?? songId} · ${artist}` : (title ?? songId)}>
                <Text size="xs" c="dimmed" w={20} ta="right">
                  {place + 1}
                </Text>
                <div style={{ flex: 1, minWidth: 0 }}>
                  <Text size="sm" truncate lh={1.3} fw={inBoth.has(songId) ? 400 : 600}>
                    {title ?? songId}
                  </Text>
                  <Group gap="xs" wrap="nowrap" justify="space-between">
                    <Text size="xs" c="dimmed" truncate lh={1.3}>
                      {artist}
                    </Text>
                    <Text size="xs" className="number" lh={1.3}>
                      {resultNumber(score, decimals)}
                    </Text>
                  </Group>
                </div>
              </Group>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </div>
  );
}
