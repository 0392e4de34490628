import { Button, Menu, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { protocolLabel } from '../../shared/evaluation-words.ts';
import { call, type Granted, useCall } from '../api.ts';
import { DialogButtons } from '../ui/dialog-buttons.tsx';
import { FolderField } from '../ui/folder-field.tsx';
import { textProblem, type TypedNumber, useCheckedForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { labelled, said } from '../ui/said.ts';
import { OptionField, optionProblem, optionValue } from './option-field.tsx';

const KINDS = ['spark', 'keras', 'weights'] as const;
type Kind = (typeof KINDS)[number];
/** Every play, without a split. */
const ALL = 'all';

interface FormProps {
  types: readonly ModelTypeInfo[];
  onClose(): void;
}

/** What is computed on other machines, and what comes back from them. */
export function HandOverMenu({ types }: { types: readonly ModelTypeInfo[] }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Kind | null>(null);
  const close = () => setOpened(null);
  const forms: Record<Kind, ReactNode> = {
    spark: <SparkForm types={types} onClose={close} />,
    keras: <KerasForm types={types} onClose={close} />,
    weights: <WeightsForm onClose={close} />,
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">{t('handOver.menu')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map((kind) => (
            <Menu.Item key={kind} onClick={() => setOpened(kind)}>
              {t(`handOver.${kind}.open`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={opened !== null} onClose={close} size="lg" title={opened ? t(`handOver.${opened}.title`) : ''}>
        {opened ? forms[opened] : null}
      </Modal>
    </>
  );
}

/** Settings of one model that are typed in a dialog. */
function useOptions(info: ModelTypeInfo | undefined) {
  const [typed, setTyped] = useState<Record<string, Record<string, TypedNumber>>>({});
  const own = info ? (typed[info.type] ?? {}) : {};
  return {
    values: own,
    wrong: info?.options.some((option) => optionProblem(option, optionValue(option, own)) !== null) ?? false,
    fields: info?.options.map((option) => (
      <OptionField
        key={`${info.type}.${option.name}`}
        info={info}
        option={option}
        value={optionValue(option, own)}
        onChange={(value) => setTyped((all) => ({ ...all, [info.type]: { ...own, [option.name]: value } }))}
      />
    )),
  };
}

/** Plays for Spark's ALS. */
function SparkForm({ types, onClose }: FormProps) {
  const { t } = useTranslation();
  const { data: protocols = [] } = useCall('evaluation/list-protocols', {});
  const als = types.find(({ type }) => type === 'als');
  const options = useOptions(als);
  const [plays, setPlays] = useState(ALL);
  const [folder, setFolder] = useState<Granted | null>(null);
  const send = async () => {
    if (!folder || options.wrong) return;
    const split = plays === ALL ? null : { protocol: plays, models: ['popularity'] };
    const sent = call('handover/export-spark', { split, als: options.values, grant: folder.grant });
    if (!(await notifyErrors(sent))) return;
    notifications.show({ message: t('handOver.writing') });
    onClose();
  };
  const choices = [
    { value: ALL, label: t('handOver.spark.all') },
    ...protocols
      .filter(({ ranks }) => ranks)
      .map(({ name }) => ({ value: name, label: labelled(protocolLabel(name)) })),
  ];
  return (
    <HandOverForm help={t('handOver.spark.help')} disabled={!folder || options.wrong} onSend={send} onClose={onClose}>
      <Select
        label={t('handOver.spark.plays')}
        data={choices}
        value={plays}
        allowDeselect={false}
        onChange={(value) => value && setPlays(value)}
      />
      {options.fields}
      <FolderField folder={folder} onPick={setFolder} />
    </HandOverForm>
  );
}

/** What a model's network learns from, for Keras. */
function KerasForm({ types, onClose }: FormProps) {
  const { t } = useTranslation();
  const networks = types.filter(({ neural, combines }) => neural && !combines);
  const [type, setType] = useState(networks[0]?.type ?? '');
  const options = useOptions(networks.find((info) => info.type === type));
  const [folder, setFolder] = useState<Granted | null>(null);
  const send = async () => {
    if (!folder || options.wrong) return;
    if (!(await notifyErrors(call('handover/export-keras', { type, options: options.values, grant: folder.grant }))))
      return;
    notifications.show({ message: t('handOver.writing') });
    onClose();
  };
  return (
    <HandOverForm help={t('handOver.keras.help')} disabled={!folder || options.wrong} onSend={send} onClose={onClose}>
      <Select
        label={t('training.model')}
        data={networks.map((info) => ({ value: info.type, label: said(info.title) }))}
        value={type}
        allowDeselect={false}
        onChange={(value) => value && setType(value)}
      />
      {options.fields}
      <FolderField folder={folder} onPick={setFolder} />
    </HandOverForm>
  );
}

/** Weights that Keras learned, as a model. */
function WeightsForm({ onClose }: Pick<FormProps, 'onClose'>) {
  const { t } = useTranslation();
  const form = useCheckedForm({
    initialValues: { name: '', folder: null as Granted | null },
    validate: { name: textProblem },
  });
  const { folder } = form.values;
  const send = async () => {
    if (!folder || form.validate().hasErrors) return;
    const { name } = form.values;
    if (!(await notifyErrors(call('handover/import-weights', { name: name.trim(), grant: folder.grant })))) return;
    notifications.show({ message: t('handOver.weights.taking') });
    onClose();
  };
  return (
    <HandOverForm
      help={t('handOver.weights.help')}
      action={t('handOver.weights.action')}
      disabled={!folder}
      onSend={send}
      onClose={onClose}
    >
      <FolderField
        folder={folder}
        told={(from) => t('handOver.weights.from', { name: from })}
        onPick={(granted) => form.setFieldValue('folder', granted)}
      />
      <TextInput label={t('training.name')} maxLength={80} {...form.getInputProps('name')} />
    </HandOverForm>
  );
}

function HandOverForm({
  help,
  action,
  disabled,
  onSend,
  onClose,
  children,
}: {
  help: string;
  action?: string;
  disabled: boolean;
  onSend(): Promise<void>;
  onClose(): void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void onSend();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{help}</Text>
        {children}
        <DialogButtons action={action ?? t('dataOut.export')} disabled={disabled} onClose={onClose} />
      </Stack>
    </form>
  );
}
