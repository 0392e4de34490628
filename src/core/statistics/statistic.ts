import { schemaProblems } from '../../shared/messages/schema-problems.ts';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import type { TestResult } from './result.ts';

/** A statistic that can be run by name: `quadrille stats NAME`, and the calculator in the window. */
export interface Statistic {
  name: string;
  summary: Message;
  /** Input data in the command line's form. */
  example: unknown;
  run(data: unknown): TestResult;
}

export function statistic<S extends z.ZodType>({
  name,
  summary,
  data: schema,
  example,
  run,
}: {
  name: string;
  summary: Message;
  data: S;
  example: z.input<S>;
  run(data: z.output<S>): TestResult;
}): Statistic {
  return {
    name,
    summary,
    example,
    run: (data) => {
      const parsed = schema.safeParse(data);
      if (!parsed.success) {
        const [{ path, problem }] = schemaProblems(parsed.error, data);
        const where = path.replace(/\d+/g, (index) => String(Number(index) + 1)).replaceAll('.', ', ');
        throw new AppError(
          'bad-input',
          say('statistics.example', {
            name,
            where: where || 'data',
            problem,
            example: JSON.stringify(example),
          }),
          { field: path },
        );
      }
      return run(parsed.data);
    },
  };
}

/** Shapes of data that several statistics take. */
export const count = z.number().int().min(0);
/** A value of a variable: a number or a word; null if missing. */
export const cell = z.union([z.number(), z.string(), z.null(), z.boolean().transform(Number)]);
export const numbers = z.array(z.number().nullable());
/** Units × coders; null if a coder did not code a unit. */
export const ratingsShape = z.array(z.array(z.number().nullable()).min(2)).min(1);
/** For examples of tests of paired values. */
export const PAIRS = { x: [1, 2, 2, 3, 4], y: [2, 2, 3, 3, 5] };
