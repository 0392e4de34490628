import { z } from 'zod';

/** A set of vectors: numbers that describe songs, from a file or from an encoder of ours. */
export const vectorSetRow = z.object({
  name: z.string(),
  width: z.number().int(),
  /** The encoder of ours that heard the clips; null for vectors from a file. */
  encoder: z.string().nullable(),
  /** Name of the file. */
  source: z.string(),
  songs: z.number().int(),
  playedSongs: z.number().int(),
  allPlayedSongs: z.number().int(),
});
export type VectorSetRow = z.infer<typeof vectorSetRow>;

export const vectorsContract = {
  'vectors/list-sets': { input: z.object({}), output: z.array(vectorSetRow) },
  'vectors/delete-set': { input: z.object({ name: z.string() }), output: z.object({}) },
};
