import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { mean } from '../descriptive.ts';
import { unusable } from '../result.ts';

export type Cell = number | string | null;

export interface RegressionData {
  y: Cell[];
  x: Record<string, Cell[]>;
  /** Frequency of each row; 1 by default. */
  weights?: number[];
  /**
   * Order of the outcome's classes, lowest or reference first; by default numbers ascending; words the most frequent
   * first, or for ordered outcomes as they first appear.
   */
  levels?: (number | string)[];
  /** The reference class of a variable of words; by default the most frequent one. */
  reference?: Record<string, number | string>;
}

export interface Design {
  names: string[];
  /** Of each column the variable of words that it is a class of. */
  variables: (string | undefined)[];
  /** One row an observation. */
  rows: number[][];
  /** Class of each observation. */
  outcome: number[];
  levels: string[];
  weights: number[];
  /** Of each variable of words. */
  references: Record<string, string>;
  n: number;
  excluded: number;
  notes: Message[];
}

/**
 * Words become one column for each class but the reference (the most frequent class, unless another is chosen), named
 * as R does: variable and class together. Rows with a missing value and classes that never occur are left out.
 */
export function designOf(
  { y, x, weights, levels, reference }: RegressionData,
  method: Message,
  { ordered = false }: { ordered?: boolean } = {},
): Design {
  const variables = Object.entries(x);
  if (variables.length === 0) throw unusable(say('statistics.needs-variable', { method }));
  for (const [name, values] of variables)
    if (values.length !== y.length)
      throw unusable(say('statistics.variable-length', { name, values: values.length, y: y.length }));
  if (weights && weights.length !== y.length)
    throw unusable(say('statistics.weights-for-each-value', { weights: weights.length, y: y.length }));
  const kept = y.flatMap((value, i) =>
    value !== null && variables.every(([, values]) => values[i] !== null) && (weights?.[i] ?? 1) > 0 ? [i] : [],
  );
  const occurring = kept.map((i) => y[i] as number | string);
  const unknown = levels ? occurring.findIndex((value) => !levels.includes(value)) : -1;
  if (levels && unknown >= 0)
    throw unusable(
      say('statistics.unknown-level', { position: kept[unknown] + 1, value: String(occurring[unknown]), levels }),
    );
  const absent = (levels ?? []).filter((level) => !occurring.includes(level));
  const classes = levels ? levels.filter((level) => !absent.includes(level)) : orderOf(occurring, ordered);
  const outcome = occurring.map((value) => classes.indexOf(value));
  if (classes.length < 2 || new Set(outcome).size < 2)
    throw unusable(say('statistics.needs-two-outcomes', { method, classes: new Set(outcome).size }));
  const { columns, references, notes: wordsNote } = predictorsOf(x, kept, method, reference);
  needsObservations(kept.length, columns, method);
  const used = kept.map((i) => weights?.[i] ?? 1);
  return {
    names: columns.map(({ name }) => name),
    variables: columns.map(({ of }) => of),
    rows: kept.map((_, row) => columns.map(({ values }) => values[row])),
    outcome,
    levels: classes.map(String),
    weights: used,
    references,
    n: used.reduce((a, b) => a + b, 0),
    excluded: y.length - kept.length,
    notes: [
      ...wordsNote,
      ...(absent.length > 0 ? [say('statistics.level-absent', { levels: absent })] : []),
      ...(ordered && !levels && classes.some((level) => typeof level !== 'number')
        ? [say('statistics.order-as-given', { levels: classes })]
        : []),
    ],
  };
}

/** Numbers ascending; words the most frequent first, as reference, or where order counts as they first appear. */
function orderOf(values: (number | string)[], ordered: boolean): (number | string)[] {
  const distinct = [...new Set(values)];
  if (distinct.every((value) => typeof value === 'number')) return distinct.sort((a, b) => Number(a) - Number(b));
  if (ordered) return distinct;
  const [reference] = byFrequency(values);
  return [reference, ...distinct.filter((value) => value !== reference)];
}

/** A column of the design: a number, or 1 where a word variable has one class. */
export interface Column {
  name: string;
  values: number[];
  /** The variable of words that it is a class of. */
  of?: string;
}

/**
 * The columns of the rows that are kept, linearly independent of one another and of the intercept; and the reference
 * class of each variable of words.
 */
export function predictorsOf(
  x: Record<string, Cell[]>,
  kept: readonly number[],
  method: Message,
  reference: Record<string, number | string> = {},
): { columns: Column[]; references: Record<string, string>; notes: Message[] } {
  for (const name of Object.keys(reference))
    if (!Object.hasOwn(x, name)) throw unusable(say('statistics.reference-of-nothing', { name }));
  const references: Record<string, string> = {};
  const columns = Object.entries(x).flatMap(([name, all]): Column[] => {
    const values = kept.map((i) => all[i] as number | string);
    if (values.every((value) => typeof value === 'number') && !Object.hasOwn(reference, name))
      return [{ name, values }];
    const words = values.map(String);
    const chosen = Object.hasOwn(reference, name) ? String(reference[name]) : byFrequency(words)[0];
    if (!words.includes(chosen))
      throw unusable(say('statistics.reference-unused', { name, level: chosen, levels: [...new Set(words)] }));
    references[name] = chosen;
    return [...new Set(words)]
      .filter((level) => level !== chosen)
      .map((level) => ({ name: `${name}${level}`, of: name, values: words.map((word) => (word === level ? 1 : 0)) }));
  });
  const constant = columns.find(({ values }) => values.every((value) => value === values[0]));
  if (constant) throw unusable(say('statistics.constant-variable', { method, name: constant.name }));
  const oneClass = Object.keys(references).find((name) => new Set(kept.map((i) => String(x[name][i]))).size < 2);
  if (oneClass !== undefined) throw unusable(say('statistics.constant-variable', { method, name: oneClass }));
  if (columns.length > 0 && kept.length > columns.length) {
    // Scaled, so that a year and a share of it are judged alike.
    const matrix = new Matrix([kept.map(() => 1), ...columns.map(({ values }) => scaled(values))]);
    if (new SingularValueDecomposition(matrix, { autoTranspose: true }).rank < columns.length + 1)
      throw unusable(say('statistics.collinear', { method, columns: columns.map(({ name }) => name) }));
  }
  const numeric = Object.keys(references).filter(
    (name) => !Object.hasOwn(reference, name) && kept.every((i) => isNumberAsText(x[name][i])),
  );
  return {
    columns,
    references,
    notes: numeric.length > 0 ? [say('statistics.numbers-as-words', { names: numeric, n: numeric.length })] : [],
  };
}

function isNumberAsText(value: Cell): boolean {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}

/** Around their mean, with a largest distance of 1. */
function scaled(values: readonly number[]): number[] {
  const centre = mean(values);
  const reach = values.reduce((most, value) => Math.max(most, Math.abs(value - centre)), 0);
  return values.map((value) => (reach === 0 ? 0 : (value - centre) / reach));
}

export function needsObservations(observations: number, columns: readonly Column[], method: Message): void {
  const names = [
    ...new Set(columns.flatMap(({ of, name }) => (of && isNumberAsText(name.slice(of.length)) ? [of] : []))),
  ];
  if (observations <= columns.length + 1 && names.length > 0)
    throw unusable(
      say('statistics.needs-observations-not-words', {
        method,
        observations,
        coefficients: columns.length + 1,
        words: say('statistics.numbers-as-words', { names, n: names.length }),
      }),
    );
  if (observations <= columns.length + 1)
    throw unusable(say('statistics.needs-observations', { method, observations, coefficients: columns.length + 1 }));
}

/** The distinct values, the most frequent first; of equally frequent ones, the one that appears first. */
export function byFrequency<T>(values: readonly T[]): T[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}
