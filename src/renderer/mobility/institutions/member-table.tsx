import { Anchor, Button, Group, Select, Skeleton, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MISSING_CV_REASONS, type Member, type MissingCvReason } from '../../../shared/mobility/population.ts';
import { attributeLabel, missingCvLabel } from '../../../shared/mobility/words.ts';
import { call, useCall } from '../../api.ts';
import { linkTo } from '../../app/router.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { useWord } from '../../ui/said.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';

/** Everybody in the population, or those whom a number counts; selected ones are given a reason. */
export function MemberTable({ shown = null }: { shown?: string | null }) {
  const { t } = useTranslation();
  const word = useWord();
  const { data } = useCall('mobility/list-members', {}, { keep: true });
  const rows = useMemo(() => (data ?? []).filter((member) => isShown(member, shown)), [data, shown]);
  const columns = useMemo((): Column<Member>[] => {
    const attributes = [...new Set((data ?? []).flatMap((member) => Object.keys(member.attributes)))].sort();
    return [
      {
        id: 'name',
        head: t('fields.name'),
        width: 'minmax(168px, 1.4fr)',
        value: ({ name }) => name,
        cell: ({ name, scholarId }) =>
          scholarId === null ? name : <Anchor href={linkTo('career', String(scholarId))}>{name}</Anchor>,
      },
      { id: 'key', head: t('fields.scholar'), value: ({ key }) => key },
      { id: 'state', head: t('population.state'), value: ({ state }) => t(`population.states.${state}`) },
      {
        id: 'reason',
        head: t('population.reason'),
        value: ({ state, reason }) => (state === 'found' && reason === '' ? '' : word(missingCvLabel(reason))),
      },
      { id: 'note', head: t('population.note'), width: 'minmax(120px, 1fr)', value: ({ note }) => note },
      ...attributes.map(
        (name): Column<Member> => ({
          id: `attribute-${name}`,
          head: word(attributeLabel(name)),
          value: (member) => member.attributes[name] ?? '',
        }),
      ),
    ];
  }, [t, word, data]);
  if (!data) return <Skeleton h={400} />;
  return (
    <DataTable<Member>
      name="population"
      label={t('nav.population')}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      toolbar={
        shown === null || shown === 'all' ? null : (
          <Anchor href={linkTo('population', 'all')} size="sm">
            {t('population.showAll')}
          </Anchor>
        )
      }
      selectionActions={(selected) => (rows.length > 0 ? <GiveReason chosen={selected} /> : null)}
    />
  );
}

function isShown({ state, reason }: Member, shown: string | null): boolean {
  if (shown === null || shown === 'all') return true;
  if (shown === 'missing' || shown === 'unclear') return state === shown;
  return state === 'missing' && reason === (shown === 'none' ? '' : shown);
}

function GiveReason({ chosen }: { chosen: readonly Member[] }) {
  const { t } = useTranslation();
  const word = useWord();
  const [reason, setReason] = useState<MissingCvReason>('no-cv');
  const [note, setNote] = useState('');
  const give = async () => {
    const keys = chosen.map(({ key }) => key);
    const input = { keys, reason, ...(note.trim() === '' ? {} : { note: note.trim() }) };
    const done = await notifyErrors(call('mobility/set-missing-reason', input));
    if (!done) return;
    setNote('');
    notifications.show({ message: t('population.reasonGiven', { count: done.changed }) });
  };
  return (
    <Group gap={6} wrap="nowrap">
      <Select
        aria-label={t('population.reason')}
        w={200}
        allowDeselect={false}
        data={([...MISSING_CV_REASONS, ''] as const).map((value) => ({ value, label: word(missingCvLabel(value)) }))}
        value={reason}
        onChange={(value) => setReason((value ?? '') as MissingCvReason)}
      />
      <TextInput
        aria-label={t('population.note')}
        placeholder={t('population.note')}
        w={160}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      <Button variant="default" disabled={chosen.length === 0} onClick={() => void give()}>
        {t('population.giveReason')}
      </Button>
    </Group>
  );
}
