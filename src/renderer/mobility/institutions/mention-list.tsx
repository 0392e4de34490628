import { Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../shared/mobility/study.ts';
import { number } from '../../ui/format.ts';

const ROW_PX = 44;

/** Every spelling with its frequency and its institution. */
export function MentionList({
  mentions,
  chosen,
  onChoose,
}: {
  mentions: Mention[];
  chosen: string | null;
  onChoose(key: string): void;
}) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: mentions.length,
    getScrollElement: () => host.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  return (
    <div
      ref={host}
      style={{ flex: 1, overflow: 'auto', minHeight: 0 }}
      role="listbox"
      aria-label={t('institutions.mentions')}
      tabIndex={-1}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map((item) => {
          const mention = mentions[item.index];
          return (
            <div
              key={mention.key}
              role="option"
              aria-selected={mention.key === chosen}
              tabIndex={-1}
              className="table-row"
              style={{
                display: 'block',
                height: ROW_PX,
                padding: '4px 8px',
                transform: `translateY(${item.start}px)`,
                cursor: 'pointer',
              }}
              onMouseDown={() => onChoose(mention.key)}
            >
              <Text size="sm" truncate>
                {mention.mention}
              </Text>
              <Text size="xs" c={mention.state === 'open' ? 'orange' : 'dimmed'} truncate>
                {t(`institutions.states.${mention.state}`)} · {number(mention.count)}{' '}
                {mention.institutionName ? `→ ${mention.institutionName}` : ''}
              </Text>
            </div>
          );
        })}
      </div>
    </div>
  );
}
