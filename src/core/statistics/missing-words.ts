import { AppError } from '../../shared/errors.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import type { TestResult } from './result.ts';

/** R's word for a missing value, which its JSON has among numbers; among texts it has null. */
const MISSING = 'NA';
/** Fields in which a text is a name. */
const NAMES = ['edges', 'moves', 'levels', 'states', 'reference', 'labels'];
/** Fields that may say that NA is a class. */
const CLASSES = ['levels', 'states'] as const;

/**
 * A statistic that takes NA among numbers as missing and says so, beside its result or what is wrong. Among words
 * it is one of them (Namibia, North America), as where a list of classes names it.
 *
 * @param fields of the data that the statistic has
 */
export function withoutMissingWords(
  fields: readonly string[],
  run: (data: unknown) => TestResult,
): (given: unknown) => TestResult {
  return (given) => {
    const { data, missing } = cleared(given);
    if (missing === 0) return run(data);
    const classes = CLASSES.find((name) => fields.includes(name)) ?? 'none';
    const note: Message = say('statistics.na-missing', { n: missing, classes });
    try {
      const answer = run(data);
      return { ...answer, notes: [...answer.notes, note] };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError(error.code, say('statistics.na-beside', { problem: error.told, note }), error.details);
    }
  };
}

function cleared(data: unknown): { data: unknown; missing: number } {
  let missing = 0;
  const withNull = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withNull);
    if (value === MISSING) missing++;
    return value === MISSING ? null : value;
  };
  const without = (value: unknown): unknown => {
    if (Array.isArray(value)) return isOfNumbers(value) ? withNull(value) : value;
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, without(own)]));
  };
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return { data, missing };
  const named = Object.entries(data).filter(([key]) => NAMES.includes(key));
  if (named.some(([, value]) => containsMissing(value))) return { data, missing };
  const all = Object.entries(data).map(([key, value]) => [key, NAMES.includes(key) ? value : without(value)]);
  return { data: Object.fromEntries(all), missing };
}

/** Whether a list, or a table of rows, holds some number or yes and no, and nothing else but what is missing. */
function isOfNumbers(list: readonly unknown[]): boolean {
  const values = list.flat(Number.POSITIVE_INFINITY);
  const known = values.filter((value) => value !== null && value !== MISSING);
  return known.length > 0 && known.every((value) => typeof value === 'number' || typeof value === 'boolean');
}

function containsMissing(value: unknown): boolean {
  if (value === MISSING) return true;
  if (value === null || typeof value !== 'object') return false;
  return (Array.isArray(value) ? value : Object.values(value)).some(containsMissing);
}
