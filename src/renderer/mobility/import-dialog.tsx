import {
  Alert,
  Button,
  Group,
  Modal,
  ScrollArea,
  SegmentedControl,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, Mapping } from '../../shared/mobility/imports.ts';
import { call, type Granted, useCall } from '../api.ts';
import { NOT_APPLICABLE, number } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { FilePicker } from '../ui/file-picker.tsx';
import { said } from '../ui/said.ts';

/**
 * Choose a file, see what its columns were taken for and what is wrong with which row, mend the mapping, then import.
 */
export function MobilityImportDialog({
  opened,
  onClose,
  dropped = null,
}: {
  opened: boolean;
  onClose(): void;
  dropped?: Granted | null;
}) {
  const { t } = useTranslation();
  const [file, setFile] = useState<Granted | null>(null);
  const [mapping, setMapping] = useState<Partial<Mapping>>({});
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [onError, setOnError] = useState<'skip' | 'abort'>('skip');
  const { data: kinds = [] } = useCall('mobility/list-import-kinds', {});
  const settings = kinds.find(({ kind }) => kind === (preview?.kind ?? mapping.kind))?.settings ?? [];
  const look = async (granted: Granted, next: Partial<Mapping>) => {
    setFile(granted);
    setMapping(next);
    setError(null);
    try {
      setPreview(await call('mobility/preview-import', { grant: granted.grant, mapping: next }));
    } catch (problem) {
      setPreview(null);
      setError(problem as Error);
    }
  };
  useEffect(() => {
    if (dropped) void look(dropped, {});
  }, [dropped]);
  const close = () => {
    setFile(null);
    setPreview(null);
    setError(null);
    onClose();
  };
  const start = async () => {
    if (!file || !preview) return;
    if (
      await notifyErrors(
        call('mobility/start-import', { grant: file.grant, mapping: { ...mapping, kind: preview.kind }, onError }),
      )
    ) {
      notifications.show({ message: t('imports.started') });
      close();
    }
  };
  const change = (next: Partial<Mapping>) => file && void look(file, { ...mapping, ...next });
  return (
    <Modal opened={opened} onClose={close} title={t('mobilityImport.title')} size="80%">
      <Stack gap="sm">
        <Text size="sm">{t('mobilityImport.help')}</Text>
        <FilePicker onPick={([granted]) => granted && void look(granted, {})} />
        {file ? (
          <Group align="end">
            <Text size="sm" fw={600}>
              {file.name}
            </Text>
            <Select
              label={t('imports.kind')}
              w={220}
              value={preview?.kind ?? mapping.kind ?? null}
              data={kinds.map(({ kind, summary }) => ({
                value: kind,
                label: t(`mobilityImport.kinds.${kind}`, summary),
              }))}
              onChange={(kind) => kind && change({ kind })}
            />
            <Select
              label={t('mobilityImport.encoding')}
              w={130}
              allowDeselect={false}
              value={mapping.encoding ?? 'auto'}
              data={['auto', 'utf-8', 'gb18030', 'latin1']}
              onChange={(encoding) => change({ encoding: encoding as Mapping['encoding'] })}
            />
            {settings.includes('ranking') ? (
              <TextInput
                label={t('mobilityImport.ranking')}
                w={160}
                defaultValue={mapping.ranking ?? 'ARWU'}
                onBlur={(event) => event.currentTarget.value && change({ ranking: event.currentTarget.value })}
              />
            ) : null}
            {settings.includes('edition') ? (
              <TextInput
                label={t('mobilityImport.edition')}
                w={120}
                defaultValue={mapping.edition ?? ''}
                onBlur={(event) => event.currentTarget.value && change({ edition: event.currentTarget.value })}
              />
            ) : null}
            <Select
              label={t('mobilityImport.existing')}
              w={210}
              allowDeselect={false}
              value={mapping.existing ?? 'refuse'}
              data={(['refuse', 'add', 'replace'] as const).map((value) => ({
                value,
                label: t(`mobilityImport.existingChoices.${value}`),
              }))}
              onChange={(existing) => change({ existing: existing as Mapping['existing'] })}
            />
            <SavedMappings
              mapping={{ ...mapping, ...(preview ? { kind: preview.kind } : {}) }}
              onUse={(saved) => void look(file, saved)}
            />
          </Group>
        ) : null}
        {error ? <Alert color="orange">{said(error)}</Alert> : null}
        {preview ? <Preview preview={preview} mapping={mapping} onChange={change} /> : null}
        <Group justify="space-between">
          <SegmentedControl
            value={onError}
            onChange={(value) => setOnError(value as 'skip' | 'abort')}
            data={[
              { value: 'skip', label: t('imports.skip') },
              { value: 'abort', label: t('imports.abort') },
            ]}
          />
          <Group>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button
              disabled={!preview || preview.imported === 0 || (onError === 'abort' && preview.rejected > 0)}
              onClick={() => void start()}
            >
              {t('imports.start')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

function SavedMappings({ mapping, onUse }: { mapping: Partial<Mapping>; onUse(mapping: Partial<Mapping>): void }) {
  const { t } = useTranslation();
  const { data: saved, refetch } = useCall('mobility/list-mappings', {});
  const [name, setName] = useState('');
  const save = async () => {
    await notifyErrors(call('mobility/save-mapping', { name, mapping: mapping as never }));
    setName('');
    void refetch();
  };
  return (
    <>
      {saved && saved.length > 0 ? (
        <Select
          label={t('mobilityImport.saved')}
          w={150}
          value={null}
          data={saved.map((one) => one.name)}
          onChange={(chosen) => {
            const found = saved.find((one) => one.name === chosen);
            if (found) onUse(found.mapping);
          }}
        />
      ) : null}
      <Group gap={4} align="end">
        <TextInput
          label={t('mobilityImport.saveAs')}
          w={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button variant="default" disabled={name.trim() === ''} onClick={() => void save()}>
          {t('mobilityImport.save')}
        </Button>
      </Group>
    </>
  );
}

function Preview({
  preview,
  mapping,
  onChange,
}: {
  preview: ImportPreview;
  mapping: Partial<Mapping>;
  onChange(mapping: Partial<Mapping>): void;
}) {
  const { t } = useTranslation();
  const problems = [
    ...preview.rejections.map((one) => ({ ...one, stops: true })),
    ...preview.questions.map((one) => ({ ...one, stops: false })),
  ];
  return (
    <>
      <Text size="sm">
        {t('mobilityImport.counts', {
          read: number(preview.read),
          good: number(preview.imported),
          bad: number(preview.rejected),
          questions: number(preview.questions.length),
          encoding: preview.encoding,
        })}
        {preview.notes.length > 0 ? ` · ${preview.notes.map(said).join(' · ')}` : ''}
      </Text>
      {preview.fields.length > 0 ? (
        <Group gap="xs">
          {preview.fields.map(({ name, required }) => (
            <Select
              key={name}
              label={`${t(`fields.${name}`)}${required ? ' *' : ''}`}
              w={150}
              clearable
              value={preview.mapping.columns[name] ?? null}
              data={[...new Set(preview.headers.filter(Boolean))]}
              onChange={(header) => {
                const { [name]: _old, ...columns } = { ...preview.mapping.columns, ...mapping.columns };
                onChange({ columns: header ? { ...columns, [name]: header } : columns });
              }}
            />
          ))}
        </Group>
      ) : null}
      <ScrollArea.Autosize mah={170}>
        <Table fz="xs" verticalSpacing={2} withTableBorder>
          <Table.Thead>
            <Table.Tr>
              {preview.headers.map((header, i) => (
                <Table.Th key={`${header}${i}`} style={{ whiteSpace: 'nowrap' }}>
                  {header}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {preview.sample.map((row, r) => (
              <Table.Tr key={`${r} ${row[0]}`}>
                {row.map((cell, i) => (
                  <Table.Td
                    key={`${preview.headers[i]}${i}`}
                    style={{ whiteSpace: 'nowrap', maxWidth: 260, overflow: 'hidden', textOverflow: 'ellipsis' }}
                  >
                    {cell}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {problems.length > 0 ? (
        <ScrollArea.Autosize mah={200}>
          <Table fz="xs" verticalSpacing={2}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('mobilityImport.row')}</Table.Th>
                <Table.Th>{t('mobilityImport.field')}</Table.Th>
                <Table.Th>{t('mobilityImport.problem')}</Table.Th>
                <Table.Th>{t('mobilityImport.fix')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {problems.slice(0, 200).map((one, i) => (
                <Table.Tr key={`${i} ${one.row} ${one.field}`}>
                  <Table.Td className="number">{one.row ?? NOT_APPLICABLE}</Table.Td>
                  <Table.Td>{one.field}</Table.Td>
                  <Table.Td c={one.stops ? 'orange' : undefined}>
                    {one.stops ? '✕ ' : '? '}
                    {said(one.problem)}
                  </Table.Td>
                  <Table.Td>{said(one.fix)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      ) : null}
    </>
  );
}
