import type { ColumnFilter } from '../../shared/contract/listing.ts';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';

/** A pattern for LIKE … ESCAPE '\' that finds a text anywhere. */
export function anywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/**
 * A user's column filters as SQL conditions with named values. The expressions are fixed; only the values come from the
 * user.
 * @param columns what each column's name means in the query
 */
export function conditionsOf(
  filters: readonly ColumnFilter[],
  columns: Readonly<Record<string, string>>,
): { conditions: string[]; values: Record<string, string | number> } {
  const conditions: string[] = [];
  const values: Record<string, string | number> = {};
  const add = (condition: (name: string) => string, value: string | number) => {
    const name = `filter${Object.keys(values).length}`;
    values[name] = value;
    conditions.push(condition(`:${name}`));
  };
  for (const { column, contains, minimum, maximum, oneOf } of filters) {
    const expression = Object.hasOwn(columns, column) ? columns[column] : undefined;
    if (expression === undefined) throw new AppError('bad-request', say('library.no-such-column', { column }));
    if (contains !== undefined) add((name) => `${expression} LIKE ${name} ESCAPE '\\'`, anywhere(contains));
    if (minimum !== undefined) add((name) => `${expression} >= ${name}`, minimum);
    if (maximum !== undefined) add((name) => `${expression} <= ${name}`, maximum);
    if (oneOf !== undefined)
      add((name) => `${expression} IN (SELECT value FROM json_each(${name}))`, JSON.stringify(oneOf));
  }
  return { conditions, values };
}
