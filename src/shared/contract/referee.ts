import { z } from 'zod';
import { message } from '../messages/schema.ts';
import { answers, question } from '../questions.ts';
import { LIST_FORMS } from './exports.ts';
import { startedJob as started } from './jobs.ts';
import { statistics } from './evaluation-statistics.ts';
import { evaluationInput } from './recommender.ts';

const values = z.record(z.string(), z.number().nullable());

/** Recommendation lists of other tools, judged by our rules. */
export const judgedLists = z.object({
  /** Absent: lists of recommendations. */
  kind: z.literal('predictions').optional(),
  /** Of ratings, by the training part; of predictions only. */
  scale: z.object({ minimum: z.number(), maximum: z.number() }).optional(),
  /** `quadrille`: test_target.tsv and its like; `parts`: a test and a training part as other tools write them. */
  form: z.enum(['quadrille', 'parts']),
  songs: z.number().int(),
  targets: z.number().int(),
  lists: z.record(
    z.string(),
    z.object({
      /** The model of ours that made them; absent for a file. */
      model: z.string().optional(),
      counts: z.object({
        /** Tested listeners: those with held-out songs. */
        listeners: z.number().int(),
        withoutList: z.number().int(),
        untestedListeners: z.number().int(),
        /** Lists with fewer songs than the longest cut-off. */
        shortLists: z.number().int(),
        unknownSongs: z.number().int(),
        alreadyHeard: z.number().int(),
        repeated: z.number().int(),
      }),
      /** Of predicted ratings. */
      predictions: z
        .object({
          /** Held-out ratings. */
          pairs: z.number().int(),
          missing: z.number().int(),
          /** Predictions for tested listeners that no held-out rating is for. */
          notHeldOut: z.number().int(),
          unknownSongs: z.number().int(),
          /** Below or above the scale; they are judged as they are. */
          outside: z.number().int(),
          /** Ratings that the file says were to be predicted, and that are not those of the split. */
          otherTruth: z.number().int(),
        })
        .optional(),
      /** Means over all tested listeners; one without a list counts 0. */
      measures: values,
      /** Means over the listeners with a list. */
      ofListed: values,
      /** The same lists by the formulas of other tools. */
      conventions: z.array(
        z.object({
          tool: z.string(),
          measure: z.string(),
          /** The column of ours that it stands beside. */
          meant: z.string(),
          value: z.number().nullable(),
          ours: z.number().nullable(),
          definition: message,
        }),
      ),
    }),
  ),
  statistics: statistics.pick({ primary: true, standardErrors: true, intervals: true, tests: true }),
  questions: z.array(question),
  notes: z.array(message),
});
export type JudgedLists = z.infer<typeof judgedLists>;

/** `plain` is ours; RecBole, Elliot, Cornac and LensKit read theirs. */
export const SPLIT_FORMS = ['plain', 'recbole', 'elliot', 'cornac', 'lenskit'] as const;
export type SplitForm = (typeof SPLIT_FORMS)[number];

export const exportedLists = z.object({ folder: z.string(), files: z.array(z.string()) });
export type ExportedLists = z.infer<typeof exportedLists>;

/** How lists may be written; `auto`: told by the first line. */
export const READ_FORMATS = ['tsv', 'trec', 'jsonl'] as const;

/** How files are meant; `auto`: asked where they could be predictions of the held-out ratings. */
export const MEANT = ['auto', 'lists', 'predictions'] as const;

export const refereeContract = {
  /** Judges lists that other tools made on a split; the job's result is a `JudgedLists`. */
  'referee/judge-lists': {
    input: z.object({
      grants: z.array(z.string()).min(1).max(50),
      splitGrant: z.string(),
      format: z.enum(['auto', ...READ_FORMATS]).default('auto'),
      meant: z.enum(MEANT).default('auto'),
      cutoffs: z.array(z.number().int().min(1).max(1000)).min(1).max(20).default([10]),
      seed: z.number().int().min(0).max(0xffffffff).default(1),
      /** Types of ours that are trained on the split and judged beside the lists. */
      models: z.array(z.string()).max(20).default([]),
      answers: answers.default({}),
      /** Trains them also where this machine seems to have too little memory. */
      anyway: z.boolean().default(false),
    }),
    output: started,
  },
  /** The same again with answers to what the files left open. */
  'referee/answer': { input: z.object({ jobId: z.number().int(), answers }), output: started },
  /**
   * Evaluates again what a stored comparison evaluated, and writes its lists, predictions and values of single
   * listeners into a new folder. Refused where the data are no longer those of then.
   */
  'evaluation/export-lists': {
    input: z.object({ id: z.number().int(), form: z.enum(LIST_FORMS).default('tsv'), grant: z.string() }),
    output: started,
  },
  /** Writes the split of an evaluation into a new folder, as other tools read it. */
  'evaluation/export-split': {
    input: evaluationInput.extend({ form: z.enum(SPLIT_FORMS).default('plain'), grant: z.string() }),
    output: started,
  },
};
