import { z } from 'zod';
import { NUMBER_STYLES } from '../number-format.ts';
import type { Bilingual, Label, Message, MessageValue, Quantity } from './message.ts';

const bilingual: z.ZodType<Bilingual> = z.object({ en: z.string(), zh: z.string() });
const quantity: z.ZodType<Quantity> = z.object({
  number: z.number().nullable(),
  style: z.enum(NUMBER_STYLES),
  decimals: z.number().optional(),
});
const value: z.ZodType<MessageValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.bigint(),
    z.boolean(),
    z.null(),
    z.undefined(),
    message,
    bilingual,
    quantity,
    z.array(z.union([z.string(), z.number(), message, bilingual, quantity])),
  ]),
);

/** A message as it crosses the RPC boundary. */
export const message: z.ZodType<Message> = z.object({
  id: z.string(),
  values: z.record(z.string(), value).optional(),
  text: z.string(),
});

export const label: z.ZodType<Label> = z.union([z.string(), message, bilingual]);
