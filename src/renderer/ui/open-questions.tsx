import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answers, type Question, questionMessage } from '../../shared/questions.ts';
import { said } from './said.ts';

/** More choices than these are chosen from a list, as the years that a table may be of. */
const MOST_BUTTONS = 10;

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
  const text = said(questionMessage(question));
  return (
    <Stack gap={4} role="group" aria-label={text}>
      <Text size="sm">{question.rows === null ? text : t('questions.rows', { text, count: question.rows })}</Text>
      {question.choices.length > MOST_BUTTONS ? (
        <Select
          w={260}
          searchable
          aria-label={text}
          placeholder={t('questions.choose')}
          value={chosen ?? null}
          allowDeselect={false}
          data={question.choices.map(({ id, label }) => ({ value: id, label: said(label) }))}
          onChange={(choice) => choice && onChoose(choice)}
        />
      ) : (
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
      )}
    </Stack>
  );
}
