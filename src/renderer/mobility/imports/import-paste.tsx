import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { IconClipboardText } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Granted } from '../../api.ts';
import { useCheckedForm } from '../../ui/form.ts';
import { notifyErrors } from '../../ui/notify.tsx';

/** A CV of one scholar that is pasted instead of being in a file. */
export function ImportPaste({ onPick }: { onPick(granted: Granted, scholar: string): void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const form = useCheckedForm({ initialValues: { scholar: '', text: '' } });
  const [scholar, text] = [form.values.scholar.trim(), form.values.text.trim()];
  const add = async () => {
    const granted = await notifyErrors(call('mobility/paste-text', { scholar, text }));
    if (!granted) return;
    onPick(granted, scholar);
    form.reset();
    setOpen(false);
  };
  if (!open)
    return (
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconClipboardText size={14} />}
        onClick={() => setOpen(true)}
      >
        {t('mobilityImport.paste')}
      </Button>
    );
  return (
    <Stack gap="xs">
      <TextInput label={t('mobilityImport.pasteScholar')} w={320} {...form.getInputProps('scholar')} data-autofocus />
      <Textarea label={t('mobilityImport.pasteText')} rows={7} {...form.getInputProps('text')} />
      <Group>
        <Button disabled={scholar === '' || text === ''} onClick={() => void add()}>
          {t('mobilityImport.pasteAdd')}
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          {t('common.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
