import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
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

/** What the terms of a regression mean, by their names as R writes them. */
export function termLabels(x: Columns, reference: Readonly<Record<string, string>>): Record<string, Message> {
  const terms = Object.entries(x).flatMap(([name, values]): [string, Message][] => {
    const variable = attributeLabel(name);
    const against = reference[name];
    if (against === undefined) return [[name, say('term.number', { variable })]];
    const others = [...new Set(values.filter((value, row) => isComplete(x, row) && value !== against))];
    return others.map((level) => [`${name}${level}`, say('term.level', { variable, level, reference: against })]);
  });
  return Object.fromEntries([['(Intercept)', say('term.intercept')], ...terms]);
}
