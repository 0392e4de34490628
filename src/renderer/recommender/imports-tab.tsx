import { ScrollArea, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { call, useCall } from '../api.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ImportRows } from '../ui/import-rows.tsx';
import { notifyErrors } from '../ui/notify.tsx';
import { labelled } from '../ui/said.ts';

/** The imports that can be undone, the latest first; only that one has its button. */
export function ImportsTab() {
  const { t } = useTranslation();
  const { data: imports = [] } = useCall('import/list', {});
  const { data: kinds = [] } = useCall('import/list-kinds', {});
  if (imports.length === 0) return <EmptyState title={t('imports.noneTitle')}>{t('imports.noneText')}</EmptyState>;
  const kindText = (kind: string) => {
    const label = kinds.find((one) => one.kind === kind)?.label;
    return label ? labelled(label) : kind;
  };
  return (
    <ScrollArea className="page-body">
      <Stack gap={4}>
        <Text size="sm" c="dimmed">
          {t('imports.undoHint')}
        </Text>
        <ImportRows
          imports={imports}
          kindText={kindText}
          onUndo={(id) => void notifyErrors(call('import/undo', { id }))}
        />
      </Stack>
    </ScrollArea>
  );
}
