import { z } from 'zod';

/** A filter on one column of a list. */
export const columnFilter = z.object({
  column: z.string().max(60),
  /** Anywhere in the text, in any case. */
  contains: z.string().max(200).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** One of these texts. */
  oneOf: z.array(z.string().max(400)).max(200).optional(),
});
export type ColumnFilter = z.infer<typeof columnFilter>;
