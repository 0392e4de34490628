import { Progress, type ProgressRootProps } from '@mantine/core';

/** A labelled progress bar: the label must be on the element with the role. */
export function Bar({
  value,
  label,
  color,
  ...root
}: { value: number; label: string; color?: string } & Omit<ProgressRootProps, 'children'>) {
  return (
    <Progress.Root {...root}>
      <Progress.Section value={value} color={color} aria-label={label} />
    </Progress.Root>
  );
}
