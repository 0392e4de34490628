import { say } from '../../../../shared/messages/say.ts';
import { choiceOf, columnWords, isKnownName, noteColumns } from '../text/columns.ts';
import type { ImportContext } from '../importer.ts';
import type { NamedTable } from '../text/named-table.ts';

const ONE = 'one';
/** What players and services say of a play, its song or its hearer; a name that ends in one is no person's. */
const NEVER_PEOPLE = new Set(
  (
    'age country region city location device platform os browser app player service provider ' +
    'category loved liked favourite favourites favorite favorites skipped shuffle offline weekday day week month ' +
    'hour season label composer composers lyricist writer writers producer conductor orchestra station channel ' +
    'playlist playlists context genre genres mood style tag tags language currency subscription reason event ' +
    'action status url uri link isrc rank disc disk duration length bpm tempo mode year format quality bitrate ' +
    'comment note notes scrobble'
  ).split(' '),
);
/** Say nothing alone, as a name or number may be of people too; beside the words above they change nothing. */
const DESCRIBING = new Set('id name code type kind source version number nr no index key row'.split(' '));
const FLAG = /^(true|false|yes|no|y|n|[01]|ja|nein|oui|non|是|否)$/i;
/** Who takes part in a study: each row of a table of sums is one of them. */
const PEOPLE = [
  'proband|teilnehmer|versuchsperson|schüler|hörer|kind',
  'student|pupil|participant|subject|respondent|person|patient|child',
];
const PERSON = new RegExp(PEOPLE.join('|'));

/**
 * Takes the column of listeners in a table that names none in a known language. A first column of which nothing is
 * known may be it: that is asked, because all plays of the table would else be one person's. Row numbers are no
 * names, nor are flags, a column with gaps, or ids of something else of which each row has its own.
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
  if (isNeverPeople(heading.split(' '))) return true;
  if (values.includes('') || values.every((value) => FLAG.test(value))) return true;
  if (PERSON.test(heading)) return false;
  if (isRowNumbers(values)) return true;
  const isId = /(\b|\$o)id$/.test(heading) && values.length > 1;
  return isId && new Set(values).size === values.length;
}

/** `Playback device` and `device type` are, `student number` and `kind`, a child in German, may be of people. */
function isNeverPeople(words: readonly string[]): boolean {
  const isNever = (word: string) => NEVER_PEOPLE.has(word);
  if (isNever(words.at(-1) ?? '')) return true;
  return words.some(isNever) && words.every((word) => isNever(word) || DESCRIBING.has(word));
}

/** Each row has the next number. */
function isRowNumbers(values: readonly string[]): boolean {
  return values.every((value, row) => /^\d+$/.test(value) && Number(value) === Number(values[0]) + row);
}
