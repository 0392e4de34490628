import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Mapping } from '../../../shared/mobility/imports.ts';
import type { Columns } from './fields.ts';
import type { Staged } from './staged.ts';

const SAMPLE_ROWS = 8;

/** A table's preview: its first rows, and the mapping with the columns found. */
export function lookOf(
  { table, found }: { table: Columns['table']; found: Record<string, string> },
  mapping: Mapping,
): Pick<Staged, 'read' | 'headers' | 'sample' | 'encoding' | 'mapping'> {
  const { rows, head, encoding } = table;
  return {
    read: rows.length,
    headers: head,
    sample: rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells),
    encoding,
    mapping: { ...mapping, columns: { ...mapping.columns, ...found } },
  };
}

/** Fails an import whose columns cannot be found, listing the file's headers. */
export function assertHeaders(columns: Columns, required: readonly string[]): void {
  const { head, file } = columns.table;
  const [wrong] = columns.missingHeaders;
  if (wrong)
    throw new AppError(
      'bad-input',
      say('study-import.mapped-column-missing', { file, field: wrong.field, header: wrong.header, head }),
      {
        file,
        line: 1,
        field: wrong.field,
      },
    );
  const lacking = required.filter((field) => !columns.has(field));
  if (lacking.length > 0) {
    throw new AppError('bad-input', say('study-import.lacks-columns', { file, lacking, head, first: lacking[0] }), {
      file,
      line: 1,
      field: lacking[0],
    });
  }
}
