import { z } from 'zod';
import type { Message } from './messages/message.ts';
import { message } from './messages/schema.ts';

/**
 * What a reader cannot decide by itself: the third outcome of reading a file, beside taking and rejecting a row. The
 * id is a message's, with `:SUBJECT` behind it if a file can raise the same question twice; `values` and `text` are
 * the message's. The answer is the id of a choice (`--answer ID=CHOICE`, or a click).
 */
export const question = message.and(
  z.object({
    choices: z.array(z.object({ id: z.string(), label: message })).min(2),
    /** Rows held back until it is answered; null if it is about the whole file, of which nothing was imported. */
    rows: z.number().int().nullable(),
  }),
);
export type Question = Message & { choices: { id: string; label: Message }[]; rows: number | null };

/** Choices by the ids of their questions. */
export const answers = z.record(z.string().min(1).max(300), z.string().min(1).max(300));
export type Answers = z.infer<typeof answers>;

/** The message of a question, whose id is that of the catalogues. */
export function questionMessage({ id, values, text }: Question): Message {
  return { id: id.split(':', 1)[0], values, text };
}
