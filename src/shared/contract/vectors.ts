import { z } from 'zod';
import { message } from '../messages/schema.ts';

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

export const listenResult = z.object({
  /** Name of the set of vectors. */
  set: z.string(),
  heard: z.number().int(),
  /** Songs that had a vector already. */
  heardBefore: z.number().int(),
  /** Songs whose recording is not on this machine. */
  missing: z.number().int(),
  /** Recordings that could not be read. */
  refused: z.number().int(),
  engine: z.string(),
  seconds: z.number(),
  notes: z.array(message),
});
export type ListenResult = z.infer<typeof listenResult>;

export const vectorsContract = {
  /** Encodes the library's clips; `again` also those that were heard before. */
  'vectors/listen': {
    input: z.object({ again: z.boolean().default(false) }),
    output: z.object({ jobId: z.number().int() }),
  },
  'vectors/list-sets': { input: z.object({}), output: z.array(vectorSetRow) },
  'vectors/delete-set': { input: z.object({ name: z.string() }), output: z.object({}) },
};
