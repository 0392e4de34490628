import { Badge, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPencil } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Granted } from '../api.ts';
import { useFilePicker } from '../ui/file-picker.tsx';
import { dateTime, seconds } from '../ui/format.ts';
import { NameForm } from '../ui/name-form.tsx';
import { notifyErrors } from '../ui/notify.tsx';
import { READER } from '../ui/said.ts';
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

/** When a result was computed, how long it took, and its id, by which Methods names it. */
export function madeText(t: TFunction, { at, took, id }: { at: string; took: number; id: string }): string {
  return [dateTime(at), t('experiments.took', { n: seconds(took) }), t('experiments.resultId', { id })].join(' · ');
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

/** Report, tables and research bundle into a folder chosen by the user. */
export function ReportButton({ id }: { id: number }) {
  const { t } = useTranslation();
  const start = async ({ grant }: Granted) => {
    if (await notifyErrors(call('experiments/export', { id, grant, language: READER.language })))
      notifications.show({ message: t('experiments.exporting') });
  };
  const { choose, chooser } = useFilePicker(([granted]) => granted && void start(granted));
  return (
    <div className="with-chooser">
      <Button variant="default" onClick={() => choose(true)} title={t('experiments.exportHint')}>
        {t('experiments.export')}
      </Button>
      {chooser ? <div>{chooser}</div> : null}
    </div>
  );
}
