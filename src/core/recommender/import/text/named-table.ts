import { say } from '../../../../shared/messages/say.ts';
import { artistBesideTitle } from './artist-beside.ts';
import { type ColumnsContext, noteColumns, type RoleName, takeColumns } from './columns.ts';
import { type DelimitedHead, hasHeader, NO_TABLE, readDelimitedHead } from './delimited.ts';
import { isSongFirst } from './id-forms.ts';
import type { ImportContext } from '../importer.ts';

export interface NamedTable {
  head: DelimitedHead;
  headed: boolean;
  columns: Partial<Record<RoleName, number>>;
  /** The first rows below the header. */
  sample: readonly (readonly string[])[];
}

/**
 * The columns of a delimited file: by their names, or by their places where it has no header. What was taken is noted.
 *
 * @param places the roles in the order of a file without a header, null for a column that is not read; an optional one
 *   at its end may be missing
 * @throws UnansweredQuestions if a required column is open
 */
export function openNamedTable(
  context: ImportContext,
  required: readonly RoleName[],
  optional: readonly RoleName[],
  places: readonly (RoleName | null)[],
): NamedTable {
  const head = readDelimitedHead(context.head) ?? NO_TABLE;
  const headed = hasHeader(head);
  noteAbove(context, head);
  const [first, ...rest] = head.rows;
  if (headed) return { head, headed, columns: namedColumns(context, first, required, optional, rest), sample: rest };
  const columns: NamedTable['columns'] = {};
  for (const [place, role] of inOrderOfIds(places, head.rows).entries())
    if (role !== null && (required.includes(role) || place < first.length)) columns[role] = place;
  context.report.notes.push(say('import.no-header-row'));
  noteColumns(context, columns, (place) => say('import.nth-column', { place: place + 1 }));
  return { head, headed, columns, sample: head.rows };
}

function namedColumns(
  context: ImportContext,
  header: readonly string[],
  required: readonly RoleName[],
  optional: readonly RoleName[],
  rows: readonly (readonly string[])[],
): NamedTable['columns'] {
  const named = required.includes('song') ? artistBesideTitle(context, header, rows) : null;
  const others = named ? required.filter((role) => role !== 'song') : required;
  const columns = takeColumns(context, header, others, optional, rows);
  if (named) noteColumns(context, named, (column) => header[column]);
  return { ...columns, ...named };
}

/** The places where a listener and a song stand side by side, turned round if their ids say so. */
function inOrderOfIds(
  places: readonly (RoleName | null)[],
  rows: readonly (readonly string[])[],
): readonly (RoleName | null)[] {
  const [first, second, ...rest] = places;
  return first === 'listener' && second === 'song' && isSongFirst(rows) ? ['song', 'listener', ...rest] : places;
}

/** Says which lines above a table were left out. */
export function noteAbove({ report }: Pick<ColumnsContext, 'report'>, head: DelimitedHead): void {
  const { above, isJoined, quoting } = head;
  if (quoting?.quote === "'") report.notes.push(say('import.single-quotes'));
  else if (quoting) report.notes.push(say('import.backslashes'));
  if (isJoined) return;
  const text = above.filter((line) => line.trim() !== '').join(' · ');
  if (text !== '') report.notes.push(say('import.lines-above', { lines: above.length, text: text.slice(0, 120) }));
}
