import { Button, Group, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportRecord } from '../../shared/contract/imports.ts';
import { dateTime } from './format.ts';

/** Imports with what each was, the latest first; the one that can be undone has a button. */
export function ImportRows({
  imports,
  kindText,
  onUndo,
}: {
  imports: readonly ImportRecord[];
  kindText(kind: string): string;
  onUndo(id: number): void;
}) {
  const { t } = useTranslation();
  return imports.map(({ id, kind, file, imported, at, canBeUndone }) => (
    <Group key={id} justify="space-between" wrap="nowrap" gap="sm" mih={32}>
      <Text size="sm" truncate title={file}>
        {file}
      </Text>
      <Group gap="sm" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {kindText(kind)} · {t('study.importedRows', { count: imported })} · {dateTime(at)}
        </Text>
        {canBeUndone ? (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={14} />}
            onClick={() => onUndo(id)}
          >
            {t('study.undoImport', { count: imported })}
          </Button>
        ) : null}
      </Group>
    </Group>
  ));
}
