import { Alert, Button, Code, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { methodLabel } from '../../../shared/mobility/sentences.ts';
import { testHead } from '../../../shared/mobility/words.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../shared/contract/index.ts';
import { call, useCall } from '../../api.ts';
import { useKeptForm } from '../../ui/form.ts';
import { labelled, said, useWord } from '../../ui/said.ts';
import { ResultTable } from '../../ui/table/result-table.tsx';
import { TEST_HEADS, testsTable } from './test-tables.ts';

interface Values {
  name: string;
  /** Input that replaces the statistic's example. */
  typed: string | null;
}

/** Any statistic of the catalogue, computed from the user's numbers, as by `quadrille stats`. */
export function CalculatorView() {
  const { t } = useTranslation();
  const word = useWord();
  const { data: statistics = [] } = useCall('mobility/list-statistics', {});
  const { form } = useKeptForm<Values>('calculator', { initialValues: { name: 'chi-square', typed: null } });
  const { name, typed } = form.values;
  const [answer, setAnswer] = useState<Output<'mobility/compute-statistic'> | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  const data = typed ?? statistics.find((one) => one.name === name)?.example ?? '';
  const compute = async () => {
    setProblem(null);
    setAnswer(null);
    try {
      setAnswer(await call('mobility/compute-statistic', { name, data }));
    } catch (error) {
      setProblem(error as Error);
    }
  };
  const choose = (next: string) => {
    form.setValues({ name: next, typed: null });
    setAnswer(null);
    setProblem(null);
  };
  return (
    <Stack gap="sm" pr="sm" maw={900}>
      <Group align="end">
        <Select
          label={t('analysis.statistic')}
          w={420}
          allowDeselect={false}
          searchable
          value={name}
          data={statistics.map((one) => ({
            value: one.name,
            label: said(one.summary),
          }))}
          onChange={(value) => value && choose(value)}
        />
        <Button onClick={() => void compute()} disabled={data.trim() === ''}>
          {t('analysis.compute')}
        </Button>
      </Group>
      <Textarea
        label={t('analysis.statisticData')}
        autosize
        minRows={3}
        maxRows={14}
        value={data}
        onChange={(event) => form.setFieldValue('typed', event.currentTarget.value)}
      />
      {problem ? <Alert color="orange">{said(problem)}</Alert> : null}
      {answer ? (
        <>
          <ResultTable
            table={{
              ...testsTable([answer.test]),
              head: TEST_HEADS.map((head) => word(testHead(head))),
            }}
            title={t('analysis.testsTitle')}
          />
          {answer.test.notes.map((note) => (
            <Text key={note.text} size="sm">
              {said(note)}
            </Text>
          ))}
          <Text size="sm" fw={600}>
            {t('analysis.wholeAnswer')}
          </Text>
          <Code block>{answerText(labelled(methodLabel(answer.test.method)), answer.more)}</Code>
        </>
      ) : null}
    </Stack>
  );
}

/** One line per field, as the command line prints it, omitting fields that do not apply. */
function answerText(name: string, { method: _method, notes: _notes, ...rest }: Record<string, unknown>): string {
  const lines = Object.entries(rest).flatMap(([field, value]) =>
    value === null ? [] : [`${field.padEnd(22)} ${JSON.stringify(value)}`],
  );
  return [name, ...lines].join('\n');
}
