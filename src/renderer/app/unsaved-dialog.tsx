import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onUnsaved } from './unsaved.ts';

/** Asks before another library takes the place of one with unsaved changes. */
export function UnsavedDialog() {
  const { t } = useTranslation();
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useEffect(() => onUnsaved((next) => setLeave(() => next)), []);
  const stay = () => setLeave(null);
  return (
    <Modal opened={leave !== null} onClose={stay} title={t('shell.unsaved')}>
      <Stack gap="sm">
        <Text size="sm">{t('shell.unsavedDetail')}</Text>
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={() => {
              stay();
              leave?.();
            }}
          >
            {t('shell.discard')}
          </Button>
          <Button data-autofocus onClick={stay}>
            {t('shell.goBack')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
