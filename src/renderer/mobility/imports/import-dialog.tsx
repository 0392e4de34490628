import { Alert, Button, Group, Modal, SegmentedControl, Skeleton, Stack, Stepper, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, Mapping } from '../../../shared/mobility/imports.ts';
import type { Answers } from '../../../shared/questions.ts';
import { call, type Granted, useCall } from '../../api.ts';
import { FilePicker } from '../../ui/file-picker.tsx';
import { useCheckedForm } from '../../ui/form.ts';
import { list } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { said } from '../../ui/said.ts';
import { ImportColumnsStep } from './import-columns-step.tsx';
import { ImportFileStep, ImportTemplates } from './import-file-step.tsx';
import { ImportPaste } from './import-paste.tsx';
import { ImportProblemsStep } from './import-problems-step.tsx';
import { ImportSettings } from './import-settings.tsx';
import { ImportValuesStep } from './import-values-step.tsx';

const NONE: Granted[] = [];

/** A file, with what is known of it before it is read: a pasted text has its scholar, a sheet its name. */
interface Waiting extends Granted {
  mapping?: Partial<Mapping>;
  /** Its other sheets wait behind it already. */
  hasSheets?: boolean;
}

const nameOf = ({ name, mapping }: Waiting) => (mapping?.sheet === undefined ? name : `${name} · ${mapping.sheet}`);

interface Values {
  /** Files that are still to be looked at, the first of them now. */
  files: Waiting[];
  mapping: Partial<Mapping>;
  answers: Answers;
  onError: 'skip' | 'abort';
  step: number;
}

const BEGINNING: Values = { files: [], mapping: {}, answers: {}, onError: 'skip', step: 0 };
const STEPS = ['file', 'columns', 'values', 'problems'] as const;

/**
 * Choose a file and how it is read, then its columns, what their values mean, and what to do about problems; then
 * import.
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
  const { mapping, answers, onError, step } = form.values;
  const { files } = form.values;
  const file = files.at(0) ?? null;
  const takeDropped = useEffectEvent(() => form.setFieldValue('files', (before) => [...before, ...dropped]));
  useEffect(() => {
    if (dropped.length > 0) takeDropped();
  }, [dropped]);
  const { data: study } = useCall('mobility/get-study', {}, { enabled: opened });
  const { data: preview, error } = useCall(
    'mobility/preview-import',
    { grant: file?.grant ?? '', mapping, answers, columnsLater: true },
    { enabled: file !== null, keep: true },
  );
  const isOfFile = preview?.file === file?.name && (mapping.sheet === undefined || preview?.sheet === mapping.sheet);
  const known = preview && !error && isOfFile ? preview : null;
  const others = known && file && !file.hasSheets && !file.mapping?.sheet ? otherTables(known) : [];
  const takeSheets = useEffectEvent(() =>
    form.setFieldValue('files', ([first, ...later]) => {
      const sheets = others.map((sheet) => ({ grant: first.grant, name: first.name, mapping: { sheet } }));
      return [{ ...first, hasSheets: true }, ...sheets, ...later];
    }),
  );
  useEffect(() => {
    if (others.length > 0) takeSheets();
  }, [others.length]);
  const pick = (granted: Waiting[]) => {
    if (files.length === 0) form.setFieldValue('mapping', granted[0]?.mapping ?? {});
    form.setFieldValue('files', (before) => [...before, ...granted]);
  };
  /** The next file is another one: nothing of this one's mapping is kept. */
  const next = () => {
    if (files.length < 2) return close();
    form.setValues({ files: files.slice(1), mapping: files[1].mapping ?? {}, answers: {}, step: 0 });
  };
  const change = (next: Partial<Mapping>) => {
    form.setFieldValue('mapping', (before) => ({ ...before, ...next }));
    // The sheet that is taken now need not come again; the one that it replaces has not been read yet.
    if (next.sheet !== undefined && known?.sheet)
      form.setFieldValue('files', (before) =>
        before.map((one, i) =>
          i > 0 && one.grant === file?.grant && one.mapping?.sheet === next.sheet
            ? { ...one, mapping: { sheet: known.sheet as string } }
            : one,
        ),
      );
  };
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
  const go = (to: number) => form.setFieldValue('step', to);
  const canImport = known?.kind && known.imported > 0 && !(onError === 'abort' && known.rejected > 0);
  return (
    <Modal opened={opened} onClose={close} title={t('mobilityImport.title')} size="92%">
      <Stack gap="xs">
        <Stepper active={step} onStepClick={go} size="xs" allowNextStepsSelect={known !== null}>
          {STEPS.map((name) => (
            <Stepper.Step key={name} label={t(`mobilityImport.steps.${name}`)} />
          ))}
        </Stepper>
        {step === 0 ? (
          <>
            {file ? null : <Text size="sm">{t('mobilityImport.help')}</Text>}
            <FilePicker onPick={pick}>
              <ImportPaste onPick={(granted, scholar) => pick([{ ...granted, mapping: { kind: 'text', scholar } }])} />
            </FilePicker>
            {file ? null : <ImportTemplates />}
          </>
        ) : null}
        {files.length > 1 ? (
          <Text size="sm" c="dimmed">
            {t('mobilityImport.more', { count: files.length - 1, names: list(files.slice(1).map(nameOf)) })}
          </Text>
        ) : null}
        {file && step === 0 ? (
          <ImportSettings
            key={`${file.grant} ${file.mapping?.sheet ?? ''}`}
            file={file}
            kind={known?.kind ?? mapping.kind ?? null}
            mapping={mapping}
            found={known?.mapping ?? {}}
            onChange={change}
            onReplace={(next) => form.setFieldValue('mapping', next)}
          />
        ) : null}
        {file && error ? <Alert color="orange">{said(error)}</Alert> : null}
        {file && !known && !error ? <Skeleton h={120} /> : null}
        {known ? (
          <>
            {step > 0 ? (
              <Text size="sm" fw={600}>
                {known.sheet === null ? known.file : `${known.file} · ${known.sheet}`}
              </Text>
            ) : null}
            <PreviewCounts preview={known} />
            {known.kind === null ? <Alert color="orange">{t('mobilityImport.chooseKind')}</Alert> : null}
            {step === 0 ? <ImportFileStep preview={known} mapping={mapping} onChange={change} /> : null}
            {step === 1 && study ? (
              <ImportColumnsStep preview={known} book={study.codebook.codebook} onChange={change} />
            ) : null}
            {step === 2 ? <ImportValuesStep preview={known} mapping={mapping} onChange={change} /> : null}
            {step === 3 ? (
              <ImportProblemsStep
                key={JSON.stringify(mapping.corrections ?? [])}
                preview={known}
                mapping={mapping}
                onChange={change}
                onAnswer={(given) => form.setFieldValue('answers', (before) => ({ ...before, ...given }))}
              />
            ) : null}
          </>
        ) : null}
        <Group justify="space-between" className="dialog-footer">
          {step === STEPS.length - 1 ? (
            <SegmentedControl
              data={[
                { value: 'skip', label: t('imports.skip') },
                { value: 'abort', label: t('imports.abort') },
              ]}
              {...form.getInputProps('onError')}
            />
          ) : (
            <span />
          )}
          <Group>
            {files.length > 1 ? (
              <Button variant="default" onClick={next}>
                {t('mobilityImport.leaveOut')}
              </Button>
            ) : null}
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            {step > 0 ? (
              <Button variant="default" onClick={() => go(step - 1)}>
                {t('mobilityImport.back')}
              </Button>
            ) : null}
            {step < STEPS.length - 1 ? (
              <Button disabled={!known} onClick={() => go(step + 1)}>
                {t('mobilityImport.next')}
              </Button>
            ) : (
              <Button disabled={!canImport} onClick={() => void start()}>
                {t('imports.start')}
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Tables of a workbook beside the one that is shown; hidden sheets are only read when somebody chooses them. */
function otherTables({ sheets, sheet }: ImportPreview): string[] {
  return sheets.flatMap(({ name, hidden, isTable }) => (isTable && !hidden && name !== sheet ? [name] : []));
}

function PreviewCounts({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  return (
    <Text size="sm">
      {t('mobilityImport.counts', {
        read: preview.read,
        good: preview.imported,
        bad: preview.rejected,
        questions: preview.questions.length,
        doubts: preview.doubts.length,
        encoding: preview.encoding,
      })}
    </Text>
  );
}
