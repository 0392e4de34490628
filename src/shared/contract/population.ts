import { z } from 'zod';
import type { CoderDrift } from '../mobility/agreement.ts';
import { type EthicsStatement, ethicsStatement, type Member, missingCvReason } from '../mobility/population.ts';
import type { PopulationReport } from '../mobility/population.ts';

const of = <T>() => z.custom<T>();
const person = z.string().trim().min(1).max(100);

/** Whom a study is about, and how its sample and its coders stand to that. */
export const populationContract = {
  'mobility/get-population': { input: z.object({}), output: of<PopulationReport>() },
  'mobility/list-members': { input: z.object({}), output: of<Member[]>() },
  /** Takes the scholars of the study as its population, where there is no list of it. */
  'mobility/take-scholars-as-population': { input: z.object({}), output: z.object({ members: z.number().int() }) },
  'mobility/set-missing-reason': {
    input: z.object({
      keys: z.array(z.string()).min(1).max(100_000),
      reason: missingCvReason,
      note: z.string().max(2000).optional(),
    }),
    output: z.object({ changed: z.number().int() }),
  },
  'mobility/get-ethics': { input: z.object({}), output: of<EthicsStatement>() },
  'mobility/set-ethics': { input: ethicsStatement.partial(), output: of<EthicsStatement>() },
  /** Scholars whom nobody has coded, for all of these coders, blind; measured apart. */
  'mobility/draw-pilot': {
    input: z.object({
      coders: z.array(person).min(2).max(20),
      count: z.number().int().min(1).max(1000),
      seed: z.number().int().default(1),
    }),
    output: z.object({ drawn: z.number().int() }),
  },
  'mobility/get-coder-drift': { input: z.object({}), output: of<CoderDrift[]>() },
};
