import { Group, Select, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, Mapping } from '../../shared/mobility/imports.ts';
import type { Answers } from '../../shared/questions.ts';
import { OpenQuestions } from '../ui/open-questions.tsx';
import { ProblemTable } from '../ui/problem-table.tsx';
import { said } from '../ui/said.ts';
import { ResultTable } from '../ui/table/result-table.tsx';

/** Preview of a file: counts, the field of each column, the first rows, and rows with problems. */
export function ImportPreviewView({
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
  const problems = useMemo(
    () => [
      ...preview.rejections.map((one) => ({ ...one, refused: true })),
      ...preview.doubts.map((one) => ({ ...one, refused: false })),
    ],
    [preview],
  );
  const sample = useMemo(() => ({ name: 'import-sample', head: preview.headers, rows: preview.sample }), [preview]);
  const assign = (field: string, header: string | null) => {
    // Empty, not absent: what is absent is guessed.
    onChange({ columns: { ...preview.mapping.columns, ...mapping.columns, [field]: header ?? '' } });
  };
  return (
    <>
      <Text size="sm">
        {t('mobilityImport.counts', {
          read: preview.read,
          good: preview.imported,
          bad: preview.rejected,
          questions: preview.questions.length,
          doubts: preview.doubts.length,
          encoding: preview.encoding,
        })}
        {preview.notes.length > 0 ? ` · ${preview.notes.map(said).join(' · ')}` : ''}
      </Text>
      {preview.fields.length > 0 ? (
        <Group gap="xs">
          {preview.fields.map(({ name, required }) => (
            <Select
              key={name}
              label={`${t(`fields.${name}`)}${required ? ' *' : ''}`}
              w={150}
              clearable
              value={preview.mapping.columns[name] || null}
              data={[...new Set(preview.headers.filter(Boolean))]}
              onChange={(header) => assign(name, header)}
            />
          ))}
        </Group>
      ) : null}
      {preview.headers.length > 0 ? (
        <ResultTable table={sample} label={t('mobilityImport.sample')} maxHeight={190} />
      ) : null}
      <OpenQuestions
        key={preview.questions.map(({ id }) => id).join('\n')}
        questions={preview.questions}
        onAnswer={onAnswer}
      />
      <ProblemTable name="preview-problems" problems={problems} />
    </>
  );
}
