import { Button, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Granted, useCall } from '../api.ts';
import { useCheckedForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { FilePicker } from '../ui/file-picker.tsx';
import { ToolButton } from '../ui/tool-button.tsx';
import { labelled } from '../ui/said.ts';

interface Chosen extends Granted {
  kind: string | null;
  format: string;
}

async function look(granted: Granted): Promise<Chosen> {
  const { kind, format } = await call('import/sniff', { grant: granted.grant });
  return { ...granted, kind, format: kind ? format : 'auto' };
}

interface Values {
  files: Chosen[];
  onError: 'skip' | 'abort';
}

/** Choose files, check or change the guessed kinds, start. */
export function ImportDialog({ opened, onClose, dropped }: { opened: boolean; onClose(): void; dropped: Granted[] }) {
  const { t } = useTranslation();
  const form = useCheckedForm<Values>({
    initialValues: { files: [], onError: 'skip' },
    validate: { files: { kind: (kind) => (kind === null ? t('imports.unknownKind') : null) } },
  });
  const { data: kinds = [] } = useCall('import/list-kinds', {});
  const take = async (granted: Granted[]) => {
    const found = await notifyErrors(Promise.all(granted.map(look)));
    if (found) form.setFieldValue('files', (before) => [...before, ...found]);
  };
  const takeDropped = useEffectEvent(take);
  useEffect(() => {
    if (dropped.length > 0) void takeDropped(dropped);
  }, [dropped]);
  const close = () => {
    form.reset();
    onClose();
  };
  const start = async ({ files, onError }: Values) => {
    for (const { grant, kind, format } of files)
      if (kind) await notifyErrors(call('import/start', { grant, kind, format, onError }));
    notifications.show({ message: t('imports.started') });
    close();
  };
  const { files } = form.values;
  return (
    <Modal opened={opened || files.length > 0} onClose={close} title={t('imports.title')} size="xl">
      <form onSubmit={form.onSubmit((values) => void start(values))}>
        <Stack>
          <Text size="sm">{t('imports.help')}</Text>
          <FilePicker onPick={(granted) => void take(granted)} />
          {files.map((file, index) => (
            <Group key={file.grant} wrap="nowrap" align="start">
              <Text size="sm" flex={1} truncate title={file.name} lh="30px">
                {file.name}
              </Text>
              <Select
                w={210}
                aria-label={t('imports.kind')}
                placeholder={t('imports.unknownKind')}
                data={kinds.map(({ kind, label }) => ({ value: kind, label: labelled(label) }))}
                {...form.getInputProps(['files', index, 'kind'].join('.'))}
                onChange={(kind) => form.replaceListItem('files', index, { ...file, kind, format: 'auto' })}
              />
              <Select
                w={170}
                aria-label={t('imports.format')}
                allowDeselect={false}
                data={kinds.find(({ kind }) => kind === file.kind)?.formats ?? ['auto']}
                {...form.getInputProps(['files', index, 'format'].join('.'))}
              />
              <ToolButton
                icon={IconX}
                label={t('imports.remove')}
                onClick={() => form.removeListItem('files', index)}
              />
            </Group>
          ))}
          <SegmentedControl
            data={[
              { value: 'skip', label: t('imports.skip') },
              { value: 'abort', label: t('imports.abort') },
            ]}
            {...form.getInputProps('onError')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={files.length === 0}>
              {t('imports.start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
