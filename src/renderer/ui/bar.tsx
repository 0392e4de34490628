import { Progress, type ProgressRootProps } from '@mantine/core';

/** A bar that says what it measures: the name has to be on the part that has the role. */
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
