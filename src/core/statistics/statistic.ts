import { schemaProblems } from '../../shared/messages/schema-problems.ts';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { assertNoneChanges, ownNames } from './foreign-options.ts';
import { withoutMissingWords } from './missing-words.ts';
import { type TestResult, unusable } from './result.ts';

/** A statistic that can be run by name: `quadrille stats NAME`, and the calculator in the window. */
export interface Statistic {
  name: string;
  summary: Message;
  /** Of its input data. */
  data: z.ZodType;
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
  otherNames = {},
}: {
  name: string;
  summary: Message;
  data: S;
  /** What other programs call its fields, in small letters and without points. */
  otherNames?: Readonly<Record<string, string>>;
  example: z.input<S>;
  run(data: z.output<S>): TestResult;
}): Statistic {
  const own = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const answered = withoutMissingWords(own, (data) => {
    const parsed = schema.safeParse(data);
    if (!parsed.success) {
      const [{ path, problem }] = schemaProblems(parsed.error, data);
      const where = path.replace(/\d+/g, (index) => String(Number(index) + 1)).replaceAll('.', ', ');
      throw new AppError(
        'bad-input',
        say('statistics.example', { name, where: where || 'data', problem, example: JSON.stringify(example) }),
        { field: path },
      );
    }
    const unused = Object.keys(data as object).filter((key) => !Object.hasOwn(parsed.data as object, key));
    assertNoneChanges(name, unused, data as Record<string, unknown>, own);
    const answer = run(parsed.data);
    if (unused.length === 0) return answer;
    const note = say('statistics.unused-fields', { names: unused, n: unused.length });
    return { ...answer, notes: [...answer.notes, note] };
  });
  return { name, summary, data: schema, example, run: (given) => answered(ownNames(given, own, otherNames)) };
}

export function sameLengths(length: number, columns: Readonly<Record<string, readonly unknown[]>>): void {
  for (const [name, values] of Object.entries(columns))
    if (values.length !== length)
      throw unusable(say('statistics.column-length', { name, values: values.length, expected: length }));
}

/**
 * One of some words, in capitals or not; the first unless another is given.
 *
 * @param others what other programs call them, in small letters
 */
export function choice<const T extends string>(names: readonly [T, ...T[]], others: Record<string, T> = {}) {
  const own = (given: unknown) => {
    if (typeof given !== 'string') return given;
    const small = given.trim().toLowerCase();
    return Object.hasOwn(others, small) ? others[small] : (names.find((name) => name.toLowerCase() === small) ?? given);
  };
  return z.preprocess(own, z.enum(names).default(names[0] as never)) as unknown as z.ZodDefault<z.ZodType<T, T>>;
}

/** Of an interval, 0.95 unless another one is asked for. */
export const confidence = z.number().gt(0.5).lt(1).default(0.95);
/** Shapes of data that several statistics take. */
export const count = z.number().int().min(0);
/** A value of a variable: a number or a word; null if missing. */
export const cell = z.union([z.number(), z.string(), z.null(), z.boolean().transform(Number)]);
/** The reference class of each variable of words for which one is chosen. */
export const reference = z.record(z.string(), z.union([z.number(), z.string()]));
/** The name of a node of a network. */
export const nodeName = z.union([z.string(), z.number().transform(String)]);
export const numbers = z.array(z.number().nullable());
/** For examples of tests of paired values. */
export const PAIRS = { x: [1, 2, 2, 3, 4], y: [2, 2, 3, 3, 5] };
