import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { distinct } from '../../../shared/messages/message.ts';
import type { Finding } from '../../../shared/mobility/findings.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { wordsOf } from '../../../shared/table.ts';
import { ASKER, call, useCall } from '../../api.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { READER, said } from '../../ui/said.ts';
import { saveTables } from '../../ui/save.ts';
import { ResultTable } from '../../ui/table/result-table.tsx';
import { CareerFigures } from './career-figures.tsx';
import { CodePanel } from '../coding/code-panel.tsx';
import { FindingInputs, useFindingOptions } from './finding-inputs.tsx';
import { LedgerNotes } from './ledger-notes.tsx';
import { useTableNotes } from './table-notes.ts';
import { Telling } from './telling.tsx';

/** Analyses of the whole study: tables, sentences, methods and the code for R, each ready for a manuscript. */
export function FindingsView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const { options, inputs, ...controls } = useFindingOptions(study);
  const { data, error, isFetching } = useCall(
    'mobility/get-finding',
    { ...options, asker: ASKER },
    { enabled: inputs !== undefined },
  );
  return (
    <Stack gap="sm" pr="sm">
      <FindingInputs study={study} options={options} inputs={inputs} {...controls} />
      {error ? <Alert color="orange">{said(error)}</Alert> : null}
      {isFetching ? (
        <Group>
          <Text size="sm" role="status">
            {t('findings.computing')}
          </Text>
          <Button
            size="xs"
            variant="default"
            onClick={() => void notifyErrors(call('mobility/cancel-finding', { asker: ASKER }))}
          >
            {t('common.cancel')}
          </Button>
        </Group>
      ) : null}
      {isFetching && !data ? <Skeleton h={300} /> : null}
      {data && !error ? <FindingResult study={study} finding={data} /> : null}
    </Stack>
  );
}

function FindingResult({ study, finding }: { study: StudyInfo; finding: Finding }) {
  const { t, i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language
  const tables = useMemo(() => finding.tables.map((one) => wordsOf(one, READER)), [finding, i18n.language]);
  const title = said(finding.title);
  const tableNotes = useTableNotes(study.fictional);
  const own = finding.tables.map(({ note }) => (note ? [note] : []));
  // In one document they stand once, below the last table.
  const notes = tableNotes(distinct([...finding.sentences, ...own.flat()]));
  const document = tables.map((table, at) => (at === tables.length - 1 ? { ...table, notes } : table));
  return (
    <>
      <Telling title={t('findings.result')} messages={finding.sentences} />
      {finding.plot ? <CareerFigures plot={finding.plot} fictional={study.fictional} /> : null}
      {tables.map((table, at) => (
        <ResultTable
          key={table.name}
          table={{
            ...table,
            notes: tableNotes([...finding.sentences, ...own[at]]),
            name: `${finding.name}-${table.name}`,
          }}
          title={table.title}
        />
      ))}
      <Group>
        <Button size="xs" variant="default" onClick={() => void notifyErrors(saveTables(title, document))}>
          {t('findings.saveWord')}
        </Button>
      </Group>
      <Telling title={t('findings.methods')} messages={finding.methods} />
      {finding.notes.length > 0 ? (
        <Alert color="gray" p="xs" title={t('analysis.beware')}>
          <ul className="list">
            {finding.notes.map((note) => (
              <li key={note.text}>{said(note)}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      <LedgerNotes after={finding} />
      <CodePanel name={finding.name} code={finding.code} />
    </>
  );
}
