import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import type { AppError } from '../../shared/errors.ts';
import { copyReport } from './report.ts';
import { said } from './said.ts';

/** Shows what went wrong; the error's message says what to do, and it can be copied with versions for a report. */
export async function notifyErrors<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    showError(error as AppError);
    return undefined;
  }
}

export function showError(error: Error & { code?: string }): void {
  // Somebody has cancelled it: there is no fault to report, and one word says it.
  if (error.code === 'cancelled') return void notifications.show({ message: said(error) });
  // In a row, not below one another: where messages appear there is room for two lines over nothing that is pressed.
  notifications.show({
    color: 'orange',
    autoClose: 15_000,
    message: (
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Text size="sm" flex={1}>
          {error.code ? <b>{i18next.t(`errorCodes.${error.code}`)} · </b> : null}
          {said(error)}
        </Text>
        <Button variant="subtle" size="compact-xs" onClick={() => void copyReport(error)}>
          {i18next.t('errors.copy')}
        </Button>
      </Group>
    ),
  });
}
