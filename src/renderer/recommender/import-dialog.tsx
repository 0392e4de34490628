import { Button, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Granted, useCall } from '../api.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { useFilePicker } from '../ui/pick-files.tsx';

interface Chosen extends Granted {
  kind: string | null;
  format: string;
}

async function look(granted: Granted): Promise<Chosen> {
  const { kind, format } = await call('import/sniff', { grant: granted.grant });
  return { ...granted, kind, format: kind ? format : 'auto' };
}

/** Choose files, see what each was taken for, change that where it is wrong, start. */
export function ImportDialog({ opened, onClose, dropped }: { opened: boolean; onClose(): void; dropped: Granted[] }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [onError, setOnError] = useState<'skip' | 'abort'>('skip');
  const { data: kinds = [] } = useCall('import/list-kinds', {});
  const change = (index: number, to: Partial<Chosen>) =>
    setChosen(chosen.map((other, i) => (i === index ? { ...other, ...to } : other)));
  const take = (granted: Granted[]) =>
    void notifyErrors(Promise.all(granted.map(look))).then(
      (found) => found && setChosen((before) => [...before, ...found]),
    );
  useEffect(() => {
    if (dropped.length > 0) take(dropped);
  }, [dropped]);
  const close = () => {
    setChosen([]);
    onClose();
  };
  const { choose, chooser } = useFilePicker(take);
  const start = async () => {
    for (const { grant, kind, format } of chosen)
      if (kind) await notifyErrors(call('import/start', { grant, kind, format, onError }));
    notifications.show({ message: t('imports.started') });
    close();
  };
  return (
    <Modal opened={opened || chosen.length > 0} onClose={close} title={t('imports.title')} size="xl">
      <Stack>
        <Text size="sm">{t('imports.help')}</Text>
        <Group>
          <Button variant="default" onClick={() => choose(false)}>
            {t('imports.chooseFiles')}
          </Button>
          <Button variant="default" onClick={() => choose(true)}>
            {t('imports.chooseFolder')}
          </Button>
        </Group>
        {chooser}
        {chosen.map((file, index) => (
          <Group key={file.grant} wrap="nowrap">
            <Text size="sm" flex={1} truncate>
              {file.name}
            </Text>
            <Select
              w={210}
              aria-label={t('imports.kind')}
              placeholder={t('imports.unknownKind')}
              value={file.kind}
              data={kinds.map(({ kind, summary }) => ({ value: kind, label: t(`imports.kinds.${kind}`, summary) }))}
              onChange={(kind) => change(index, { kind, format: 'auto' })}
            />
            <Select
              w={170}
              aria-label={t('imports.format')}
              value={file.format}
              allowDeselect={false}
              data={kinds.find(({ kind }) => kind === file.kind)?.formats ?? ['auto']}
              onChange={(format) => change(index, { format: format ?? 'auto' })}
            />
            <Button
              variant="subtle"
              onClick={() => setChosen(chosen.filter((_, i) => i !== index))}
              aria-label={t('imports.remove')}
            >
              ✕
            </Button>
          </Group>
        ))}
        <SegmentedControl
          value={onError}
          onChange={(value) => setOnError(value as 'skip' | 'abort')}
          data={[
            { value: 'skip', label: t('imports.skip') },
            { value: 'abort', label: t('imports.abort') },
          ]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button
            disabled={chosen.length === 0 || chosen.some(({ kind }) => kind === null)}
            onClick={() => void start()}
          >
            {t('imports.start')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
