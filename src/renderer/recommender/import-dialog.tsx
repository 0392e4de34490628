import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Granted, useCall } from '../api.ts';
import { useCheckedForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { FilePicker, useFilePicker } from '../ui/file-picker.tsx';
import { ToolButton } from '../ui/tool-button.tsx';
import { labelled, said } from '../ui/said.ts';

interface Chosen extends Granted {
  kind: string | null;
  format: string;
  /** Not a folder. */
  isFile: boolean;
  /** Why it cannot be imported; it is left out. */
  problem: string | null;
  /** Audio files that are imported together with this one. */
  more: Granted[];
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
  const blank = { ...granted, more: [], vectorsName: '', listener: '', beside: null, format: 'auto' };
  try {
    const { kind, format, bytes } = await call('import/sniff', { grant: granted.grant });
    return { ...blank, kind, format: kind || isMapping(format) ? format : 'auto', isFile: bytes > 0, problem: null };
  } catch (error) {
    return { ...blank, kind: null, isFile: true, problem: said(error as Error) };
  }
}

const isMapping = (format: string) => format === 'audio-mapping';

/** Audio files become one import, and a mapping goes to the audio that it is about. */
function arranged(files: readonly Chosen[]): Chosen[] {
  const singles = files.filter(({ kind, isFile }) => kind === 'audio' && isFile);
  const [first, ...rest] = singles;
  const together = files
    .filter((file) => !rest.includes(file))
    .map((file) =>
      file === first ? { ...file, more: [...file.more, ...rest.flatMap((one) => [one, ...one.more])] } : file,
    );
  const mapping = together.find(({ kind, format }) => kind === null && isMapping(format));
  const audio = together.find(({ kind, beside }) => kind === 'audio' && beside === null);
  if (!mapping || !audio) return together;
  return together
    .filter((file) => file !== mapping)
    .map((file) => (file === audio ? { ...file, beside: { grant: mapping.grant, name: mapping.name } } : file));
}

interface Values {
  files: Chosen[];
  onError: 'skip' | 'abort';
}

/** What tracks and songs are called comes before what belongs to them. */
const FIRST = ['metadata', 'tracks'];
const LAST = ['tags', 'vectors', 'factors', 'audio'];
const turn = ({ kind }: Chosen) => (FIRST.includes(kind ?? '') ? 0 : 1 + LAST.indexOf(kind ?? ''));

/**
 * Choose files, check or change the guessed kinds, start. A file that cannot be read or is not recognised stops
 * nothing.
 */
export function ImportDialog({ opened, onClose, dropped }: { opened: boolean; onClose(): void; dropped: Granted[] }) {
  const { t } = useTranslation();
  const form = useCheckedForm<Values>({ initialValues: { files: [], onError: 'skip' } });
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
  const taken = files.filter(({ kind }) => kind !== null);
  const start = async ({ onError }: Values) => {
    for (const file of [...taken].sort((a, b) => turn(a) - turn(b)))
      if (file.kind) await notifyErrors(call('import/start', { ...inputOf(file, file.kind), onError }));
    close();
  };
  return (
    <Modal opened={opened || files.length > 0} onClose={close} title={t('imports.title')} size="xl">
      <form onSubmit={form.onSubmit((values) => void start(values))}>
        <Stack>
          <Text size="sm">{t('imports.help')}</Text>
          <FilePicker onPick={(granted) => void take(granted)} />
          {files.map((file, index) => (
            <FileRow
              key={file.grant}
              file={file}
              onChange={(changed) =>
                form.setFieldValue('files', (now) =>
                  arranged(now.map((one, at) => (at === index ? { ...one, ...changed } : one))),
                )
              }
              onRemove={() => form.removeListItem('files', index)}
            />
          ))}
          <SegmentedControl
            data={[
              { value: 'skip', label: t('imports.skip') },
              { value: 'abort', label: t('imports.abort') },
            ]}
            {...form.getInputProps('onError')}
          />
          <Group justify="flex-end">
            {files.length > taken.length ? (
              <Text size="sm" c="dimmed" role="status" flex={1}>
                {t('imports.leftOut', { count: files.length - taken.length })}
              </Text>
            ) : null}
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={taken.length === 0}>
              {t('imports.start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface RowProps {
  file: Chosen;
  onChange(changed: Partial<Chosen>): void;
  onRemove(): void;
}

/** A file with what it was taken for; greyed with the reason where it is left out. */
function FileRow({ file, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const { data: kinds = [] } = useCall('import/list-kinds', {});
  const formats = kinds.find(({ kind }) => kind === file.kind)?.formats ?? [{ format: 'auto', label: 'auto' }];
  const name = file.more.length === 0 ? file.name : t('imports.several', { name: file.name, more: file.more.length });
  const why =
    file.problem ??
    (file.kind !== null ? null : t(isMapping(file.format) ? 'imports.mappingAlone' : 'imports.unknown'));
  return (
    <Stack gap={4}>
      <Group wrap="nowrap" align="start">
        <Text size="sm" flex={1} truncate title={name} lh="30px" c={why === null ? undefined : 'dimmed'}>
          {name}
        </Text>
        {file.problem === null ? (
          <>
            <Select
              w={210}
              aria-label={t('imports.kind')}
              placeholder={t('imports.unknownKind')}
              data={kinds.map(({ kind, label }) => ({ value: kind, label: labelled(label) }))}
              value={file.kind}
              onChange={(kind) => onChange({ kind, format: 'auto' })}
            />
            <Select
              w={170}
              aria-label={t('imports.format')}
              allowDeselect={false}
              disabled={file.kind === null}
              data={formats.map(({ format, label }) => ({
                value: format,
                label: format === 'auto' ? t('imports.formatAuto') : labelled(label),
              }))}
              value={file.kind === null ? 'auto' : file.format}
              onChange={(format) => onChange({ format: format ?? 'auto' })}
            />
          </>
        ) : null}
        <ToolButton icon={IconX} label={t('imports.remove')} onClick={onRemove} />
      </Group>
      {why === null ? null : (
        <Text size="xs" c="orange" role="status">
          {why}
        </Text>
      )}
      <MoreFields file={file} onChange={onChange} />
    </Stack>
  );
}

function inputOf({ grant, more: others, format, vectorsName, listener, beside }: Chosen, kind: string) {
  const more = MORE[kind];
  const [name, who] = [vectorsName.trim(), listener.trim()];
  return {
    grant,
    moreGrants: others.map((other) => other.grant),
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
