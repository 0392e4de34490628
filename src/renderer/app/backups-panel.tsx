import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Backup } from '../../shared/contract/app.ts';
import { call, useCall } from '../api.ts';
import { textProblem, useCheckedForm } from '../ui/form.ts';
import { dateTime } from '../ui/format.ts';
import { Panel } from '../ui/panel.tsx';
import { notifyErrors } from '../ui/notify.tsx';
import { BackupTable } from './backup-table.tsx';
import { run } from './commands.ts';
import { unlessUnsaved } from './unsaved.ts';

/** The library's name, its backups, and the library as one file. */
export function LibraryPanel({ name }: { name: string }) {
  const { t } = useTranslation();
  const { data: backups } = useCall('backups/list', {});
  const [restoring, setRestoring] = useState<Backup | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useCheckedForm({ initialValues: { name }, validate: { name: textProblem } });
  const backUp = async () => {
    setBusy(true);
    await notifyErrors(call('backups/create', {}));
    setBusy(false);
  };
  const restore = async ({ name: backup }: Backup) => {
    setBusy(true);
    if (await notifyErrors(call('backups/restore', { name: backup }))) window.location.reload();
    setBusy(false);
  };
  return (
    <Panel>
      <Stack gap="sm">
        <TextInput
          label={t('backups.libraryName')}
          maw={360}
          {...form.getInputProps('name')}
          onBlur={() => {
            const wanted = form.values.name.trim();
            if (!form.validate().hasErrors && wanted !== name)
              void notifyErrors(call('library/rename', { name: wanted }));
          }}
        />
        <Text size="sm">{t('backups.help')}</Text>
        <Group gap="xs">
          <Button loading={busy} onClick={() => void backUp()}>
            {t('command.backup')}
          </Button>
          <Button variant="default" onClick={() => run('export-archive')}>
            {t('command.export-archive')}
          </Button>
          <Button variant="default" onClick={() => run('import-archive')}>
            {t('command.import-archive')}
          </Button>
        </Group>
        {backups?.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('backups.none')}
          </Text>
        ) : null}
        {backups && backups.length > 0 ? (
          <BackupTable backups={backups} busy={busy} asks onRestore={setRestoring} />
        ) : null}
      </Stack>
      <Modal opened={restoring !== null} onClose={() => setRestoring(null)} title={t('backups.restoreTitle')}>
        {restoring ? (
          <Stack gap="sm">
            <Text size="sm">{t('backups.restoreText', { when: dateTime(restoring.madeAt) })}</Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setRestoring(null)}>
                {t('common.cancel')}
              </Button>
              <Button color="red.9" loading={busy} onClick={() => unlessUnsaved(() => void restore(restoring))}>
                {t('backups.restore')}
              </Button>
            </Group>
          </Stack>
        ) : null}
      </Modal>
    </Panel>
  );
}
