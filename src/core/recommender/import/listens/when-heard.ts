import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { heardBesideTags, unnamedTimes } from '../text/clock-columns.ts';
import { choiceOf, isOfTags, noteColumns } from '../text/columns.ts';
import type { ImportContext } from '../importer.ts';
import type { NamedTable } from '../text/named-table.ts';

const NONE = 'none';

/**
 * Takes the column of times in a history that names none in a known language. That of a list of songs, of when they
 * were added, looks the same, so it is asked.
 *
 * @throws UnansweredQuestions; bad-input if it is a list of songs
 */
export function askWhenHeard(context: ImportContext, { head, headed, columns }: NamedTable): void {
  const found = headed ? openTimes(head.rows, columns.time) : [];
  if (found.length === 0) return;
  const [header] = head.rows;
  const answer = context.questions.ask(say('ask.when-heard', { columns: found.map((column) => header[column]) }), [
    ...found.map((column) => choiceOf(header, column)),
    { id: NONE, label: say('ask.list-of-songs') },
  ]);
  context.questions.stopIfOpen();
  const time = found.find((column) => choiceOf(header, column).id === answer);
  if (time === undefined)
    throw new AppError('bad-input', say('import.list-of-songs', { file: basename(context.file) }), {
      file: context.file,
    });
  columns.time = time;
  noteColumns(context, { time }, () => header[time]);
}

/** Columns that may tell when songs were heard, or something else of them: `date` beside lists of tags, too. */
function openTimes(rows: readonly (readonly string[])[], time: number | undefined): number[] {
  if (time === undefined) return unnamedTimes(rows);
  return isOfTags(rows[0]) && heardBesideTags(rows)?.isSure === false ? [time] : [];
}
