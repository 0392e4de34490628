import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Question {
  title: string;
  /** Says what will be deleted, and how much. */
  text: string;
  /** The button that does it. */
  action: string;
  act(): Promise<unknown>;
}

/** Confirms an irreversible action: call `ask`, and render `dialog` on the page. */
export function useConfirm(): { ask(question: Question): void; dialog: ReactNode } {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<Question | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => setQuestion(null);
  const act = async () => {
    setBusy(true);
    await question?.act();
    setBusy(false);
    close();
  };
  return {
    ask: setQuestion,
    dialog: (
      <Modal opened={question !== null} onClose={close} title={question?.title}>
        <Stack gap="sm">
          <Text size="sm">{question?.text}</Text>
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button color="red.9" loading={busy} onClick={() => void act()}>
              {question?.action}
            </Button>
          </Group>
        </Stack>
      </Modal>
    ),
  };
}
