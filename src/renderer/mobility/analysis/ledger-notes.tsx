import { Button, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FAMILY_METHODS, type TestLedger } from '../../../shared/mobility/ledger.ts';
import { call, useCall } from '../../api.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { bracketed } from '../../ui/format.ts';
import { said } from '../../ui/said.ts';
import { fileName } from '../../ui/save.ts';
import { ResultTable } from '../../ui/table/result-table.tsx';

/** How many tests were made on these codes, so that twenty looks cannot pass as one; and the families of tests. */
export function LedgerNotes({ after }: { after: unknown }) {
  const { t } = useTranslation();
  const { data, refetch } = useCall('mobility/get-ledger', {});
  const [opened, { open, close }] = useDisclosure(false);
  useEffect(() => {
    if (after !== undefined) void refetch();
  }, [after, refetch]);
  if (!data) return null;
  return (
    <>
      {data.notes.map((note) => (
        <Text key={note.text} size="xs" c="dimmed">
          {said(note)}
        </Text>
      ))}
      <Group>
        <Button size="xs" variant="default" onClick={open}>
          {t('ledger.families')}
        </Button>
      </Group>
      <Modal opened={opened} onClose={close} title={t('ledger.title')} size={1100}>
        <Families ledger={data} named={() => void refetch()} />
      </Modal>
    </>
  );
}

/** Families that were named, with p adjusted within them, and a form for another one. */
function Families({ ledger, named }: { ledger: TestLedger; named: () => void }) {
  const { t } = useTranslation();
  const { data: comparisons = [] } = useCall('mobility/list-comparisons', {});
  const { data: findings = [] } = useCall('mobility/list-findings', {});
  const [name, setName] = useState('');
  const [method, setMethod] = useState<(typeof FAMILY_METHODS)[number]>('holm');
  const [chosen, setChosen] = useState<string[]>([]);
  const questions = new Map([...comparisons, ...findings].map((one) => [one.name, said(one.question)]));
  const taken = new Set([
    ...ledger.tests.map((test) => test.name),
    ...ledger.families.flatMap(({ comparisons: own }) => own),
  ]);
  const free = [...questions].filter(([test]) => !taken.has(test));
  const save = async () => {
    await call('mobility/name-family', { name, method, comparisons: chosen });
    setName('');
    setChosen([]);
    named();
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{t('ledger.about')}</Text>
      {ledger.families.map((family) => (
        <Stack key={family.name} gap={4}>
          <ResultTable
            title={`${family.name} · ${t(`ledger.${family.method}`)}`}
            table={{
              name: fileName(`family ${family.name}`),
              head: [t('ledger.test'), 'p', t('ledger.adjusted')],
              numbers: [undefined, 'p', 'p'],
              notes: { label: t('table.note'), text: said(family.progress) },
              rows: family.comparisons.flatMap((test) => {
                const question = questions.get(test) ?? test;
                const own = ledger.tests.filter(
                  (one) => one.name === test && one.family === family.name && one.current,
                );
                if (own.length === 0) return [[question, t('ledger.notYet'), '']];
                return own.map((one) => [
                  own.length > 1 ? bracketed(question, said(one.asked)) : question,
                  one.p,
                  one.adjustedP,
                ]);
              }),
            }}
          />
          <Text size="sm">{said(family.progress)}</Text>
        </Stack>
      ))}
      <TextInput label={t('ledger.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <MultiSelect
        label={t('ledger.tests')}
        description={t('ledger.onlyUnseen')}
        data={free.map(([value, label]) => ({ value, label }))}
        value={chosen}
        onChange={setChosen}
      />
      <Select
        label={t('ledger.method')}
        allowDeselect={false}
        value={method}
        data={FAMILY_METHODS.map((value) => ({ value, label: t(`ledger.${value}`) }))}
        onChange={(value) => value && setMethod(value as typeof method)}
      />
      <Group justify="flex-end">
        <Button disabled={name.trim() === '' || chosen.length === 0} onClick={() => void notifyErrors(save())}>
          {t('ledger.nameFamily')}
        </Button>
      </Group>
    </Stack>
  );
}
