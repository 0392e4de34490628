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
  return issues.map((issue) => {
    const { path, nearest } = nearestOf(issue);
    return { path: path.join('.'), problem: problemOf(nearest, valueAt(given, path)) };
  });
}

type Issue = z.core.$ZodIssue;

/**
 * Of a value that fits none of several forms: what is wrong with the form that it comes nearest to, the one that fails
 * deepest inside; the union itself where all fail at once.
 */
function nearestOf(issue: Issue): { path: PropertyKey[]; nearest: Issue } {
  if (issue.code !== 'invalid_union') return { path: issue.path, nearest: issue };
  const inside = issue.errors
    .flatMap(([first]) => (first ? [nearestOf(first)] : []))
    .sort((a, b) => b.path.length - a.path.length);
  if (inside.length === 0 || inside[0].path.length === 0) return { path: issue.path, nearest: issue };
  return { path: [...issue.path, ...inside[0].path], nearest: inside[0].nearest };
}

/** The names of the types of which a value has to be one; null where a form is more than a type. */
function typesOf(issue: Issue): string[] | null {
  if (issue.code === 'invalid_type') return [issue.expected];
  if (issue.code !== 'invalid_union') return null;
  const types = issue.errors.map((branch) => (branch.length === 1 ? typesOf(branch[0]) : null));
  return types.includes(null) ? null : [...new Set(types.flatMap((one) => one ?? []))];
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | null | undefined)?.[part], given);
}

/** A number in quotation marks, as tables and other languages leave them, where a text is none of what is asked. */
function quotedNumber(issue: Issue, value: unknown): Message | null {
  const types = typesOf(issue);
  const asked = types !== null && !types.includes('string') && (types.includes('number') || types.includes('int'));
  if (!asked || typeof value !== 'string' || value.trim() === '' || !Number.isFinite(Number(value))) return null;
  return say('schema.number-in-quotes', { number: value.trim() });
}

function problemOf(issue: Issue, value: unknown): Message {
  const quoted = quotedNumber(issue, value);
  if (quoted) return quoted;
  switch (issue.code) {
    case 'custom':
      return (issue.params as { told?: Message } | undefined)?.told ?? say('schema.does-not-fit');
    case 'invalid_type':
      return value === undefined
        ? say('schema.missing', { expected: issue.expected })
        : say('schema.wrong-type', { expected: issue.expected });
    case 'invalid_value':
      return say('schema.not-a-choice', { choices: issue.values.map(String) });
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? say('schema.too-short', { minimum: Number(issue.minimum) })
        : say(issue.inclusive === false ? 'schema.not-above' : 'schema.too-small', { minimum: Number(issue.minimum) });
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? say('schema.too-long', { maximum: Number(issue.maximum) })
        : say(issue.inclusive === false ? 'schema.not-below' : 'schema.too-big', { maximum: Number(issue.maximum) });
    case 'unrecognized_keys':
      return say('schema.unknown-fields', { fields: issue.keys });
    default: {
      const types = typesOf(issue);
      return types
        ? say('schema.one-of-types', { types: types.map((expected) => say('schema.type', { expected })) })
        : say('schema.does-not-fit');
    }
  }
}
