import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Granted } from '../api.ts';
import { FilePicker } from './file-picker.tsx';

/** A folder to choose in a form, and what is done with the chosen one: by default, something is written into it. */
export function FolderField({
  folder,
  told,
  onPick,
}: {
  folder: Granted | null;
  told?: (name: string) => string;
  onPick(folder: Granted): void;
}) {
  const { t } = useTranslation();
  const into = (name: string) => t('archive.into', { name });
  return (
    <>
      <FilePicker what="folder" onPick={([granted]) => granted && onPick(granted)} />
      {folder ? <Text size="sm">{(told ?? into)(folder.name)}</Text> : null}
    </>
  );
}
