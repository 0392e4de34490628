import { say } from '../../../../shared/messages/say.ts';
import { choiceOf, isKnownName, noteColumns } from '../text/columns.ts';
import type { ImportContext } from '../importer.ts';
import type { NamedTable } from '../text/named-table.ts';

const ONE = 'one';

/**
 * Takes the column of listeners in a table that names none in a known language. A first column of which nothing is
 * known may be it: that is asked, because all plays of the table would else be one person's. Row numbers are no names,
 * nor is a column with gaps.
 *
 * @throws UnansweredQuestions
 */
export function askWhosePlays(context: ImportContext, { head, headed, columns, sample }: NamedTable): void {
  if (!headed || columns.listener !== undefined || context.listenerGiven) return;
  const [header] = head.rows;
  const values = sample.map(([first]) => first ?? '');
  const isNumbering = values.every((value) => /^\d+$/.test(value)) && new Set(values).size === values.length;
  const isTaken = Object.values(columns).includes(0) || isKnownName(header[0]);
  if (isTaken || isNumbering || !/\p{L}/u.test(header[0]) || values.includes('')) return;
  const column = choiceOf(header, 0);
  const answer = context.questions.ask(say('ask.first-column-listener', { column: header[0] }), [
    column,
    { id: ONE, label: say('ask.one-listener', { listener: context.listener }) },
  ]);
  context.questions.stopIfOpen();
  if (answer !== column.id) return;
  columns.listener = 0;
  noteColumns(context, { listener: 0 }, () => header[0]);
}
