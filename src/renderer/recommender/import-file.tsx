import { Button, Group, NavLink, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import { useFilePicker } from '../ui/file-picker.tsx';
import { labelled } from '../ui/said.ts';
import { ToolButton } from '../ui/tool-button.tsx';
import { type Chosen, isMapping, MORE } from './chosen-files.ts';
import { FilePreview } from './import-preview.tsx';

interface Props {
  file: Chosen;
  onChange(changed: Partial<Chosen>): void;
}

/** A file of the list: what it was taken for; greyed with the reason where it is left out. */
export function FileEntry({
  file,
  chosen,
  onChoose,
  onRemove,
}: {
  file: Chosen;
  chosen: boolean;
  onChoose(): void;
  onRemove(): void;
}) {
  const { t } = useTranslation();
  const { data: kinds = [] } = useCall('import/list-kinds', {});
  const label = kinds.find(({ kind }) => kind === file.kind)?.label;
  const name = file.more.length === 0 ? file.name : t('imports.several', { name: file.name, more: file.more.length });
  const why =
    file.problem ??
    (file.kind !== null ? null : t(isMapping(file.format) ? 'imports.mappingAlone' : 'imports.unknown'));
  return (
    <Group gap={4} wrap="nowrap" align="start">
      <NavLink
        component="button"
        type="button"
        py={4}
        active={chosen}
        aria-current={chosen ? 'true' : undefined}
        c={why === null || chosen ? undefined : 'dimmed'}
        label={name}
        description={
          <>
            {why === null ? label ? labelled(label) : null : <span role="status">{why}</span>}
            {file.beside ? <span style={{ display: 'block' }}>{file.beside.name}</span> : null}
          </>
        }
        onClick={onChoose}
      />
      <ToolButton icon={IconX} label={`${t('imports.remove')} ${name}`} onClick={onRemove} />
    </Group>
  );
}

/** What the chosen file is taken for, to be changed, and what it would bring. */
export function FileDetails({ file, onChange }: Props) {
  const { t } = useTranslation();
  const { data: kinds = [] } = useCall('import/list-kinds', {});
  const formats = kinds.find(({ kind }) => kind === file.kind)?.formats ?? [{ format: 'auto', label: 'auto' }];
  if (file.problem !== null)
    return (
      <Text size="sm" c="orange">
        {file.problem}
      </Text>
    );
  return (
    <Stack gap="xs">
      <Group grow align="start">
        <Select
          label={t('imports.kind')}
          placeholder={t('imports.unknownKind')}
          data={kinds.map(({ kind, label }) => ({ value: kind, label: labelled(label) }))}
          value={file.kind}
          onChange={(kind) => onChange({ kind, format: 'auto', answers: {} })}
        />
        <Select
          label={t('imports.format')}
          allowDeselect={false}
          disabled={file.kind === null}
          data={formats.map(({ format, label }) => ({
            value: format,
            label: format === 'auto' ? t('imports.formatAuto') : labelled(label),
          }))}
          value={file.kind === null ? 'auto' : file.format}
          onChange={(format) => onChange({ format: format ?? 'auto', answers: {} })}
        />
      </Group>
      <MoreFields file={file} onChange={onChange} />
      {file.kind === null ? (
        <Text size="sm">{t('imports.chooseKind')}</Text>
      ) : (
        <FilePreview
          key={file.grant}
          file={file}
          kind={file.kind}
          onAnswer={(given) => onChange({ answers: { ...file.answers, ...given } })}
        />
      )}
    </Stack>
  );
}

/** The name of a set of vectors, the listener of a history, a file of ids or a mapping, where the kind takes them. */
function MoreFields({ file, onChange }: Props) {
  const { t } = useTranslation();
  const { choose, chooser } = useFilePicker(([picked]) => onChange({ beside: picked ?? null }));
  const more = file.kind ? MORE[file.kind] : undefined;
  if (!more) return null;
  const { text, beside } = more;
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        {text ? (
          <TextInput
            flex={1}
            label={t(`imports.${text}`)}
            value={file[text]}
            onChange={(event) => onChange({ [text]: event.currentTarget.value })}
          />
        ) : null}
        {beside ? (
          <Button variant="default" onClick={() => choose(false)} mt={text ? 22 : 0}>
            {t(`imports.${beside}`)}
          </Button>
        ) : null}
        {beside && file.beside ? (
          <>
            <Text size="sm" truncate title={file.beside.name}>
              {file.beside.name}
            </Text>
            <ToolButton
              icon={IconX}
              label={`${t('imports.remove')} ${file.beside.name}`}
              onClick={() => onChange({ beside: null })}
            />
          </>
        ) : null}
      </Group>
      {chooser}
    </>
  );
}
