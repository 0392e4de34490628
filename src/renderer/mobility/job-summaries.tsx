import type { Message } from '../../shared/messages/message.ts';
import { Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MobilityImportResult } from '../../shared/mobility/imports.ts';
import { NOT_APPLICABLE, number } from '../ui/format.ts';
import { said } from '../ui/said.ts';

/** What an import into the study did: refused rows with their remedies, and open questions. */
export function StudyImportSummary({
  result: { read, imported, unchanged, rejected, rejections, questions },
}: {
  result: MobilityImportResult;
}) {
  const { t } = useTranslation();
  const lines = [
    ...rejections.map((one) => `✕ ${one.row ?? NOT_APPLICABLE}\t${one.field}\t${said(one.problem)}. ${said(one.fix)}.`),
    ...questions.map((one) => `? ${one.row ?? NOT_APPLICABLE}\t${one.field}\t${said(one.problem)}. ${said(one.fix)}.`),
  ];
  return (
    <Stack gap={2} mt={6}>
      <Text size="sm">
        {t('mobilityImport.done', {
          read: number(read),
          imported: number(imported),
          unchanged: number(unchanged),
          rejected: number(rejected),
          questions: number(questions.length),
        })}
      </Text>
      {lines.length > 0 ? (
        <Code block mah={180} style={{ overflow: 'auto' }}>
          {lines.slice(0, 300).join('\n')}
        </Code>
      ) : null}
    </Stack>
  );
}

export function StudyExportSummary({ result: { files, notes } }: { result: { files: string[]; notes: Message[] } }) {
  return (
    <Stack gap={2} mt={6}>
      <Text size="sm">{files.join(', ')}</Text>
      {notes.map((note) => (
        <Text key={note.text} size="sm" c="orange">
          {said(note)}
        </Text>
      ))}
    </Stack>
  );
}
