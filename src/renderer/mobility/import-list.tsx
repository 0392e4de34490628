import { Button, Group, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call, useCall } from '../api.ts';
import { dateTime } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { Panel } from '../ui/panel.tsx';
import { said } from '../ui/said.ts';

const SHOWN = 8;

/** The imports that can be undone, the latest first; only that one has its button. */
export function ImportList() {
  const { t } = useTranslation();
  const { data: imports = [] } = useCall('mobility/list-imports', {});
  const { data: kinds = [] } = useCall('mobility/list-import-kinds', {});
  if (imports.length === 0) return null;
  return (
    <Panel title={t('study.imports')}>
      {imports.slice(0, SHOWN).map(({ id, kind, file, imported, at, canBeUndone }) => {
        const label = kinds.find((one) => one.kind === kind)?.label;
        return (
          <Group key={id} justify="space-between" wrap="nowrap" gap="sm" mih={32}>
            <Text size="sm" truncate title={file}>
              {file}
            </Text>
            <Group gap="sm" wrap="nowrap">
              <Text size="xs" c="dimmed">
                {label ? said(label) : kind} · {t('study.importedRows', { count: imported })} · {dateTime(at)}
              </Text>
              {canBeUndone ? (
                <Button
                  variant="default"
                  size="compact-sm"
                  leftSection={<IconArrowBackUp size={14} />}
                  onClick={() => void notifyErrors(call('mobility/undo-import', { id }))}
                >
                  {t('study.undoImport', { count: imported })}
                </Button>
              ) : null}
            </Group>
          </Group>
        );
      })}
    </Panel>
  );
}
