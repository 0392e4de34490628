import { notifications } from '@mantine/notifications';

/** Shows what went wrong; the error's message says what to do. */
export async function notifyErrors<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    notifications.show({ color: 'orange', message: (error as Error).message, autoClose: 12_000 });
    return undefined;
  }
}
