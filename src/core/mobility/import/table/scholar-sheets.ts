import { say } from '../../../../shared/messages/say.ts';
import type { Mapping } from '../../../../shared/mobility/imports.ts';
import type { Questions } from '../../../imports/questions.ts';
import { LEAVE_OUT } from '../choices.ts';
import { type ReadTable, readSheets } from './table.ts';

/** The heading of the column that the sheets' names become. */
const NAME = 'name';
const UNNAMED = /^(?:sheet|tabelle|feuil|工作表|表)\s*\d*$/i;
const NAMED_IN_TITLE = /(?:姓\s*名|\bname)\s*[:：·]?\s*(\p{L}[\p{L}\p{M} .·'’-]*)/iu;
const SHEETS_NAMED = 12;

/**
 * Sheets with the same columns, none of which says whose they are: each is a scholar's, named as the sheet or in the
 * title above its headings. Rows are numbered on from sheet to sheet. Null where they are not so.
 */
export async function scholarSheets(file: string, mapping: Mapping, table: ReadTable): Promise<ReadTable | null> {
  if (table.sheet === null) return null;
  const all = mapping.sheet === undefined ? await readSheets(file, mapping) : [table];
  const alike = all.filter(({ head }) => JSON.stringify(head) === JSON.stringify(table.head));
  const names = alike.map(nameOf);
  if (names.includes(null) || (alike.length < 2 && !NAMED_IN_TITLE.test(table.title))) return null;
  let before = 0;
  const rows = alike.flatMap((one, i) => {
    const own = one.rows.map(({ line, cells }) => ({ line: before + line, cells: [names[i] as string, ...cells] }));
    before = own.at(-1)?.line ?? before;
    return own;
  });
  const others = all.filter((one) => !alike.includes(one)).map(({ sheet }) => sheet as string);
  return {
    ...table,
    source: table.file,
    head: [NAME, ...table.head],
    rows,
    notes: [
      ...alike.flatMap(({ notes }) => notes.filter(({ id }) => id !== 'study-import.sheets-not-read')),
      ...(others.length > 0 ? [say('study-import.sheets-not-read', { chosen: String(table.sheet), others })] : []),
    ],
  };
}

/** Whether the sheets are scholars, which is asked about; null while it is open. */
export function areScholars({ rows }: ReadTable, questions: Questions): string | null {
  const names = [...new Set(rows.map(({ cells }) => cells[0]))];
  const message = say('ask.sheets-are-scholars', { sheets: names.length, names: names.slice(0, SHEETS_NAMED) });
  return questions.ask(message, [{ id: 'scholars', label: say('study-import-choice.sheets-are-scholars') }, LEAVE_OUT]);
}

function nameOf({ sheet, title }: ReadTable): string | null {
  const said = NAMED_IN_TITLE.exec(title)?.[1].trim();
  const called = (sheet ?? '').trim();
  return said ?? (UNNAMED.test(called) ? null : called);
}
