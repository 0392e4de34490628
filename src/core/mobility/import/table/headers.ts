import { AppError } from '../../../../shared/errors.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import type { Columns } from '../cells/fields.ts';
import type { Staged, TableLook } from '../staged.ts';
import type { ReadTable } from './table.ts';

const SAMPLE_ROWS = 8;

/** How a table looks in the preview. */
export function tableLook({ rows, head, encoding, sheets, sheet, headerRow, top }: ReadTable): TableLook {
  return {
    read: rows.length,
    headers: head,
    sample: rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells),
    encoding,
    sheets,
    sheet,
    headerRow,
    top,
    rows,
  };
}

/** A table's preview: its first rows, and the mapping with the columns found. */
export function lookOf(
  { table, found }: { table: ReadTable; found: Record<string, string> },
  mapping: Mapping,
): TableLook & Pick<Staged, 'mapping' | 'tableNotes'> {
  return {
    ...tableLook(table),
    mapping: { ...mapping, columns: { ...mapping.columns, ...found } },
    tableNotes: tableNotes(table, Object.values(found)),
  };
}

/** A table whose columns or meaning are still to be told: its rows are shown, none can be imported. */
export function waiting(table: ReadTable, columns: Columns, mapping: Mapping, notes: Message[] = []): Staged {
  const publish = () => ({ imported: 0, unchanged: 0 });
  const look = lookOf({ table, found: columns.found() }, mapping);
  return { rejections: [], doubts: [], notes, ...look, held: table.rows.length, publish };
}

/** How a table was read, the columns that mean nothing to its importer, and headers that stand twice. */
export function tableNotes(
  { head, notes, joined = [] }: Pick<ReadTable, 'head' | 'notes' | 'joined'>,
  used: readonly string[],
): Message[] {
  const unused = head.filter((name) => name !== '' && !used.includes(name) && !joined.includes(name));
  const plain = (name: string) => name.replace(/ \(\d+\)$/, '');
  const again = unused.filter((name) => plain(name) !== name && head.includes(plain(name)));
  const twice = [...new Set(again.map(plain))];
  return [
    ...notes,
    ...(unused.length > 0 ? [say('study-import.columns-not-used', { columns: unused })] : []),
    ...(twice.length > 0 ? [say('study-import.headers-twice', { columns: twice })] : []),
  ];
}

/** A table lacks a column that its importer needs, or that the mapping names. */
export class LackingColumns extends AppError {
  readonly columns: Columns;

  constructor(columns: Columns, field: string, told: Message) {
    super('bad-input', told, { file: columns.table.file, line: 1, field });
    this.columns = columns;
  }
}

/** Fails an import whose columns cannot be found, listing the file's headers. */
export function assertHeaders(columns: Columns, required: readonly string[]): void {
  const { head, file } = columns.table;
  const [wrong] = columns.missingHeaders;
  if (wrong) {
    const { field, header } = wrong;
    throw new LackingColumns(columns, field, say('study-import.mapped-column-missing', { file, field, header, head }));
  }
  const lacking = required.filter((field) => !columns.has(field));
  if (lacking.length > 0) {
    const [first] = lacking;
    throw new LackingColumns(columns, first, say('study-import.lacks-columns', { file, lacking, head }));
  }
}
