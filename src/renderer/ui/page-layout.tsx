import { Group, ScrollArea, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageId } from '../../shared/pages.ts';

/**
 * Layout of every page: its name, a description, actions for the whole page on the right, and the rest of
 * the height for its contents.
 */
export function PageLayout({
  page,
  title,
  about,
  badges,
  actions,
  scrolls = false,
  children,
}: {
  page: PageId;
  /** For a page about one item: the item's name. */
  title?: string;
  /** Replaces the page's description. */
  about?: string;
  badges?: ReactNode;
  actions?: ReactNode;
  /** Scrolls the contents as a whole instead of single parts. */
  scrolls?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="page">
      <Group gap="sm" wrap="nowrap" mih={32} className="page-header">
        <Title order={2} size={16} style={{ whiteSpace: 'nowrap', flexShrink: title ? 1 : 0 }} lineClamp={1}>
          {title ?? t(`nav.${page}`)}
        </Title>
        {badges}
        <Text size="xs" c="dimmed" flex={1} truncate visibleFrom="sm">
          {about ?? t(`pageHelp.${page}`)}
        </Text>
        <Group gap="xs" wrap="nowrap" ml="auto">
          {actions}
        </Group>
      </Group>
      {scrolls ? (
        <ScrollArea className="page-body">{children}</ScrollArea>
      ) : (
        <div className="page-body">{children}</div>
      )}
    </div>
  );
}
