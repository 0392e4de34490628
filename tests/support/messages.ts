import { expect } from 'vitest';
import type { MessageId } from '../../src/shared/messages/say.ts';

/** What a test expects of a message: what it says, not in which words, with these values among others. */
export function saying(id: MessageId, values?: Record<string, unknown>) {
  return expect.objectContaining(values ? { id, values: expect.objectContaining(values) } : { id });
}

/** The same of an AppError. */
export function telling(id: MessageId, values?: Record<string, unknown>) {
  return expect.objectContaining({ told: saying(id, values) });
}
