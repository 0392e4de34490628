import { Alert, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Correction, ImportPreview, Mapping, Problem } from '../../../shared/mobility/imports.ts';
import type { Answers } from '../../../shared/questions.ts';
import { OpenQuestions } from '../../ui/open-questions.tsx';
import { said } from '../../ui/said.ts';

const ROWS_SHOWN = 20;

interface ProblemGroup {
  key: string;
  refused: boolean;
  column: string | null;
  /** With the cell to correct; null where the problem is not one of a cell. */
  problems: { problem: Problem; cell: string | null }[];
}

/** Problems of one kind in one column are one group. */
function groupsOf({ rejections, doubts, headers, mapping, problemRows }: ImportPreview): ProblemGroup[] {
  const rows = new Map(problemRows.map(({ line, cells }) => [line, cells]));
  const columnOf = (field: string) =>
    mapping.columns[field] || mapping.attributes[field] || (headers.includes(field) ? field : null);
  const all = [
    ...rejections.map((problem) => ({ problem, refused: true })),
    ...doubts.map((problem) => ({ problem, refused: false })),
  ];
  const groups = Map.groupBy(all, ({ problem, refused }) => `${refused} ${problem.field} ${problem.problem.id}`);
  return [...groups].map(([key, members]) => {
    const [{ refused, problem: first }] = members;
    const column = columnOf(first.field);
    const at = column === null ? -1 : headers.indexOf(column);
    const problems = members.map(({ problem }) => {
      const cells = at < 0 ? undefined : rows.get(problem.row ?? -1);
      const cell = cells?.[at] ?? '';
      const isOfCell = problem.value === '' ? cell === '' : cell.includes(problem.value);
      return { problem, cell: cells && isOfCell ? cell : null };
    });
    return { key, refused, column, problems };
  });
}

/** What is wrong or open in a file, grouped, with corrections that hold for this import; what of it was not used. */
export function ImportProblemsStep({
  preview,
  mapping,
  onChange,
  onAnswer,
}: {
  preview: ImportPreview;
  mapping: Partial<Mapping>;
  onChange(mapping: Partial<Mapping>): void;
  onAnswer(answers: Answers): void;
}) {
  const { t } = useTranslation();
  const corrections = mapping.corrections ?? [];
  const correct = (added: Correction[]) => onChange({ corrections: [...corrections, ...added] });
  const groups = groupsOf(preview);
  return (
    <Stack gap="xs">
      {preview.notes.length > 0 ? (
        <Alert color="gray" p="xs" title={t('mobilityImport.howRead')}>
          <ul className="list">
            {preview.notes.map((note) => (
              <li key={note.text}>{said(note)}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      <OpenQuestions
        key={preview.questions.map(({ id }) => id).join('\n')}
        questions={preview.questions}
        onAnswer={onAnswer}
      />
      {groups.length + preview.questions.length === 0 ? <Text size="sm">{t('mobilityImport.noProblems')}</Text> : null}
      {groups.map((group) => (
        <ProblemGroupView key={group.key} group={group} onCorrect={correct} />
      ))}
      {corrections.length > 0 ? (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t('mobilityImport.corrections', { count: corrections.length })}
          </Text>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => onChange({ corrections: corrections.slice(0, -1) })}
          >
            {t('mobilityImport.takeBack')}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

function ProblemGroupView({
  group: { refused, column, problems },
  onCorrect,
}: {
  group: ProblemGroup;
  onCorrect(corrections: Correction[]): void;
}) {
  const { t } = useTranslation();
  const [{ problem: first }] = problems;
  const alike = [...Map.groupBy(problems, ({ cell }) => cell)].flatMap(([cell, members]) =>
    cell === null || cell === '' || members.length < 2 ? [] : [{ cell, count: members.length }],
  );
  return (
    <Paper withBorder p="xs">
      <Text size="sm" fw={600}>
        <Text span inherit c={refused ? 'orange' : undefined}>
          {t(refused ? 'mobilityImport.refusedRows' : 'mobilityImport.rowsToCheck', { count: problems.length })}
        </Text>
        {` · ${said(first.problem)}`}
      </Text>
      <Text size="sm" c="dimmed">
        {said(first.fix)}
      </Text>
      {alike.map(({ cell, count }) => (
        <FixAll
          key={cell}
          cell={cell}
          count={count}
          onFix={(to) => onCorrect([{ row: null, column: column as string, from: cell, to }])}
        />
      ))}
      <div className="import-table">
        <table>
          <tbody>
            {problems.slice(0, ROWS_SHOWN).map(({ problem, cell }) => (
              <tr key={`${problem.row} ${problem.value} ${problem.problem.text}`}>
                <th scope="row">{problem.row ?? ''}</th>
                <td>
                  {column === null || cell === null ? (
                    problem.value
                  ) : (
                    <TextInput
                      aria-label={t('mobilityImport.cell', { row: String(problem.row), column })}
                      size="xs"
                      w={180}
                      defaultValue={cell}
                      onBlur={({ currentTarget: { value } }) => {
                        if (value !== cell) onCorrect([{ row: problem.row, column, from: cell, to: value }]);
                      }}
                      onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
                    />
                  )}
                </td>
                <td className="whole">{said(problem.problem)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problems.length > ROWS_SHOWN ? (
        <Text size="xs" c="dimmed">
          {t('mobilityImport.moreRows', { count: problems.length - ROWS_SHOWN })}
        </Text>
      ) : null}
    </Paper>
  );
}

function FixAll({ cell, count, onFix }: { cell: string; count: number; onFix(to: string): void }) {
  const { t } = useTranslation();
  const [to, setTo] = useState('');
  return (
    <Group gap="xs" mt={4}>
      <TextInput
        size="xs"
        w={180}
        aria-label={t('mobilityImport.replaceAll', { cell })}
        placeholder={t('mobilityImport.replaceAll', { cell })}
        value={to}
        onChange={({ currentTarget }) => setTo(currentTarget.value)}
      />
      <Button size="compact-sm" variant="default" disabled={to.trim() === ''} onClick={() => onFix(to.trim())}>
        {t('mobilityImport.fixAll', { count })}
      </Button>
    </Group>
  );
}
