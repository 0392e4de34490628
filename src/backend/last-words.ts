import { toErrorBody } from '../shared/errors.ts';
import type { Message } from '../shared/messages/message.ts';
import { say } from '../shared/messages/say.ts';

/** For the last message to leave the process. */
const LAST_WORDS_MS = 100;

/**
 * An error that nobody handled, or a rejection that nobody waits for: what the process holds can no longer be trusted.
 * It says why, and ends; main starts another one.
 */
export function endOnUnhandledErrors(lastWords: (why: Message, error: unknown) => void): void {
  let dying = false;
  const die = (error: unknown) => {
    if (dying) return;
    dying = true;
    setTimeout(() => process.exit(1), LAST_WORDS_MS);
    lastWords(say('process.unhandled-error', { reason: toErrorBody(error).message }), error);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}
