import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Granted, useCall } from '../api.ts';
import { useCheckedForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { FilePicker, useFilePicker } from '../ui/file-picker.tsx';
import { ToolButton } from '../ui/tool-button.tsx';
import { labelled } from '../ui/said.ts';

interface Chosen extends Granted {
  kind: string | null;
  format: string;
  /** Of a set of vectors; empty for the file's name. */
  vectorsName: string;
  /** Of a history that does not say whose it is; empty for the file's name. */
  listener: string;
  /** A file that belongs to this one: the ids of a numpy file's rows, or which track an audio file is of. */
  beside: Granted | null;
}

/** What a kind can be told besides its file. */
const MORE: Record<string, { text: 'vectorsName' | 'listener' | null; beside: 'ids' | 'mapping' | null }> = {
  vectors: { text: 'vectorsName', beside: 'ids' },
  listens: { text: 'listener', beside: null },
  audio: { text: null, beside: 'mapping' },
};

async function look(granted: Granted): Promise<Chosen> {
  const { kind, format } = await call('import/sniff', { grant: granted.grant });
  return { ...granted, kind, format: kind ? format : 'auto', vectorsName: '', listener: '', beside: null };
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
    for (const file of files)
      if (file.kind) await notifyErrors(call('import/start', { ...inputOf(file, file.kind), onError }));
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
            <Stack key={file.grant} gap={4}>
              <Group wrap="nowrap" align="start">
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
              <MoreFields
                file={file}
                onChange={(changed) => form.replaceListItem('files', index, { ...file, ...changed })}
              />
            </Stack>
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

function inputOf({ grant, format, vectorsName, listener, beside }: Chosen, kind: string) {
  const more = MORE[kind];
  const [name, who] = [vectorsName.trim(), listener.trim()];
  return {
    grant,
    kind,
    format,
    ...(more?.text === 'vectorsName' && name ? { name } : {}),
    ...(more?.text === 'listener' && who ? { listener: who } : {}),
    ...(more?.beside === 'ids' && beside ? { idsGrant: beside.grant } : {}),
    ...(more?.beside === 'mapping' && beside ? { mappingGrant: beside.grant } : {}),
  };
}

/** The name of a set of vectors, the listener of a history, a file of ids or a mapping, where the kind takes them. */
function MoreFields({ file, onChange }: { file: Chosen; onChange(changed: Partial<Chosen>): void }) {
  const { t } = useTranslation();
  const { choose, chooser } = useFilePicker(([picked]) => onChange({ beside: picked ?? null }));
  const more = file.kind ? MORE[file.kind] : undefined;
  if (!more) return null;
  const { text, beside } = more;
  return (
    <>
      <Group gap="xs" wrap="nowrap" pl="md">
        {text ? (
          <TextInput
            flex={1}
            aria-label={t(`imports.${text}`)}
            placeholder={t(`imports.${text}`)}
            value={file[text]}
            onChange={(event) => onChange({ [text]: event.currentTarget.value })}
          />
        ) : null}
        {beside ? (
          <Button variant="default" onClick={() => choose(false)}>
            {t(`imports.${beside}`)}
          </Button>
        ) : null}
        {beside && file.beside ? (
          <>
            <Text size="sm" truncate title={file.beside.name}>
              {file.beside.name}
            </Text>
            <ToolButton icon={IconX} label={t('imports.remove')} onClick={() => onChange({ beside: null })} />
          </>
        ) : null}
      </Group>
      {chooser}
    </>
  );
}
