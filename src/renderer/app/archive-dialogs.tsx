import { Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bridge, call, type Granted } from '../api.ts';
import { DialogButtons } from '../ui/dialog-buttons.tsx';
import { FilePicker } from '../ui/file-picker.tsx';
import { FolderField } from '../ui/folder-field.tsx';
import { useCheckedForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { go } from './router.ts';

/** The whole library as one file, into a folder chosen by the user. */
export function ExportArchive({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const form = useCheckedForm({ initialValues: { folder: null as Granted | null, withSpectrograms: true } });
  const { folder } = form.values;
  const start = async ({ withSpectrograms }: typeof form.values) => {
    if (folder && (await notifyErrors(call('library/export-archive', { folder: folder.grant, withSpectrograms })))) {
      onClose();
      go('jobs');
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('archive.exportTitle')} size="lg">
      <form onSubmit={form.onSubmit((values) => void start(values))}>
        <Stack gap="sm">
          <Text size="sm">{t('archive.exportHelp')}</Text>
          <FolderField folder={folder} onPick={(granted) => form.setFieldValue('folder', granted)} />
          <Switch
            label={t('archive.withSpectrograms')}
            {...form.getInputProps('withSpectrograms', { type: 'checkbox' })}
          />
          <DialogButtons action={t('archive.export')} disabled={!folder} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

/** Imports such a file as a new library. */
export function ImportArchive({ dropped, onClose }: { dropped: Granted | null; onClose(): void }) {
  const { t } = useTranslation();
  const form = useCheckedForm({ initialValues: { file: dropped, folder: null as Granted | null, name: '' } });
  const { file, folder, name } = form.values;
  const suggested = file?.name.replace(/(-\d{4}-\d\d-\d\d)?( \(\d+\))?\.quadrille-archive$/, '') ?? '';
  const wanted = name.trim() || suggested;
  const start = async () => {
    if (!file || !folder) return;
    const input = { grant: file.grant, folder: folder.grant, name: wanted };
    if (await notifyErrors(call('library/import-archive', input))) {
      onClose();
      go('jobs');
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('archive.importTitle')} size="lg">
      <form onSubmit={form.onSubmit(() => void start())}>
        <Stack gap="sm">
          <Text size="sm">{t(bridge ? 'archive.importHelp' : 'archive.importHelpBrowser')}</Text>
          <FilePicker what="files" onPick={([granted]) => granted && form.setFieldValue('file', granted)} />
          {file ? <Text size="sm">{file.name}</Text> : null}
          <FilePicker
            what="folder"
            label={t('archive.chooseTarget')}
            onPick={([granted]) => granted && form.setFieldValue('folder', granted)}
          />
          <TextInput label={t('archive.name')} placeholder={suggested} {...form.getInputProps('name')} />
          {folder && wanted ? <Text size="sm">{t('archive.into', { name: `${folder.name}/${wanted}` })}</Text> : null}
          <DialogButtons action={t('archive.import')} disabled={!file || !folder || !wanted} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
