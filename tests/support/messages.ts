import { expect } from 'vitest';
import type { MessageId } from '../../src/shared/messages/say.ts';

/** A matcher for a message: its id, not its wording, and at least these values. */
export function saying(id: MessageId, values?: Record<string, unknown>) {
  return expect.objectContaining(values ? { id, values: expect.objectContaining(values) } : { id });
}

/** The same for an AppError. */
export function telling(id: MessageId, values?: Record<string, unknown>) {
  return expect.objectContaining({ told: saying(id, values) });
}
