import { Group, Stack, Text } from '@mantine/core';
import { type Icon, IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Why there is nothing here yet, and what to do about it. */
export function EmptyState({
  title,
  children,
  icon: Picture = IconInbox,
  actions,
}: {
  title?: string;
  children?: ReactNode;
  icon?: Icon;
  actions?: ReactNode;
}) {
  return (
    <Group align="flex-start" gap="md" wrap="nowrap" p="lg" maw={640}>
      <Picture size={28} stroke={1.4} color="var(--mantine-color-dimmed)" style={{ flexShrink: 0 }} aria-hidden />
      <Stack gap="sm" style={{ minWidth: 0 }}>
        {title ? (
          <Text fw={600} component="h3">
            {title}
          </Text>
        ) : null}
        {children ? (
          <Text size="sm" component="div">
            {children}
          </Text>
        ) : null}
        {actions ? <Group gap="xs">{actions}</Group> : null}
      </Stack>
    </Group>
  );
}
