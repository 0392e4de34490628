import { Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { ToolButton } from './tool-button.tsx';

/** Adds an entry at the end of a list in a form. */
export function AddButton({ label, disabled, onAdd }: { label: string; disabled?: boolean; onAdd(): void }) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      disabled={disabled}
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={onAdd}
      style={{ alignSelf: 'flex-start' }}
    >
      {label}
    </Button>
  );
}

/** Takes an entry out of a list in a form; the label names it. */
export function RemoveButton({
  onRemove,
  ...button
}: {
  label: string;
  disabled?: boolean;
  mt?: number;
  onRemove(): void;
}) {
  return <ToolButton icon={IconTrash} onClick={onRemove} {...button} />;
}
