import { Group, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';

/** Tabs on the left, common controls on the right, outside the tab list, which may contain only tabs. */
export function TabBar({ tabs, children }: { tabs: ReactNode; children: ReactNode }) {
  return (
    <Group wrap="nowrap" gap="sm" align="end">
      <Tabs.List flex={1}>{tabs}</Tabs.List>
      {children}
    </Group>
  );
}
