import { Group, Paper, type PaperProps, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** A framed part of a page, with a title and actions. */
export function Panel({
  title,
  actions,
  children,
  ...paper
}: { title?: string; actions?: ReactNode; children: ReactNode } & PaperProps) {
  return (
    <Paper withBorder p="sm" {...paper}>
      {title || actions ? (
        <Group justify="space-between" wrap="nowrap" mb={6} mih={28}>
          {title ? (
            <Text fw={600} size="sm" lh={1.25} component="h3">
              {title}
            </Text>
          ) : null}
          {actions}
        </Group>
      ) : null}
      {children}
    </Paper>
  );
}
