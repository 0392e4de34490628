import { say } from '../../../../shared/messages/say.ts';
import { choiceOf, columnWords, isKnownName, noteColumns } from '../text/columns.ts';
import type { ImportContext } from '../importer.ts';
import type { NamedTable } from '../text/named-table.ts';

const ONE = 'one';
/** What players and services say of a play, its song or its hearer; people are never called so. */
const NEVER_PEOPLE = new Set(
  (
    'age country region city location device platform os browser app player service provider source type kind ' +
    'category loved liked favourite favourites favorite favorites skipped shuffle offline weekday day week month ' +
    'hour season label composer composers lyricist writer writers producer conductor orchestra station channel ' +
    'playlist playlists context genre genres mood style tag tags language currency subscription reason event ' +
    'action status url uri link isrc index nr rank disc disk duration length bpm tempo key mode year format ' +
    'quality bitrate comment note notes version scrobble session row number'
  ).split(' '),
);
const FLAG = /^(true|false|yes|no|y|n|[01]|ja|nein|oui|non|是|否)$/i;
/** Of so many rows, a person comes more than once. */
const FEWEST_APART = 8;

/**
 * Takes the column of listeners in a table that names none in a known language. A first column of which nothing is
 * known may be it: that is asked, because all plays of the table would else be one person's. Row numbers are no
 * names, nor are flags, a column with gaps, or ids of which each row has its own.
 *
 * @throws UnansweredQuestions
 */
export function askWhosePlays(context: ImportContext, { head, headed, columns, sample }: NamedTable): void {
  if (!headed || columns.listener !== undefined || context.listenerGiven) return;
  const [header] = head.rows;
  const values = sample.map(([first]) => first ?? '');
  const isTaken = Object.values(columns).includes(0) || isKnownName(header[0]);
  if (isTaken || !/\p{L}/u.test(header[0]) || isNoPerson(columnWords(header[0]), values)) return;
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

function isNoPerson(heading: string, values: readonly string[]): boolean {
  if (heading.split(' ').some((word) => NEVER_PEOPLE.has(word))) return true;
  if (values.includes('') || values.every((value) => FLAG.test(value))) return true;
  const isEachOnce = new Set(values).size === values.length;
  const isId = /\bid$/.test(heading) && values.length > 1;
  return isEachOnce && (isId || values.length >= FEWEST_APART || values.every((value) => /^\d+$/.test(value)));
}
