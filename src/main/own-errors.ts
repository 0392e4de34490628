import type { ShellError } from '../shared/backend-protocol.ts';

/**
 * Errors of main that nobody handled, and rejections that nobody waited for. Main holds no data: it goes on, since the
 * window and the backend do not depend on what failed, and says what went wrong on the terminal and in the log.
 */
export function keepOwnErrors(tell: (error: ShellError) => void, emitter: NodeJS.EventEmitter = process): void {
  const kept = (error: unknown) => {
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    tell({ what: `the shell had an error that nobody handled: ${message}`, stack });
  };
  emitter.on('uncaughtException', kept);
  emitter.on('unhandledRejection', kept);
}
