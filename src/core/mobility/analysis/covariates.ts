import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { classLabels } from '../../../shared/mobility/class-words.ts';
import { attributeLabel } from '../../../shared/mobility/words.ts';

/** Of each covariate the values of all rows. */
export type Columns = Record<string, (number | string | null)[]>;

/** @param attributes of each row */
export function columnsOf(
  covariates: readonly string[],
  attributes: readonly Readonly<Record<string, string>>[],
): Columns {
  return Object.fromEntries(covariates.map((name) => [name, columnOf(attributes.map((own) => own[name] ?? null))]));
}

/** Numbers where every value is one. */
function columnOf(texts: readonly (string | null)[]): Columns[string] {
  const numeric = texts.every((text) => text === null || (text.trim() !== '' && Number.isFinite(Number(text))));
  return texts.map((text) => (text === null || !numeric ? text : Number(text)));
}

export function isComplete(x: Columns, row: number): boolean {
  return Object.values(x).every((values) => values[row] !== null);
}

/** By the names in an exported file, the classes of each variable of words among some rows, its reference first. */
export function classesOf(
  x: Columns,
  rows: readonly number[],
  reference: Readonly<Record<string, string>>,
  columns: Readonly<Record<string, string>>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(reference).map(([name, first]) => {
      const others = rows.map((row) => String(x[name][row])).filter((value) => value !== first);
      return [columns[name], [first, ...new Set(others)]];
    }),
  );
}

/** What the terms of a regression mean, by their names as R writes them. */
export function termLabels(x: Columns, reference: Readonly<Record<string, string>>): Record<string, Message> {
  const terms = Object.entries(x).flatMap(([name, values]): [string, Message][] => {
    const variable = attributeLabel(name);
    const against = reference[name];
    if (against === undefined) return [[name, say('term.number', { variable })]];
    const others = [...new Set(values.filter((value, row) => isComplete(x, row) && value !== against))];
    const label = classLabels(name, values);
    return others.map((level) => [
      `${name}${level}`,
      say('term.level', { variable, level: label(String(level)), reference: label(against) }),
    ]);
  });
  return Object.fromEntries([['(Intercept)', say('term.intercept')], ...terms]);
}
