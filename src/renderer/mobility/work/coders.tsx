import { Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgreementReport } from '../../../shared/mobility/agreement.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { call, type Granted } from '../../api.ts';
import { run } from '../../app/commands.ts';
import { go } from '../../app/router.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { FilePicker } from '../../ui/file-picker.tsx';
import { numberProblem, textProblem, type TypedNumber, useKeptForm } from '../../ui/form.ts';
import { number, percent } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { MergePanel } from '../quality/merge-panel.tsx';
import { RenameCoder } from './rename-coder.tsx';
import { useCoder, useSuggestionChoices } from '../shared.tsx';

type Coder = StudyInfo['coders'][number];

/** Who codes what, and exchanging coders' work as files. */
export function Coders({ study, report }: { study: StudyInfo; report: AgreementReport | undefined }) {
  const { t } = useTranslation();
  const [exporting, setExporting] = useState<{ coder: string; what: 'codes' | 'package' } | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const columns = useMemo((): Column<Coder>[] => {
    const rate = (name: string) => report?.coders.find((one) => one.name === name)?.acceptanceRate ?? null;
    return [
      { id: 'name', head: t('coding.coder'), value: ({ name }) => name },
      {
        id: 'codes',
        head: t('agreement.codes'),
        numeric: true,
        value: ({ codes }) => codes,
        text: ({ codes }) => number(codes),
      },
      {
        id: 'assigned',
        head: t('agreement.assignedHead'),
        numeric: true,
        value: ({ assigned }) => assigned,
        text: ({ assigned }) => (assigned === 0 ? t('agreement.everyone') : number(assigned)),
      },
      {
        id: 'acceptance',
        head: t('agreement.acceptance'),
        hint: t('agreement.acceptanceHint'),
        numeric: true,
        value: ({ name }) => rate(name),
        text: ({ name }) => percent(rate(name)),
      },
      {
        id: 'export',
        head: t('agreement.export'),
        actions: true,
        width: '320px',
        value: () => null,
        cell: ({ name, codes }) => (
          <Group gap={4} wrap="nowrap">
            <Button
              size="compact-xs"
              variant="subtle"
              disabled={codes === 0}
              onClick={() => setExporting({ coder: name, what: 'codes' })}
            >
              {t('agreement.export')}
            </Button>
            <Button
              size="compact-xs"
              variant="subtle"
              title={t('agreement.packageHint')}
              onClick={() => setExporting({ coder: name, what: 'package' })}
            >
              {t('agreement.package')}
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={() => setRenaming(name)}>
              {t('agreement.rename')}
            </Button>
          </Group>
        ),
      },
    ];
  }, [t, report]);
  const write = async ({ coder, what }: NonNullable<typeof exporting>, [granted]: Granted[]) => {
    if (!granted) return;
    if (what === 'package') {
      if (await notifyErrors(call('library/export-archive', { folder: granted.grant, coder }))) go('jobs');
      return;
    }
    const done = await notifyErrors(call('mobility/export-coding', { coder, grant: granted.grant }));
    if (done) notifications.show({ message: t('agreement.exported', { file: done.file, count: done.codes }) });
    setExporting(null);
  };
  return (
    <Stack gap="sm" pr="sm" maw={900}>
      <DataTable
        name="coders"
        title={t('agreement.codersTab')}
        columns={columns}
        rows={study.coders}
        rowKey={({ name }) => name}
        maxHeight={320}
      />
      {renaming === null ? null : <RenameCoder key={renaming} coder={renaming} onClose={() => setRenaming(null)} />}
      {exporting ? (
        <Panel>
          <Text size="sm" mb={4}>
            {t(exporting.what === 'codes' ? 'agreement.exportWhere' : 'agreement.packageWhere', exporting)}
          </Text>
          <FilePicker what="folder" onPick={(granted) => void write(exporting, granted)} />
        </Panel>
      ) : null}
      <Assign study={study} />
      <MergePanel />
      <Group>
        <Button variant="default" title={t('agreement.openPackageHint')} onClick={() => run('import-archive')}>
          {t('agreement.openPackage')}
        </Button>
      </Group>
      <BlindCodes />
    </Stack>
  );
}

interface Assignment {
  coder: string;
  what: 'all' | 'sample' | 'overlap';
  share: TypedNumber;
  other: string | null;
  suggestions: 'shown' | 'hidden';
}

function Assign({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const suggestions = useSuggestionChoices();
  const { form } = useKeptForm<Assignment>('assign', {
    initialValues: { coder: '', what: 'sample', share: 10, other: null, suggestions: 'hidden' },
    validate: {
      coder: textProblem,
      share: (share, { what }) => (what === 'all' ? null : numberProblem(share, { minimum: 1, maximum: 100 })),
      other: (other, { what }) => (what === 'overlap' && other === null ? t('form.text') : null),
    },
  });
  const { what } = form.values;
  const assign = async ({ share, ...values }: Assignment) => {
    const done = await notifyErrors(call('mobility/assign', { ...values, share: Number(share) / 100 }));
    if (done)
      notifications.show({
        message: t('agreement.assigned', { coder: values.coder, count: done.assigned, keptBlind: done.keptBlind }),
      });
  };
  return (
    <Panel title={t('agreement.assignTitle')}>
      <form onSubmit={form.onSubmit((values) => void assign(values))}>
        <Group align="start">
          <TextInput label={t('coding.coder')} w={180} {...form.getInputProps('coder')} />
          <Select
            label={t('agreement.whom')}
            w={220}
            allowDeselect={false}
            data={(['all', 'sample', 'overlap'] as const).map((value) => ({
              value,
              label: t(`agreement.assign.${value}`),
            }))}
            {...form.getInputProps('what')}
          />
          {what !== 'all' ? (
            <NumberInput label={t('agreement.share')} w={110} {...form.getInputProps('share')} />
          ) : null}
          {what === 'overlap' ? (
            <Select
              label={t('agreement.other')}
              w={180}
              data={study.coders.map(({ name }) => name)}
              {...form.getInputProps('other')}
            />
          ) : null}
          <Select
            label={t('agreement.suggestions')}
            w={170}
            allowDeselect={false}
            data={suggestions}
            {...form.getInputProps('suggestions')}
          />
          <Button type="submit" mt={22}>
            {t('agreement.assignButton')}
          </Button>
        </Group>
      </form>
    </Panel>
  );
}

/** Codes that are closed because somebody codes the same scholars blind: the lead opens them to everybody. */
function BlindCodes() {
  const { t } = useTranslation();
  const [coder] = useCoder();
  const { ask, dialog } = useConfirm();
  const { form } = useKeptForm<{ lead: string }>('open-blind', {
    initialValues: { lead: coder },
    validate: { lead: textProblem },
  });
  const open = async (author: string) => {
    const done = await notifyErrors(call('mobility/open-blind', { author }));
    if (done) notifications.show({ message: t('agreement.opened', { count: done.opened }) });
  };
  const askFirst = ({ lead }: { lead: string }) =>
    ask({
      title: t('agreement.openTitle'),
      text: t('agreement.openHelp'),
      action: t('agreement.openBlind'),
      act: () => open(lead.trim()),
    });
  return (
    <Panel title={t('agreement.openTitle')}>
      <Text size="sm" mb={6}>
        {t('agreement.openHelp')}
      </Text>
      <form onSubmit={form.onSubmit(askFirst)}>
        <Group align="start">
          <TextInput label={t('agreement.lead')} w={180} {...form.getInputProps('lead')} />
          <Button type="submit" variant="default" mt={22}>
            {t('agreement.openBlind')}
          </Button>
        </Group>
      </form>
      {dialog}
    </Panel>
  );
}
