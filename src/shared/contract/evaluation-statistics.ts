import { z } from 'zod';

const byModel = <T extends z.ZodType>(value: T) => z.record(z.string(), value);

export const statistics = z.object({
  /** List length used by the tests. */
  primary: z.number().int(),
  standardErrors: byModel(z.record(z.string(), z.number())),
  /** 95 %, percentile bootstrap over listeners (and song splits). */
  intervals: byModel(z.record(z.string(), z.tuple([z.number(), z.number()]))),
  /** Standard deviation over fits with different seeds. */
  seeds: byModel(z.record(z.string(), z.number())),
  /**
   * What was drawn again for the bounds and the p of differences. Listeners: percentile bootstrap, paired t test. With
   * songs (or artists): crossed bootstrap of both (Owen 2007), whose spread gives bounds and p by a t distribution.
   * Absent in results of before, which drew listeners.
   */
  differencesOver: z.enum(['listeners', 'listeners-and-songs', 'listeners-and-artists']).optional(),
  /** Holm over the pairs of one measure; 95 % bounds of the mean difference a − b. */
  tests: z.array(
    z.object({
      a: z.string(),
      b: z.string(),
      measure: z.string(),
      n: z.number().int(),
      difference: z.number(),
      lower: z.number(),
      upper: z.number(),
      p: z.number().nullable(),
      pHolm: z.number().nullable(),
      /** Bounds that hold for all pairs of the measure together; absent in results of before. */
      simultaneous: z.tuple([z.number(), z.number()]).optional(),
    }),
  ),
  /**
   * Models built from others, less the part that was best alone on the rows set aside in each fold; bounds as above.
   */
  overBestPart: z
    .array(
      z.object({
        model: z.string(),
        parts: z.array(z.string()),
        measure: z.string(),
        n: z.number().int(),
        difference: z.number(),
        lower: z.number(),
        upper: z.number(),
      }),
    )
    .optional(),
  bands: z.object({
    popularity: z.array(
      z.object({ label: z.string(), songs: z.number(), relevant: z.number(), recall: byModel(z.number().nullable()) }),
    ),
    history: z.array(
      z.object({ from: z.number(), to: z.number(), listeners: z.number(), value: byModel(z.number().nullable()) }),
    ),
  }),
});
export type Statistics = z.infer<typeof statistics>;
