import { Menu } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Table } from '../../../shared/table.ts';
import { notifyErrors } from '../notify.tsx';
import { copyTable, saveTable, TABLE_FORMATS } from '../save.ts';
import { ToolButton } from '../tool-button.tsx';

/** Copies a table, or saves it in one of the formats. */
export function TableButtons({ contents }: { contents(): Promise<Table> }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const withContents = async (use: (contents: Table) => Promise<void>) => {
    setBusy(true);
    await notifyErrors(contents().then(use));
    setBusy(false);
  };
  return (
    <>
      <ToolButton
        icon={IconCopy}
        label={t('table.copyHint')}
        disabled={busy}
        onClick={() => void withContents(copyTable)}
      />
      <Menu>
        <Menu.Target>
          <ToolButton icon={IconDownload} label={t('table.saveHint')} disabled={busy} />
        </Menu.Target>
        <Menu.Dropdown>
          {TABLE_FORMATS.map((format) => (
            <Menu.Item key={format} onClick={() => void withContents((whole) => saveTable(whole, format))}>
              {t('table.save', { format: t(`table.${format}`) })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
