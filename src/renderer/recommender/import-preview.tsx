import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, Rejection } from '../../shared/contract/imports.ts';
import type { Answers } from '../../shared/questions.ts';
import { useCall } from '../api.ts';
import { Facts } from '../ui/facts.tsx';
import { fieldWord } from '../ui/field-word.ts';
import { list, number, pair, sentences } from '../ui/format.ts';
import { OpenQuestions } from '../ui/open-questions.tsx';
import { said } from '../ui/said.ts';
import { type Chosen, inputOf } from './chosen-files.ts';

/** While a name is typed, the file is not read at every letter. */
const CALM_MS = 400;
const LINES_SHOWN = 5;

/** What an import of a file would bring: counts, the first rows, what would be left out and why, what it asks. */
export function FilePreview({ file, kind, onAnswer }: { file: Chosen; kind: string; onAnswer(given: Answers): void }) {
  const { t } = useTranslation();
  const [input] = useDebouncedValue(inputOf(file, kind), CALM_MS);
  const { data, error } = useCall('import/preview', input, { keep: true });
  if (error) return <Alert color="orange">{said(error)}</Alert>;
  if (!data)
    return (
      <>
        <Text size="sm" c="dimmed" role="status">
          {t('imports.looking')}
        </Text>
        <Skeleton h={160} aria-hidden />
      </>
    );
  return (
    <Stack gap="xs">
      <Text size="sm" role="status">
        {extentText(data, t)}
      </Text>
      <OpenQuestions
        key={data.questions.map(({ id }) => id).join('\n')}
        questions={data.questions}
        onAnswer={onAnswer}
      />
      {data.understood.length > 0 ? (
        <Facts
          rows={data.understood.map(({ label, count, examples }) => [
            said(label),
            examples.length > 0
              ? `${pair(number(count), list(examples))}${count > examples.length ? ' …' : ''}`
              : number(count),
          ])}
        />
      ) : null}
      <Problems rejections={data.rejections} rejected={data.rejected} />
      {data.notes.length > 0 ? (
        <Alert color="gray" p="xs" title={t('mobilityImport.howRead')}>
          <ul className="list">
            {data.notes.map((note) => (
              <li key={note.text}>{said(note)}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      <FirstRows preview={data} />
    </Stack>
  );
}

function extentText(preview: ImportPreview, t: ReturnType<typeof useTranslation>['t']): string {
  const { extent, imported, rejected, questions } = preview;
  if (imported === 0 && questions.length > 0) return t('imports.askFirst', { count: questions.length });
  if (extent === 'none') return t('imports.notLookedInto');
  const counts = t('imports.wouldBring', { imported, rejected });
  return extent === 'part' ? sentences([t('imports.beginningOnly'), counts]) : counts;
}

/** What would be left out, by its reason, with the first lines. */
function Problems({ rejections, rejected }: { rejections: readonly Rejection[]; rejected: number }) {
  const { t } = useTranslation();
  if (rejections.length === 0) return null;
  const groups = [...Map.groupBy(rejections, ({ field, reason }) => `${field} ${reason.id}`).values()];
  return (
    <Alert color="orange" p="xs" title={t('imports.leftOutLines', { count: rejected })}>
      <ul className="list">
        {groups.map((alike) => {
          const [{ field, reason }] = alike;
          const lines = alike.flatMap(({ line }) => (line === null ? [] : [number(line)]));
          const shown = list(lines.slice(0, LINES_SHOWN));
          return (
            <li key={`${field} ${reason.id}`}>
              {sentences([
                t('imports.problem', { field: fieldWord(field), reason: said(reason), more: alike.length - 1 }),
                ...(lines.length > 0 ? [t('imports.lines', { lines: shown, count: lines.length })] : []),
              ])}
              {lines.length > LINES_SHOWN ? ' …' : ''}
            </li>
          );
        })}
      </ul>
    </Alert>
  );
}

/** The file's first rows as they stand in it. */
function FirstRows({ preview: { rows, header } }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  const [first, rest] = header ? [rows[0], rows.slice(1)] : [null, rows];
  return (
    <div>
      <Text size="xs" c="dimmed">
        {t('imports.firstRows')}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keys too */}
      <section className="import-table" tabIndex={0} aria-label={t('imports.firstRows')}>
        <table>
          {first ? (
            <thead>
              <tr>
                {first.map((name, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file may be called alike
                  <th key={column} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
          ) : null}
          <tbody>
            {rest.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the first rows of a file have no other name
              <tr key={row}>
                {cells.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
