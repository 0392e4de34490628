import { Group, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';

/** Tabs at the left, what belongs to all of them at the right; a list of tabs may hold tabs only. */
export function TabBar({ tabs, children }: { tabs: ReactNode; children: ReactNode }) {
  return (
    <Group wrap="nowrap" gap="sm" align="end">
      <Tabs.List flex={1}>{tabs}</Tabs.List>
      {children}
    </Group>
  );
}
