import { Button, Stack, Text } from '@mantine/core';
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
  notifications.show({
    color: 'orange',
    autoClose: 15_000,
    ...(error.code ? { title: i18next.t(`errorCodes.${error.code}`) } : {}),
    message: (
      <Stack gap={4} align="flex-end">
        <Text size="sm" w="100%">
          {said(error)}
        </Text>
        <Button variant="subtle" size="compact-xs" onClick={() => void copyReport(error)}>
          {i18next.t('errors.copy')}
        </Button>
      </Stack>
    ),
  });
}
