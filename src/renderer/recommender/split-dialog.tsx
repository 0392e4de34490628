import { Group, Modal, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SPLIT_FORMS, type SplitForm } from '../../shared/contract/referee.ts';
import { call, type Granted, useCall } from '../api.ts';
import { DialogButtons } from '../ui/dialog-buttons.tsx';
import { FolderField } from '../ui/folder-field.tsx';
import { numberProblem, type TypedNumber, useCheckedForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { filterOf } from './comparison-values.ts';
import { ProtocolSelect } from './protocol-select.tsx';

export interface SplitValues {
  protocol: string;
  form: SplitForm;
  folds: TypedNumber;
  leaveOut: TypedNumber;
  seed: TypedNumber;
  minListeners: TypedNumber;
  minSongs: TypedNumber;
}

const BEGINNING: SplitValues = {
  protocol: 'strong-generalization',
  form: 'plain',
  folds: 1,
  leaveOut: 1,
  seed: 1,
  minListeners: 0,
  minSongs: 0,
};

/** Writes the split that a comparison uses, for another tool. */
export function SplitDialog({ initial, onClose }: { initial?: Partial<SplitValues>; onClose(): void }) {
  const { t } = useTranslation();
  const { data: protocols = [] } = useCall('evaluation/list-protocols', {});
  const within = (minimum: number, maximum: number) => (value: TypedNumber) =>
    numberProblem(value, { minimum, maximum, whole: true });
  const form = useCheckedForm<SplitValues & { folder: Granted | null }>({
    validateInputOnBlur: true,
    initialValues: { ...BEGINNING, ...initial, folder: null },
    validate: {
      folds: within(1, 20),
      leaveOut: within(1, 1000),
      seed: within(0, 0xffffffff),
      minListeners: within(0, 1_000_000),
      minSongs: within(0, 1_000_000),
    },
  });
  const { folder, protocol, form: tool } = form.values;
  const chosen = protocols.find(({ name }) => name === protocol);
  const change = (name: string | null) => {
    if (name === null) return;
    form.setFieldValue('protocol', name);
    form.setFieldValue('folds', protocols.find((one) => one.name === name)?.folds ?? 1);
  };
  const submit = async (values: typeof form.values) => {
    if (!folder) return;
    const started = call('evaluation/export-split', {
      protocol: values.protocol,
      // A split is the same whatever learns from it; songs that one needs are not left out.
      models: ['popularity'],
      form: values.form,
      folds: Number(values.folds),
      leaveOut: Number(values.leaveOut),
      seed: Number(values.seed),
      filter: filterOf({ ...values, kept: {} }),
      grant: folder.grant,
    });
    if (await notifyErrors(started)) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('referee.exportSplitTitle')} size="lg">
      <form onSubmit={form.onSubmit((values) => void submit(values))}>
        <Stack gap="sm">
          <Text size="sm">{t('referee.exportSplitHelp')}</Text>
          <ProtocolSelect protocols={protocols} chosen={chosen} {...form.getInputProps('protocol')} onChange={change} />
          <Select
            label={t('referee.tool')}
            allowDeselect={false}
            data={SPLIT_FORMS.map((value) => ({ value, label: t(`referee.tools.${value}`) }))}
            description={t(`referee.toolHelp.${tool}`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            {...form.getInputProps('form')}
          />
          <Group grow align="start">
            <NumberInput label={t('experiments.folds')} {...form.getInputProps('folds')} />
            <NumberInput label={t('training.seed')} allowDecimal={false} {...form.getInputProps('seed')} />
            {protocol === 'leave-k-out' ? (
              <NumberInput label={t('experiments.leaveOut')} {...form.getInputProps('leaveOut')} />
            ) : null}
          </Group>
          <Group grow align="start">
            <NumberInput label={t('experiments.minListeners')} {...form.getInputProps('minListeners')} />
            <NumberInput label={t('experiments.minSongs')} {...form.getInputProps('minSongs')} />
          </Group>
          <FolderField folder={folder} onPick={(granted) => form.setFieldValue('folder', granted)} />
          <DialogButtons action={t('dataOut.export')} disabled={!folder} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
