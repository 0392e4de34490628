import { z } from 'zod';
import { label } from '../messages/schema.ts';

/** A look at a test set: an evaluation whose result could be read. */
export const testSetLook = z.object({
  at: z.string(),
  title: z.string(),
  /** The name that a person gave it, or what it compares, in words. */
  name: label,
  /** Of spec and data, as results print it. */
  hash: z.string(),
  /** Of the data and how they were split: the same ones are looked at again. */
  testSet: z.string(),
  /** It kept the folder of its split, and not which rows were in it. */
  assumed: z.boolean().optional(),
  /** Settings of each model as they were evaluated, where they are not the defaults. */
  options: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number()]))),
  /** Its position among the looks at this test set, from 1. */
  number: z.number().int(),
  /** A model had been looked at on this test set with other settings before. */
  tuned: z.boolean(),
});
export type TestSetLook = z.infer<typeof testSetLook>;
