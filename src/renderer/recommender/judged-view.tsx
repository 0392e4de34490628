import { IconCopy } from '@tabler/icons-react';
import { Accordion, Paper, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { bestCells } from '../../shared/comparison-tables.ts';
import type { MeasureInfo } from '../../shared/contract/recommender.ts';
import type { JudgedLists } from '../../shared/contract/referee.ts';
import { measureOf } from '../../shared/evaluation-words.ts';
import { asComparison, conventionNotes, judgedTables } from '../../shared/judged-tables.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { strokeOf } from '../../shared/palette.ts';
import { reportingText } from '../../shared/result-texts.ts';
import { type KeyedTable, wordsOf } from '../../shared/table.ts';
import { verdictOf } from '../../shared/verdict.ts';
import { useCall } from '../api.ts';
import { sentences } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { Panel } from '../ui/panel.tsx';
import { READER, said } from '../ui/said.ts';
import { copyText } from '../ui/save.ts';
import { ResultTable } from '../ui/table/result-table.tsx';
import { ToolButton } from '../ui/tool-button.tsx';
import { CutoffCharts } from './cutoff-charts.tsx';
import { ForestChart } from './forest-chart.tsx';

/** What of the lists did not count as it stands; the rest tells how the files were read. */
const COUNTED: readonly string[] = [
  'referee.without-list',
  'referee.untested',
  'referee.short-lists',
  'referee.unknown-songs',
  'referee.already-heard',
  'referee.repeated',
  'referee.all-relevant',
  'referee.missing-predictions',
  'referee.untested-predictions',
  'referee.not-held-out',
  'referee.predicted-again',
  'referee.outside-scale',
  'referee.other-truth',
];
const NONE_YET: readonly MeasureInfo[] = [];

/** Lists of other tools, told as a comparison is: verdict, figure, measures, tests; then what other tools compute. */
export function JudgedView({ judged }: { judged: JudgedLists }) {
  const { t } = useTranslation();
  const { data: measures = NONE_YET } = useCall('evaluation/list-measures', {});
  const comparison = useMemo(() => asComparison(judged), [judged]);
  const tables = useMemo(() => judgedTables(judged, measures), [judged, measures]);
  const names = Object.keys(judged.lists);
  const stroke = (name: string) => strokeOf(names.indexOf(name));
  const verdict = verdictOf(comparison, measures);
  return (
    <Stack gap="sm">
      <Paper withBorder p="sm">
        <Text fw={600} component="p" m={0}>
          {verdict ? said(verdict) : said(aboutJudged(judged))}
        </Text>
        <Notes notes={judged.notes.filter(({ id }) => COUNTED.includes(id))} />
      </Paper>
      <ForestChart result={comparison} measures={measures} synthetic={false} strokeOf={stroke} />
      {tables.map((table) => (
        <JudgedTable key={table.name} table={table} measures={measures} />
      ))}
      {judged.kind ? null : (
        <Panel title={t('referee.differs')}>
          <Notes notes={conventionNotes(judged)} />
        </Panel>
      )}
      <CutoffCharts result={comparison} measures={measures} synthetic={false} strokeOf={stroke} />
      <Accordion variant="contained" chevronPosition="left">
        <Accordion.Item value="read">
          <Accordion.Control>{t('referee.howRead')}</Accordion.Control>
          <Accordion.Panel>
            <Notes notes={judged.notes.filter(({ id }) => !COUNTED.includes(id))} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      <HowToReport
        messages={[aboutJudged(judged), ...reportingText({ result: comparison, synthetic: false }, measures)]}
      />
    </Stack>
  );
}

function aboutJudged({ kind, scale, lists, targets, songs }: JudgedLists): Message {
  const [first] = Object.values(lists);
  const listeners = first?.counts.listeners ?? 0;
  if (kind) return say('referee.about-predictions', { listeners, targets, ...(scale ?? { minimum: 0, maximum: 1 }) });
  return say('referee.about', { listeners, targets, songs });
}

function Notes({ notes }: { notes: readonly Message[] }) {
  return (
    <Stack gap={2} mt={4}>
      {notes.map((note, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a note may come again, about another file
        <Text size="xs" c="dimmed" key={`${at} ${note.text}`}>
          {said(note)}
        </Text>
      ))}
    </Stack>
  );
}

function JudgedTable({ table, measures }: { table: KeyedTable; measures: readonly MeasureInfo[] }) {
  const words = wordsOf(table, READER);
  const hints = table.columns.map(({ key }) => {
    const measure = measureOf(key, measures);
    return measure && said(measure.summary);
  });
  const strong = table.name === 'judged-lists' ? bestCells(table, measures, []) : undefined;
  return <ResultTable table={words} title={words.title} hints={hints} strong={strong} maxHeight={420} />;
}

function HowToReport({ messages }: { messages: readonly Message[] }) {
  const { t } = useTranslation();
  const text = sentences(messages.map(said));
  const name = t('experiments.reporting');
  return (
    <Panel
      title={name}
      actions={
        <ToolButton
          icon={IconCopy}
          label={t('experiments.copyText', { name })}
          onClick={() => void notifyErrors(copyText(text))}
        />
      }
    >
      <Text size="sm">{text}</Text>
    </Panel>
  );
}
