import type { Message } from './messages/message.ts';
import { say } from './messages/say.ts';

/** Why a process ended: Node gives a code or a signal. */
export function exitReason(code: number | null, signal: string | null = null): Message {
  return signal ? say('process.signal', { signal }) : say('process.exit-code', { code });
}
