import { say } from '../../../../shared/messages/say.ts';
import { candidates, choiceOf, type ColumnsContext, columnWords, isKnownName } from './columns.ts';

type Row = readonly string[];

const NONE = 'none';
/** Headings of titles that are no numbers, whatever they hold; others are titles where they hold words. */
const OF_TITLE = /\b(title|name)$/;
const WORDS = /\p{L}\S* \S*\p{L}/u;
const NAME = /\p{L}{2}/u;
const NO_NAME = /^(https?:|true$|false$|yes$|no$)|\d{4}-\d{2}-\d{2}|[|;{}[\]@]/i;
/** What else may be written in words beside a title. */
const OTHER_HEADING = new RegExp(
  '\\b(age|gender|sex|country|region|city|location|occupation|device|platform|os|browser|app|player|product|service|' +
    'provider|genres?|category|mood|style|language|label|composers?|directors?|writers?|publisher|author|brand|' +
    'playlist|context|source|reason|status|state|event|action|type|kind|user|friendly|e?mail|text|review|summary|' +
    'comment|notes?|description|quality|format|day|month|season|weekday|time|date|id|key|url|ur[il]|hash|full)\\b',
);
/** Of the titles in sight, the share of names beside them at least: users are of few sexes, songs of many artists. */
const FEWEST_NAMES_A_TITLE = 0.1;

/**
 * The column of artists beside songs that only their titles tell apart, where a heading that nobody knows may be it:
 * a title alone would make one song of all that share it.
 *
 * @returns null where there is none
 * @throws UnansweredQuestions
 */
export function artistBesideTitle(context: ColumnsContext, header: Row, rows: readonly Row[]) {
  const songs = candidates('song', header, rows);
  const [title] = songs;
  if (songs.length !== 1 || candidates('artist', header, rows).length > 0 || !isTitle(header, rows, title)) return null;
  const titles = new Set(rows.map((fields) => fields[title])).size;
  const offered = header.flatMap((_, column) => (mayBeArtists(header, rows, column, titles) ? [column] : []));
  if (offered.length === 0) return null;
  const choices = offered.map((column) => choiceOf(header, column));
  const answer = context.questions.ask(say('ask.artist-beside-title', { column: header[title] }), [
    ...choices,
    { id: NONE, label: say('ask.title-alone') },
  ]);
  context.questions.stopIfOpen();
  const artist = offered.find((_, i) => choices[i].id === answer);
  return artist === undefined ? null : { artist, title };
}

function isTitle(header: Row, rows: readonly Row[], column: number): boolean {
  if (candidates('title', [header[column]]).length === 0) return false;
  return OF_TITLE.test(columnWords(header[column])) || rows.some((fields) => WORDS.test(fields[column] ?? ''));
}

function mayBeArtists(header: Row, rows: readonly Row[], column: number, titles: number): boolean {
  const words = columnWords(header[column]);
  if (!/\p{L}/u.test(words) || OTHER_HEADING.test(words) || isKnownName(header[column])) return false;
  const values = rows.map((fields) => (fields[column] ?? '').trim()).filter((value) => value !== '');
  const names = new Set(values).size;
  const areNames = values.every((value) => !NO_NAME.test(value)) && values.some((value) => NAME.test(value));
  return areNames && names > 1 && names >= titles * FEWEST_NAMES_A_TITLE;
}
