import { Modal, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListForm, TableFormat } from '../../shared/contract/exports.ts';
import type { Granted } from '../api.ts';
import { go } from '../app/router.ts';
import { DialogButtons } from '../ui/dialog-buttons.tsx';
import { FolderField } from '../ui/folder-field.tsx';
import { useCheckedForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';

const FORMAT_NAMES: Readonly<Record<TableFormat | ListForm, string>> = {
  parquet: 'Parquet',
  csv: 'CSV',
  tsv: 'TSV',
  trec: 'TREC',
  jsonl: 'JSON Lines',
};

/** Asks for a format and a folder, and starts a job that writes files there. */
export function ExportDialog<Format extends TableFormat | ListForm>({
  title,
  help,
  formats,
  start,
  onClose,
}: {
  title: string;
  help: string;
  /** The usual one first. */
  formats: readonly Format[];
  start(grant: string, format: Format): Promise<unknown>;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const form = useCheckedForm({ initialValues: { folder: null as Granted | null, format: formats[0] } });
  const { folder } = form.values;
  const submit = async ({ format }: typeof form.values) => {
    if (folder && (await notifyErrors(start(folder.grant, format)))) {
      onClose();
      go('jobs');
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <form onSubmit={form.onSubmit((values) => void submit(values))}>
        <Stack gap="sm">
          <Text size="sm">{help}</Text>
          <Select
            label={t('dataOut.format')}
            data={formats.map((format) => ({ value: format, label: FORMAT_NAMES[format] }))}
            allowDeselect={false}
            {...form.getInputProps('format')}
          />
          <FolderField folder={folder} onPick={(granted) => form.setFieldValue('folder', granted)} />
          <DialogButtons action={t('dataOut.export')} disabled={!folder} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
