import { Button, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call, useCall } from '../api.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { dateTime } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { labelled } from '../ui/said.ts';

/** The imports that can be undone, the latest first; only that one has its button. */
export function ImportsTab() {
  const { t } = useTranslation();
  const { data: imports = [] } = useCall('import/list', {});
  const { data: kinds = [] } = useCall('import/list-kinds', {});
  if (imports.length === 0) return <EmptyState title={t('imports.noneTitle')}>{t('imports.noneText')}</EmptyState>;
  return (
    <ScrollArea className="page-body">
      <Stack gap={4}>
        <Text size="sm" c="dimmed">
          {t('imports.undoHint')}
        </Text>
        {imports.map(({ id, kind, file, imported, at, canBeUndone }) => {
          const label = kinds.find((one) => one.kind === kind)?.label;
          return (
            <Group key={id} justify="space-between" wrap="nowrap" gap="sm" mih={32}>
              <Text size="sm" truncate title={file}>
                {file}
              </Text>
              <Group gap="sm" wrap="nowrap">
                <Text size="xs" c="dimmed">
                  {label ? labelled(label) : kind} · {t('study.importedRows', { count: imported })} · {dateTime(at)}
                </Text>
                {canBeUndone ? (
                  <Button
                    variant="default"
                    size="compact-sm"
                    leftSection={<IconArrowBackUp size={14} />}
                    onClick={() => void notifyErrors(call('import/undo', { id }))}
                  >
                    {t('study.undoImport', { count: imported })}
                  </Button>
                ) : null}
              </Group>
            </Group>
          );
        })}
      </Stack>
    </ScrollArea>
  );
}
