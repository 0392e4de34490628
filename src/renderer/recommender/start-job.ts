import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../shared/errors.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { sentences } from '../ui/format.ts';
import { notifyErrors, showError } from '../ui/notify.tsx';
import { said } from '../ui/said.ts';

function isBeyondMemory(error: unknown): error is AppError {
  return error instanceof AppError && typeof error.details === 'object' && 'beyondMemory' in (error.details ?? {});
}

/** Shows an error that asks nothing; the other one is for `start`. */
export function unlessBeyond(error: AppError): void {
  if (isBeyondMemory(error)) throw error;
  showError(error);
}

/**
 * Starts a job; one that this machine seems to have too little memory for is started only if the person says so. Render
 * `dialog` on the page.
 */
export function useJobStart(): {
  start(attempt: (anyway: boolean) => Promise<unknown>, then: () => unknown): Promise<void>;
  dialog: ReactNode;
} {
  const { t } = useTranslation();
  const { ask, dialog } = useConfirm();
  const start = async (attempt: (anyway: boolean) => Promise<unknown>, then: () => unknown) => {
    try {
      await attempt(false);
    } catch (error) {
      if (!isBeyondMemory(error)) return showError(error as AppError);
      ask({
        title: t('handOver.tooLarge'),
        text: sentences([said(error), t('handOver.where')]),
        action: t('handOver.anyway'),
        act: async () => {
          if (await notifyErrors(attempt(true).then(() => true))) then();
        },
      });
      return;
    }
    then();
  };
  return { start, dialog };
}
