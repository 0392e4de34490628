import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { call } from '../../api.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { textProblem, useCheckedForm } from '../../ui/form.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { useCoder } from '../shared.tsx';

/** The one place where a coder's name changes: here, in every code and decision. */
export function RenameCoder({ coder, onClose }: { coder: string; onClose(): void }) {
  const { t } = useTranslation();
  const [own, setOwn] = useCoder();
  const form = useCheckedForm({ initialValues: { name: coder }, validate: { name: textProblem } });
  const rename = async ({ name }: { name: string }) => {
    if (!(await notifyErrors(call('mobility/rename-coder', { coder, name })))) return;
    if (own === coder) setOwn(name.trim());
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('agreement.renameTitle', { coder })}>
      <form onSubmit={form.onSubmit((values) => void rename(values))}>
        <Stack gap="sm">
          <Text size="sm">{t('agreement.renameText')}</Text>
          <TextInput data-autofocus label={t('coding.coder')} {...form.getInputProps('name')} />
          <DialogButtons action={t('agreement.renameNow')} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
