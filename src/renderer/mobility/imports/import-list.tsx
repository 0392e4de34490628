import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { call, useCall } from '../../api.ts';
import { ImportRows } from '../../ui/import-rows.tsx';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';
import { said } from '../../ui/said.ts';

const SHOWN = 8;

/** The imports that can be undone, the latest first; only that one has its button. */
export function ImportList() {
  const { t } = useTranslation();
  const { data: imports = [] } = useCall('mobility/list-imports', {});
  const { data: kinds = [] } = useCall('mobility/list-import-kinds', {});
  const { data: study } = useCall('mobility/get-study', {});
  const isEmpty =
    !study || (study.counts.scholars === 0 && study.counts.institutions === 0 && study.rankings.length === 0);
  if (imports.length === 0 && isEmpty) return null;
  const kindText = (kind: string) => {
    const label = kinds.find((one) => one.kind === kind)?.label;
    return label ? said(label) : kind;
  };
  return (
    <Panel title={t('study.imports')}>
      <ImportRows
        imports={imports.slice(0, SHOWN)}
        kindText={kindText}
        onUndo={(id) => void notifyErrors(call('mobility/undo-import', { id }))}
      />
      <Text size="sm" c="dimmed">
        {t('study.importsNotListed')}
      </Text>
    </Panel>
  );
}
