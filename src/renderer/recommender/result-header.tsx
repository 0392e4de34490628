import { Badge, Button, Group, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api.ts';
import { NameForm } from '../ui/name-form.tsx';
import { notifyErrors } from '../ui/notify.tsx';
import { ToolButton } from '../ui/tool-button.tsx';

/** A result's name, which can be changed, its set-up as chips, and what can be done with it. */
export function ResultHeader({
  id,
  title,
  about,
  chips,
  actions,
}: {
  id: number;
  title: string;
  /** When and on what it was computed. */
  about: string;
  chips: readonly string[];
  actions: ReactNode;
}) {
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" align="start" mb={4}>
        <ResultName id={id} title={title} />
        <Group gap="xs" wrap="nowrap">
          {actions}
        </Group>
      </Group>
      <Group gap={6}>
        {chips.map((chip) => (
          <Badge key={chip} variant="light" color="gray" tt="none" fw={400} size="lg" fz={12}>
            {chip}
          </Badge>
        ))}
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {about}
      </Text>
    </div>
  );
}

function ResultName({ id, title }: { id: number; title: string }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const save = async () => {
    if (typed === null || (await notifyErrors(call('results/rename', { id, title: typed })))) setTyped(null);
  };
  if (typed === null)
    return (
      <Group gap={4} wrap="nowrap">
        <Text fw={600} size="lg" component="h3" m={0}>
          {title}
        </Text>
        <ToolButton icon={IconPencil} label={t('experiments.rename')} onClick={() => setTyped(title)} />
      </Group>
    );
  return (
    <NameForm
      label={t('experiments.name')}
      saveLabel={t('experiments.saveName')}
      value={typed}
      maxLength={200}
      onChange={setTyped}
      onSave={save}
      onCancel={() => setTyped(null)}
    />
  );
}

export function EditButton({ onEdit }: { onEdit(): void }) {
  const { t } = useTranslation();
  return (
    <Button variant="default" onClick={onEdit}>
      {t('experiments.editAndRun')}
    </Button>
  );
}
