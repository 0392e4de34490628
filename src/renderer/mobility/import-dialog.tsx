import { Alert, Button, Group, Modal, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mapping } from '../../shared/mobility/imports.ts';
import type { Answers } from '../../shared/questions.ts';
import { call, type Granted, useCall } from '../api.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { useCheckedForm } from '../ui/form.ts';
import { list } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { said } from '../ui/said.ts';
import { ImportPreviewView } from './import-preview.tsx';
import { ImportSettings } from './import-settings.tsx';

const NONE: Granted[] = [];

interface Values {
  /** Files that are still to be looked at, the first of them now. */
  files: Granted[];
  mapping: Partial<Mapping>;
  answers: Answers;
  onError: 'skip' | 'abort';
}

const BEGINNING: Values = { files: [], mapping: {}, answers: {}, onError: 'skip' };

/**
 * Choose a file, check the guessed columns and the problems of each row, fix the mapping, then import.
 */
export function MobilityImportDialog({
  opened,
  onClose,
  dropped = NONE,
}: {
  opened: boolean;
  onClose(): void;
  dropped?: Granted[];
}) {
  const { t } = useTranslation();
  const form = useCheckedForm({ initialValues: BEGINNING });
  const { mapping, answers, onError } = form.values;
  const { files } = form.values;
  const file = files.at(0) ?? null;
  const takeDropped = useEffectEvent(() => form.setFieldValue('files', (before) => [...before, ...dropped]));
  useEffect(() => {
    if (dropped.length > 0) takeDropped();
  }, [dropped]);
  const { data: preview, error } = useCall(
    'mobility/preview-import',
    { grant: file?.grant ?? '', mapping, answers, columnsLater: true },
    { enabled: file !== null, keep: true },
  );
  const known = preview && !error && preview.file === file?.name ? preview : null;
  const pick = (granted: Granted[]) => form.setFieldValue('files', (before) => [...before, ...granted]);
  /** The next file is another one: nothing of this one's mapping is kept. */
  const next = () => {
    if (files.length < 2) return close();
    form.setValues({ files: files.slice(1), mapping: {}, answers: {} });
  };
  const change = (next: Partial<Mapping>) => form.setFieldValue('mapping', (before) => ({ ...before, ...next }));
  const close = () => {
    form.reset();
    onClose();
  };
  const start = async () => {
    if (!file || !known?.kind) return;
    const input = { grant: file.grant, mapping: { ...mapping, kind: known.kind }, answers, onError };
    if (!(await notifyErrors(call('mobility/start-import', input)))) return;
    notifications.show({ message: t('imports.started') });
    next();
  };
  return (
    <Modal opened={opened} onClose={close} title={t('mobilityImport.title')} size="80%">
      <Stack gap="sm">
        <Text size="sm">{t('mobilityImport.help')}</Text>
        <FilePicker onPick={pick} />
        {files.length > 1 ? (
          <Text size="sm" c="dimmed">
            {t('mobilityImport.more', { count: files.length - 1, names: list(files.slice(1).map(({ name }) => name)) })}
          </Text>
        ) : null}
        {file ? (
          <ImportSettings
            key={file.grant}
            file={file}
            kind={known?.kind ?? mapping.kind ?? null}
            mapping={mapping}
            onChange={change}
            onReplace={(next) => form.setFieldValue('mapping', next)}
          />
        ) : null}
        {file && error ? <Alert color="orange">{said(error)}</Alert> : null}
        {file && !known && !error ? <Skeleton h={120} /> : null}
        {known ? (
          <ImportPreviewView
            preview={known}
            mapping={mapping}
            onChange={change}
            onAnswer={(given) => form.setFieldValue('answers', (before) => ({ ...before, ...given }))}
          />
        ) : null}
        <Group justify="space-between" className="dialog-footer">
          <SegmentedControl
            data={[
              { value: 'skip', label: t('imports.skip') },
              { value: 'abort', label: t('imports.abort') },
            ]}
            {...form.getInputProps('onError')}
          />
          <Group>
            {files.length > 1 ? (
              <Button variant="default" onClick={next}>
                {t('mobilityImport.leaveOut')}
              </Button>
            ) : null}
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button
              disabled={!known || known.imported === 0 || (onError === 'abort' && known.rejected > 0)}
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
