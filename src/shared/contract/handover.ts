import { z } from 'zod';
import { startedJob as job } from './jobs.ts';
import { conversionChoice, evaluationInput, optionValues } from './recommender.ts';

/** A model that is trained elsewhere. */
const model = z.object({
  type: z.string(),
  options: optionValues.default({}),
  conversion: conversionChoice,
  seed: z.number().int().min(0).max(0xffffffff).default(1),
});

/** What leaves for other programs, whole, and what comes back from them. */
export const handoverContract = {
  /** Writes the network of a model, or the encoder (`name` null), as ONNX: a new file, or one in a folder. */
  'models/export-onnx': { input: z.object({ name: z.string().nullable(), grant: z.string() }), output: job },
  /** Writes the arrays that a model's network learns from, and a Keras script that trains it, into a new folder. */
  'handover/export-keras': { input: model.extend({ grant: z.string() }), output: job },
  /** Keeps the model whose network was trained in such a folder. */
  'handover/import-weights': { input: z.object({ grant: z.string(), name: z.string().min(1).max(80) }), output: job },
  /** Writes the plays that Spark's ALS factorises, the rest of the split, and the script, into a new folder. */
  'handover/export-spark': {
    input: z.object({
      /** Whose first fold; null for every play. */
      split: evaluationInput.nullable(),
      als: optionValues.default({}),
      seed: z.number().int().min(0).max(0xffffffff).default(1),
      grant: z.string(),
    }),
    output: job,
  },
};
