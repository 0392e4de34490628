import { Group, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { ToolButton } from './tool-button.tsx';

interface Props {
  label: string;
  saveLabel: string;
  value: string;
  maxLength: number;
  onChange(value: string): void;
  onSave(): Promise<void>;
  /** Escape leaves the name as it was. */
  onCancel(): void;
}

/** A name that is typed in its place; Enter saves it. */
export function NameForm({ label, saveLabel, value, maxLength, onChange, onSave, onCancel }: Props) {
  return (
    <form
      style={{ flex: 1 }}
      onSubmit={(event) => {
        event.preventDefault();
        void onSave();
      }}
    >
      <Group gap={4} wrap="nowrap">
        <TextInput
          flex={1}
          aria-label={label}
          placeholder={label}
          value={value}
          maxLength={maxLength}
          autoFocus
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && onCancel()}
        />
        <ToolButton icon={IconCheck} label={saveLabel} onClick={() => void onSave()} />
      </Group>
    </form>
  );
}
