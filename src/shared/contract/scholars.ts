import { z } from 'zod';
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
  'mobility/assign-scholars': {
    input: z.object({ coder: person, scholarIds, suggestions: z.enum(['shown', 'hidden']) }),
    output: z.object({ assigned: z.number().int() }),
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
