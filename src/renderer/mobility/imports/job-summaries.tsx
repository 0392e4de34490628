import type { Message } from '../../../shared/messages/message.ts';
import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MobilityImportResult } from '../../../shared/mobility/imports.ts';
import { call } from '../../api.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { OpenQuestions } from '../../ui/open-questions.tsx';
import { ProblemTable } from '../../ui/problem-table.tsx';
import { said } from '../../ui/said.ts';

/** The result of an import into the study: rejected rows with fixes, and open questions. */
export function StudyImportSummary({ jobId, result }: { jobId: number; result: MobilityImportResult }) {
  const { t } = useTranslation();
  const { read, imported, unchanged, rejected, rejections } = result;
  // Results of before had their doubts under questions, without choices.
  const questions = result.questions.filter(({ choices }) => choices);
  const doubts = result.doubts ?? (result.questions as unknown as typeof result.doubts);
  const problems = [
    ...rejections.map((one) => ({ ...one, refused: true })),
    ...doubts.map((one) => ({ ...one, refused: false })),
  ];
  return (
    <Stack gap={2} mt={6}>
      <Text size="sm">
        {t('mobilityImport.done', {
          read,
          imported,
          unchanged,
          rejected,
          questions: questions.length,
          doubts: doubts.length,
        })}
      </Text>
      <OpenQuestions
        questions={questions}
        onAnswer={(answers) => void notifyErrors(call('mobility/answer-import', { jobId, answers }))}
      />
      <ProblemTable name="study-import-problems" problems={problems} />
    </Stack>
  );
}

/** What an export wrote; its card tells where. */
export function ExportSummary({ result: { files, notes } }: { result: { files: string[]; notes: Message[] } }) {
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
