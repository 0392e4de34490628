import { z } from 'zod';

const job = z.object({ jobId: z.number().int() });

/** What leaves for other programs, whole, and what comes back from them. */
export const handoverContract = {
  /** Writes the network of a model, or the encoder (`name` null), as ONNX: a new file, or one in a folder. */
  'models/export-onnx': { input: z.object({ name: z.string().nullable(), grant: z.string() }), output: job },
};
