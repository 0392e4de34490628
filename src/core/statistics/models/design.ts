import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { unusable } from '../result.ts';

export type Cell = number | string | null;

export interface RegressionData {
  y: Cell[];
  x: Record<string, Cell[]>;
  /** Frequency of each row; 1 by default. */
  weights?: number[];
  /**
   * Order of the outcome's classes, lowest or reference first; by default numbers ascending, words as they first
   * appear.
   */
  levels?: (number | string)[];
}

export interface Design {
  names: string[];
  /** One row an observation. */
  rows: number[][];
  /** Class of each observation. */
  outcome: number[];
  levels: string[];
  weights: number[];
  n: number;
  excluded: number;
  notes: Message[];
}

/**
 * Words become one column for each class but the first that appears, named as R does: variable and class together. Rows
 * with a missing value are left out and counted.
 */
export function designOf({ y, x, weights, levels }: RegressionData, method: Message): Design {
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
  const classes = levels ?? orderOf(kept.map((i) => y[i] as number | string));
  const outcome = kept.map((i) => classes.indexOf(y[i] as number | string));
  const unknown = outcome.indexOf(-1);
  if (unknown >= 0)
    throw unusable(
      say('statistics.unknown-level', {
        position: kept[unknown] + 1,
        value: String(y[kept[unknown]]),
        levels: classes,
      }),
    );
  if (classes.length < 2 || new Set(outcome).size < 2)
    throw unusable(say('statistics.needs-two-outcomes', { method, classes: new Set(outcome).size }));
  const columns = variables.flatMap(([name, values]) =>
    columnsOf(
      name,
      kept.map((i) => values[i] as number | string),
    ),
  );
  const constant = columns.find(({ values }) => values.every((value) => value === values[0]));
  if (constant) throw unusable(say('statistics.constant-variable', { method, name: constant.name }));
  if (kept.length <= columns.length + 1)
    throw unusable(
      say('statistics.needs-observations', {
        method,
        observations: kept.length,
        coefficients: columns.length + 1,
      }),
    );
  const matrix = new Matrix(kept.map((_, row) => [1, ...columns.map(({ values }) => values[row])]));
  if (new SingularValueDecomposition(matrix, { autoTranspose: true }).rank < columns.length + 1)
    throw unusable(say('statistics.collinear', { method, columns: columns.map(({ name }) => name) }));
  const used = kept.map((i) => weights?.[i] ?? 1);
  return {
    names: columns.map(({ name }) => name),
    rows: kept.map((_, row) => columns.map(({ values }) => values[row])),
    outcome,
    levels: classes.map(String),
    weights: used,
    n: used.reduce((a, b) => a + b, 0),
    excluded: y.length - kept.length,
    notes: [],
  };
}

function orderOf(values: (number | string)[]): (number | string)[] {
  const distinct = [...new Set(values)];
  return distinct.every((value) => typeof value === 'number')
    ? distinct.sort((a, b) => (a as number) - (b as number))
    : distinct;
}

function columnsOf(name: string, values: (number | string)[]): { name: string; values: number[] }[] {
  if (values.every((value) => typeof value === 'number')) return [{ name, values: values as number[] }];
  return [...new Set(values)]
    .slice(1)
    .map((level) => ({ name: `${name}${level}`, values: values.map((value) => (value === level ? 1 : 0)) }));
}
