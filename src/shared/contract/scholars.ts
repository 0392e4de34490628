import { z } from 'zod';
import { QUEUE_ORDERS, type Split, type Work } from '../mobility/work.ts';
import { type Career, type DeletedScholars, type ScholarSummary, scholarFilter } from '../mobility/scholars.ts';

const of = <T>() => z.custom<T>();
const person = z.string().trim().min(1).max(100);
const scholarIds = z.array(z.number().int()).min(1).max(100_000);

/** Scholars as a table, and what is done with several of them at once. */
export const scholarsContract = {
  'mobility/list-scholar-summaries': {
    input: z.object({ filter: scholarFilter.default({}) }),
    output: of<ScholarSummary[]>(),
  },
  /** Read-only: nobody is asked who reads. */
  'mobility/get-career': { input: z.object({ scholarId: z.number().int() }), output: of<Career>() },
  /** `keptBlind`: assigned blind before, which stays so. */
  'mobility/assign-scholars': {
    input: z.object({ coder: person, scholarIds, suggestions: z.enum(['shown', 'hidden']) }),
    output: z.object({ assigned: z.number().int(), keptBlind: z.number().int() }),
  },
  'mobility/get-work': { input: z.object({}), output: of<Work>() },
  /** `dry`: says what each would get, and assigns nothing. */
  'mobility/split-work': {
    input: z.object({
      coders: z.array(person).min(2).max(20),
      count: z.number().int().min(1).nullable().default(null),
      common: z.number().min(0).max(1),
      among: z.enum(['all', 'rest']),
      suggestions: z.enum(['shown', 'hidden']),
      seed: z.number().int().default(1),
      dry: z.boolean().default(false),
    }),
    output: of<Split[]>(),
  },
  /** Ids or names, one a line; or everybody who is on no list. */
  'mobility/assign-list': {
    input: z.object({
      coder: person,
      list: z.string().max(1_000_000).nullable(),
      suggestions: z.enum(['shown', 'hidden']),
    }),
    output: z.object({ assigned: z.number().int(), keptBlind: z.number().int() }),
  },
  /** Those that the coder has not begun. */
  'mobility/take-back': { input: z.object({ coder: person }), output: z.object({ taken: z.number().int() }) },
  'mobility/set-queue-order': {
    input: z.object({ order: z.enum(QUEUE_ORDERS), randomShare: z.number().min(0).max(1) }),
    output: z.object({}),
  },
  /** Of one stage or of all, where the coder has not coded yet. */
  'mobility/mark-missing': {
    input: z.object({ coder: person, scholarIds, stage: z.string().nullable() }),
    output: z.object({ marked: z.number().int() }),
  },
  'mobility/note-scholars': {
    input: z.object({
      author: person,
      scholarIds,
      flagged: z.boolean().optional(),
      memo: z.string().max(4000).optional(),
    }),
    output: z.object({}),
  },
  'mobility/delete-scholars': { input: z.object({ author: person, scholarIds }), output: of<DeletedScholars>() },
  'mobility/list-deletions': { input: z.object({}), output: of<DeletedScholars[]>() },
  'mobility/restore-scholars': {
    input: z.object({ id: z.number().int() }),
    output: z.object({ scholars: z.number().int(), alreadyThere: z.number().int() }),
  },
};
