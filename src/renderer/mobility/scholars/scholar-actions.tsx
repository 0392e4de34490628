import { Autocomplete, Button, Group, Menu, Modal, Radio, Select, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconFlag, IconMinus, IconNote, IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScholarSummary } from '../../../shared/mobility/scholars.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { call, useCall } from '../../api.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { textProblem, useCheckedForm } from '../../ui/form.ts';
import { dateTime, list } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { useCoder, useNames, useSuggestionChoices } from '../shared.tsx';

type Asking = 'assign' | 'missing' | 'memo';

interface Props {
  study: StudyInfo;
  chosen: readonly ScholarSummary[];
}

/** What can be done with the chosen scholars. Whatever is deleted here can be put back. */
export function ScholarActions({ study, chosen }: Props) {
  const { t } = useTranslation();
  const [coder] = useCoder();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { ask, dialog } = useConfirm();
  const author = coder || t('institutions.anonymous');
  const scholarIds = chosen.map(({ id }) => id);
  const none = chosen.length === 0;
  const unflagged = chosen.some(({ flagged }) => !flagged);
  const flag = () => void notifyErrors(call('mobility/note-scholars', { author, scholarIds, flagged: unflagged }));
  const remove = () => {
    const coded = chosen.filter(({ coders, state }) => coders.length > 0 && state !== 'open').length;
    ask({
      title: t('scholars.deleteTitle', { count: chosen.length }),
      text: t('scholars.deleteText', { names: namesOf(chosen, t), coded }),
      action: t('scholars.delete'),
      act: async () => {
        const done = await notifyErrors(call('mobility/delete-scholars', { author, scholarIds }));
        if (done) offerUndo(done.id, done.scholars, t);
      },
    });
  };
  const button = (label: string, Icon: typeof IconFlag, act: () => void) => (
    <Button
      size="compact-sm"
      variant="default"
      disabled={none}
      onClick={act}
      leftSection={<Icon size={14} aria-hidden />}
    >
      {label}
    </Button>
  );
  const close = () => setAsking(null);
  return (
    <Group gap={6} wrap="nowrap">
      {button(t('scholars.assign'), IconUserPlus, () => setAsking('assign'))}
      {button(t(unflagged || none ? 'scholars.flag' : 'scholars.unflag'), IconFlag, flag)}
      {button(t('scholars.memo'), IconNote, () => setAsking('memo'))}
      {button(t('scholars.markMissing'), IconMinus, () => setAsking('missing'))}
      {button(t('scholars.delete'), IconTrash, remove)}
      <Deletions />
      {asking === 'assign' ? <AssignDialog study={study} chosen={chosen} onClose={close} /> : null}
      {asking === 'missing' ? <MissingDialog study={study} chosen={chosen} onClose={close} /> : null}
      {asking === 'memo' ? <MemoDialog author={author} chosen={chosen} onClose={close} /> : null}
      {dialog}
    </Group>
  );
}

const NAMES_SHOWN = 3;

function namesOf(chosen: readonly { name: string }[], t: ReturnType<typeof useTranslation>['t']): string {
  const names = list(chosen.slice(0, NAMES_SHOWN).map(({ name }) => name));
  const more = chosen.length - NAMES_SHOWN;
  return more > 0 ? t('scholars.andMore', { names, more }) : names;
}

function offerUndo(id: number, count: number, t: ReturnType<typeof useTranslation>['t']): void {
  const shown = notifications.show({
    autoClose: 12_000,
    message: (
      <Group gap="xs">
        <Text size="sm">{t('scholars.deleted', { count })}</Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(shown);
            void notifyErrors(call('mobility/restore-scholars', { id }));
          }}
        >
          {t('scholars.putBack')}
        </Button>
      </Group>
    ),
  });
}

/** Scholars deleted before, to be put back. */
function Deletions() {
  const { t } = useTranslation();
  const { data = [] } = useCall('mobility/list-deletions', {});
  if (data.length === 0) return null;
  const restore = async (id: number) => {
    const done = await notifyErrors(call('mobility/restore-scholars', { id }));
    if (done) notifications.show({ message: t('scholars.restored', done) });
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" leftSection={<IconArrowBackUp size={14} aria-hidden />}>
          {t('scholars.deletions')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {data.map(({ id, at, author, scholars, names }) => (
          <Menu.Item key={id} onClick={() => void restore(id)}>
            {t('scholars.putBackThese', { count: scholars, names: list(names), at: dateTime(at, 'short'), author })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface DialogProps extends Props {
  onClose(): void;
}

function AssignDialog({ study, chosen, onClose }: DialogProps) {
  const { t } = useTranslation();
  const choices = useSuggestionChoices();
  const form = useCheckedForm({
    initialValues: { coder: '', suggestions: 'shown' as 'shown' | 'hidden' },
    validate: { coder: textProblem },
  });
  const assign = async (values: typeof form.values) => {
    const scholarIds = chosen.map(({ id }) => id);
    const done = await notifyErrors(call('mobility/assign-scholars', { ...values, scholarIds }));
    if (!done) return;
    notifications.show({
      message: t('agreement.assigned', { coder: values.coder, count: done.assigned, keptBlind: done.keptBlind }),
    });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('scholars.assignTitle', { count: chosen.length })}>
      <form onSubmit={form.onSubmit((values) => void assign(values))}>
        <Stack gap="sm">
          <Autocomplete
            data-autofocus
            label={t('coding.coder')}
            data={study.coders.map(({ name }) => name)}
            {...form.getInputProps('coder')}
          />
          <Radio.Group label={t('agreement.suggestions')} {...form.getInputProps('suggestions')}>
            <Stack gap={6} mt={4}>
              {choices.map((choice) => (
                <Radio key={choice.value} {...choice} />
              ))}
            </Stack>
          </Radio.Group>
          <DialogButtons action={t('scholars.assign')} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function MissingDialog({ study, chosen, onClose }: DialogProps) {
  const { t } = useTranslation();
  const names = useNames(study);
  const [own] = useCoder();
  const form = useCheckedForm({
    initialValues: { coder: own, stage: study.codebook.codebook.stages[0].key },
    validate: { coder: textProblem },
  });
  const mark = async ({ coder, stage }: typeof form.values) => {
    const scholarIds = chosen.map(({ id }) => id);
    const input = { coder, scholarIds, stage: stage === '' ? null : stage };
    const done = await notifyErrors(call('mobility/mark-missing', input));
    if (!done) return;
    notifications.show({ message: t('scholars.marked', { count: done.marked }) });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('scholars.missingTitle', { count: chosen.length })}>
      <form onSubmit={form.onSubmit((values) => void mark(values))}>
        <Stack gap="sm">
          <Text size="sm">{t('scholars.missingText')}</Text>
          <Autocomplete
            data-autofocus
            label={t('coding.coder')}
            data={study.coders.map(({ name }) => name)}
            {...form.getInputProps('coder')}
          />
          <Select
            label={t('fields.stage')}
            allowDeselect={false}
            data={[
              ...study.codebook.codebook.stages.map(({ key }) => ({ value: key, label: names.stage(key) })),
              { value: '', label: t('scholars.everyStage') },
            ]}
            {...form.getInputProps('stage')}
          />
          <DialogButtons action={t('scholars.markMissing')} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function MemoDialog({ author, chosen, onClose }: Omit<DialogProps, 'study'> & { author: string }) {
  const { t } = useTranslation();
  const memos = new Set(chosen.map(({ memo }) => memo));
  const form = useCheckedForm({ initialValues: { memo: memos.size === 1 ? [...memos][0] : '' } });
  const write = async ({ memo }: { memo: string }) => {
    const scholarIds = chosen.map(({ id }) => id);
    if (await notifyErrors(call('mobility/note-scholars', { author, scholarIds, memo }))) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('scholars.memoTitle', { names: namesOf(chosen, t) })}>
      <form onSubmit={form.onSubmit((values) => void write(values))}>
        <Stack gap="sm">
          <Textarea
            data-autofocus
            autosize
            minRows={3}
            maxRows={12}
            label={t('scholars.memo')}
            description={memos.size > 1 ? t('scholars.memosDiffer') : undefined}
            {...form.getInputProps('memo')}
          />
          <DialogButtons action={t('coding.save')} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
