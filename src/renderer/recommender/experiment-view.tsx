import { Alert, Stack, Tabs, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { edgeMessages } from '../../shared/choice-words.ts';
import type { ExperimentRow } from '../../shared/contract/experiments.ts';
import type { EvaluationResult, MeasureInfo } from '../../shared/contract/recommender.ts';
import { protocolLabel } from '../../shared/evaluation-words.ts';
import { choiceTables, searchTables } from '../../shared/result-tables.ts';
import type { Described } from '../../shared/result-texts.ts';
import { wordsOf } from '../../shared/table.ts';
import { useCall } from '../api.ts';
import { labelled, READER, said } from '../ui/said.ts';
import { ResultTable } from '../ui/table/result-table.tsx';
import { EvaluationView } from './evaluation-view.tsx';
import { GridView } from './grid-view.tsx';
import { experimentTitle } from './result-entries.ts';
import { EditButton, madeText, ReportButton, ResultHeader } from './result-header.tsx';
import { useChips } from './setup-chips.ts';

/** A whole experiment: grid, loss, search, then its comparisons. */
export function ExperimentView({ row, onEdit }: { row: ExperimentRow; onEdit(): void }) {
  const { t } = useTranslation();
  const { result, spec } = row;
  const chipsOf = useChips();
  const described = result.evaluations.map((evaluation, i) => describedIn(row, evaluation, i));
  return (
    <Stack gap="sm">
      <ResultHeader
        id={row.id}
        title={experimentTitle(row)}
        about={madeText(t, { at: row.createdAt, took: result.seconds, id: row.hash })}
        chips={described.length === 1 ? chipsOf(described[0]) : []}
        actions={
          <>
            <EditButton onEdit={onEdit} />
            <ReportButton id={row.id} />
          </>
        }
      />
      {spec.description ? <Text size="sm">{spec.description}</Text> : null}
      {result.grid ? <GridView row={row} grid={result.grid} /> : null}
      {result.search || result.choices?.length ? <SearchTables row={row} /> : null}
      <Comparisons described={described} />
    </Stack>
  );
}

function describedIn(row: ExperimentRow, result: EvaluationResult, at: number): Described {
  const spec = row.spec.evaluations[at];
  const { synthetic, hash, engine, versions } = row;
  const folds = spec.folds ?? foldsIn(result);
  return { result, spec, folds, synthetic, hash, engine, version: versions.quadrille };
}

/** As many as any value has. */
function foldsIn({ folds = {} }: EvaluationResult): number {
  return Math.max(1, ...Object.values(folds).flatMap((own) => Object.values(own).map(({ length }) => length)));
}

function Comparisons({ described }: { described: readonly Described[] }) {
  if (described.length === 1) return <EvaluationView described={described[0]} />;
  const parts = described.map((one, i) => ({ one, key: String(i) }));
  return (
    <Tabs defaultValue={parts[0].key} keepMounted={false}>
      <Tabs.List mb="sm">
        {parts.map(({ key, one }) => (
          <Tabs.Tab key={key} value={key}>
            {labelled(protocolLabel(one.result.protocol))}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(({ key, one }) => (
        <Tabs.Panel key={key} value={key}>
          <EvaluationView described={one} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

const NO_MEASURES: readonly MeasureInfo[] = [];

/** The trials, what was chosen in each fold, and which winners lie on the edge of what was tried. */
function SearchTables({ row: { result } }: { row: ExperimentRow }) {
  const { data: measures = NO_MEASURES } = useCall('evaluation/list-measures', {});
  const tables = [...searchTables(result.search, measures), ...choiceTables(result.choices ?? [])];
  return (
    <>
      {edgeMessages(result.choices?.filter(({ by }) => by === 'search')).map((message) => (
        <Alert key={message.text} color="yellow" p="xs">
          {said(message)}
        </Alert>
      ))}
      {tables.map((found) => {
        const table = wordsOf(found, READER);
        return <ResultTable key={found.name} table={table} title={table.title} maxHeight={260} />;
      })}
    </>
  );
}
