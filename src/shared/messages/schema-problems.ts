import type { z } from 'zod';
import type { Message } from './message.ts';
import { say } from './say.ts';

/** For `refine` and `check`: the message shown if one of our rules is violated. */
export function told(message: Message): { params: { told: Message } } {
  return { params: { told: message } };
}

/** The path in the value, such as `stages.2.key`, and our message about the problem. */
export interface SchemaProblem {
  path: string;
  problem: Message;
}

/** @param given the parsed value: distinguishes a missing field from one of another type */
export function schemaProblems({ issues }: z.ZodError, given: unknown): SchemaProblem[] {
  return issues.map((issue) => ({
    path: issue.path.join('.'),
    problem: problemOf(issue, valueAt(given, issue.path) === undefined),
  }));
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | null | undefined)?.[part], given);
}

function problemOf(issue: z.core.$ZodIssue, missing: boolean): Message {
  switch (issue.code) {
    case 'custom':
      return (issue.params as { told?: Message } | undefined)?.told ?? say('schema.does-not-fit');
    case 'invalid_type':
      return missing
        ? say('schema.missing', { expected: issue.expected })
        : say('schema.wrong-type', { expected: issue.expected });
    case 'invalid_value':
      return say('schema.not-a-choice', { choices: issue.values.map(String) });
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? say('schema.too-short', { minimum: Number(issue.minimum) })
        : say('schema.too-small', { minimum: Number(issue.minimum) });
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? say('schema.too-long', { maximum: Number(issue.maximum) })
        : say('schema.too-big', { maximum: Number(issue.maximum) });
    case 'unrecognized_keys':
      return say('schema.unknown-fields', { fields: issue.keys });
    default:
      return say('schema.does-not-fit');
  }
}
