import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answers, type Question, questionMessage } from '../../shared/questions.ts';
import { said } from './said.ts';

/** What a file left open, each question with its choices. When all are answered, the file can be read again. */
export function OpenQuestions({
  questions,
  onAnswer,
}: {
  questions: readonly Question[];
  onAnswer(answers: Answers): void;
}) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Answers>({});
  const [isSent, setSent] = useState(false);
  if (questions.length === 0) return null;
  const send = () => {
    setSent(true);
    onAnswer(chosen);
  };
  return (
    <Alert icon={<IconHelp size={18} />} color="blue" title={t('questions.title', { count: questions.length })} mt={6}>
      <Stack gap="xs">
        {questions.map((question) => (
          <QuestionRow
            key={question.id}
            question={question}
            chosen={chosen[question.id]}
            onChoose={(choice) => setChosen((before) => ({ ...before, [question.id]: choice }))}
          />
        ))}
        <Group justify="flex-end">
          <Button disabled={isSent || questions.some(({ id }) => chosen[id] === undefined)} onClick={send}>
            {t('questions.read')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function QuestionRow({
  question,
  chosen,
  onChoose,
}: {
  question: Question;
  chosen: string | undefined;
  onChoose(choice: string): void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap={4} role="group" aria-label={said(questionMessage(question))}>
      <Text size="sm">
        {said(questionMessage(question))}
        {question.rows === null ? '' : ` (${t('questions.rows', { count: question.rows })})`}
      </Text>
      <Group gap={6}>
        {question.choices.map(({ id, label }) => (
          <Button
            key={id}
            size="compact-sm"
            variant={chosen === id ? 'filled' : 'default'}
            aria-pressed={chosen === id}
            onClick={() => onChoose(id)}
          >
            {said(label)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
