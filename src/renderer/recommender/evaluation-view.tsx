import { Accordion, Alert, Paper, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { bestCells, comparisonTables } from '../../shared/comparison-tables.ts';
import type { MeasureInfo } from '../../shared/contract/recommender.ts';
import { measureOf } from '../../shared/evaluation-words.ts';
import { overBestPartMessages, PARTS_TABLE } from '../../shared/hybrid-tables.ts';
import { lookMessages, looksTable } from '../../shared/looks.ts';
import { evaluationTables } from '../../shared/result-tables.ts';
import type { Described } from '../../shared/result-texts.ts';
import { type KeyedTable, wordsOf } from '../../shared/table.ts';
import { verdictOf } from '../../shared/verdict.ts';
import { useCall } from '../api.ts';
import { READER, said } from '../ui/said.ts';
import { ResultTable } from '../ui/table/result-table.tsx';
import { CutoffCharts } from './cutoff-charts.tsx';
import { ForestChart } from './forest-chart.tsx';
import { ResultTexts } from './result-texts.tsx';

const NONE_YET: readonly MeasureInfo[] = [];
/** Those with a number in each column, for files, and those that few ask for. */
const FURTHER = ['measures', 'tests', 'over-best-part', 'by-popularity', 'by-history', 'folds'];

/** One comparison, as a paper tells it: the verdict, the figure, the measures, the curves, the texts; then the rest. */
export function EvaluationView({ described }: { described: Described }) {
  const { t } = useTranslation();
  const { result, synthetic } = described;
  const { data: measures = NONE_YET } = useCall('evaluation/list-measures', {});
  const read = useMemo(() => comparisonTables(result, measures), [result, measures]);
  const further = useMemo(
    () =>
      evaluationTables(result, null, measures).filter(
        ({ name }) => FURTHER.includes(name) || name.startsWith(PARTS_TABLE),
      ),
    [result, measures],
  );
  const verdict = verdictOf(result, measures);
  return (
    <Stack gap="sm">
      <Paper withBorder p="sm">
        {verdict ? (
          <Text fw={600} component="p" m={0}>
            {said(verdict)}
          </Text>
        ) : null}
        {overBestPartMessages(result, measures).map((message) => (
          <Text size="sm" key={message.text}>
            {said(message)}
          </Text>
        ))}
        {result.notes.map((note) => (
          <Text size="xs" c="dimmed" key={note.text} mt={4}>
            {said(note)}
          </Text>
        ))}
        {synthetic ? (
          <Alert color="orange" variant="light" p="xs" mt="xs">
            {t('experiments.synthetic')}
          </Alert>
        ) : null}
      </Paper>
      <ForestChart result={result} measures={measures} synthetic={synthetic} />
      {read.map((table) => (
        <ReadTable key={table.name} table={table} measures={measures} apart={result.heard ?? []} />
      ))}
      <CutoffCharts result={result} measures={measures} synthetic={synthetic} />
      <Looks hash={described.hash} />
      <ResultTexts described={described} measures={measures} />
      <Accordion variant="contained" chevronPosition="left">
        <Accordion.Item value="further">
          <Accordion.Control>{t('experiments.further', { count: further.length })}</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              {further.map((table) => {
                const words = wordsOf(table, READER);
                return <ResultTable key={table.name} table={words} title={words.title} maxHeight={300} />;
              })}
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

/** How often the test set was looked at, and whether settings were changed in between. */
function Looks({ hash }: { hash: string }) {
  const { data: looks = [] } = useCall('evaluation/list-looks', { hash });
  if (looks.length === 0) return null;
  const words = wordsOf(looksTable(looks), READER);
  return (
    <>
      {looks.length > 1 ? <ResultTable table={words} title={words.title} maxHeight={300} /> : null}
      {lookMessages(looks, hash).map((message) => (
        <Text size="xs" c="dimmed" key={message.text}>
          {said(message)}
        </Text>
      ))}
    </>
  );
}

function ReadTable({
  table,
  measures,
  apart,
}: {
  table: KeyedTable;
  measures: readonly MeasureInfo[];
  apart: readonly string[];
}) {
  const words = wordsOf(table, READER);
  const hints = table.columns.map(({ key }) => {
    const measure = measureOf(key, measures);
    return measure && said(measure.summary);
  });
  return (
    <ResultTable
      table={words}
      title={words.title}
      strong={bestCells(table, measures, apart)}
      hints={hints}
      maxHeight={560}
    />
  );
}
