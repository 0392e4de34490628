import { Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Granted } from '../api.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { useCheckedForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { arranged, type Chosen, inOrder, inputOf, look } from './chosen-files.ts';
import { FileDetails, FileEntry } from './import-file.tsx';

interface Values {
  files: Chosen[];
  /** The grant of the file that is looked at. */
  shown: string | null;
  onError: 'skip' | 'abort';
}

/**
 * Choose files at the left, see at the right what each was taken for and would bring, change it, start. A file that
 * cannot be read or is not recognised stops nothing.
 */
export function ImportDialog({ opened, onClose, dropped }: { opened: boolean; onClose(): void; dropped: Granted[] }) {
  const { t } = useTranslation();
  const form = useCheckedForm<Values>({ initialValues: { files: [], shown: null, onError: 'skip' } });
  const take = async (granted: Granted[]) => {
    const found = await Promise.all(granted.map(look));
    form.setFieldValue('files', (before) => arranged([...before, ...found]));
  };
  const takeDropped = useEffectEvent(take);
  useEffect(() => {
    if (dropped.length > 0) void takeDropped(dropped);
  }, [dropped]);
  const close = () => {
    form.reset();
    onClose();
  };
  const { files } = form.values;
  const taken = inOrder(files);
  const shown = files.find(({ grant }) => grant === form.values.shown) ?? files.at(0);
  const start = async ({ onError }: Values) => {
    for (const file of taken)
      if (file.kind) await notifyErrors(call('import/start', { ...inputOf(file, file.kind), onError }));
    close();
  };
  const change = (grant: string, changed: Partial<Chosen>) =>
    form.setFieldValue('files', (now) =>
      arranged(now.map((one) => (one.grant === grant ? { ...one, ...changed } : one))),
    );
  return (
    <Modal opened={opened || files.length > 0} onClose={close} title={t('imports.title')} size="92%">
      <form onSubmit={form.onSubmit((values) => void start(values))}>
        <Stack gap="sm">
          <Text size="sm">{t('imports.help')}</Text>
          <FilePicker onPick={(granted) => void take(granted)} />
          {shown ? (
            <div className="import-panes">
              <section aria-label={t('imports.files')}>
                {files.map((file, index) => (
                  <FileEntry
                    key={file.grant}
                    file={file}
                    chosen={file === shown}
                    onChoose={() => form.setFieldValue('shown', file.grant)}
                    onRemove={() => form.removeListItem('files', index)}
                  />
                ))}
              </section>
              <FileDetails key={shown.grant} file={shown} onChange={(changed) => change(shown.grant, changed)} />
            </div>
          ) : null}
          <Group justify="space-between" className="dialog-footer">
            <SegmentedControl
              data={[
                { value: 'skip', label: t('imports.skip') },
                { value: 'abort', label: t('imports.abort') },
              ]}
              {...form.getInputProps('onError')}
            />
            {files.length > taken.length ? (
              <Text size="sm" c="dimmed" role="status" flex={1} ta="right">
                {t('imports.leftOut', { count: files.length - taken.length })}
              </Text>
            ) : null}
            <Group>
              <Button variant="default" onClick={close}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" disabled={taken.length === 0}>
                {t('imports.start')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
