import { z } from 'zod';
import type { Message, MessageValue } from './message.ts';

const value: z.ZodType<MessageValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.bigint(),
    z.boolean(),
    z.null(),
    z.undefined(),
    message,
    z.array(z.union([z.string(), z.number(), message])),
  ]),
);

/** A message as it crosses the edge. */
export const message: z.ZodType<Message> = z.object({
  id: z.string(),
  values: z.record(z.string(), value).optional(),
  text: z.string(),
});
