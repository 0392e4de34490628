import { ActionIcon, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

/** An icon button with a label and tooltip. */
export function ToolButton({
  icon: Picture,
  label,
  ...button
}: {
  icon: Icon;
  label: string;
  disabled?: boolean;
  /** Space above, beside a field with a label. */
  mt?: number;
  onClick?(): void;
}) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon variant="subtle" color="gray" size="md" aria-label={label} {...button}>
        <Picture size={16} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
