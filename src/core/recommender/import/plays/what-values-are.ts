import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext } from '../importer.ts';
import { fieldsOfLine } from '../text/quoted-lines.ts';

/** Of fewer rows their distribution says nothing. */
const FEWEST_ROWS = 20;
/** Of so many play counts some are larger than 5. */
const MANY_ROWS = 200;
/** By so many rows somebody who said that they are plays is doubted. */
const ROWS_TO_DOUBT = 50;
/** Of fewer, the first column may as well be the listeners of a few artists or titles. */
const MANY_SONGS = 20;
const USUAL_SHARE = 0.25;
/** The largest numbers of scales: stars, points, per cent, and Yahoo's mark for what is never to be played again. */
const SCALE_ENDS = [100, 255];
/** Half of what people give a song on Last.fm is one of few tags. */
const USUAL_TAGS = new Set(
  (
    'rock pop alternative indie electronic jazz metal folk punk blues soul country classical reggae ambient ' +
    'hip-hop rap dance experimental instrumental acoustic chillout electronica singer-songwriter hard rock ' +
    'alternative rock classic rock indie rock female vocalists male vocalists seen live favorites 80s 90s love'
  ).match(/hard rock|alternative rock|classic rock|indie rock|female vocalists|male vocalists|seen live|\S+/g),
);

/**
 * Three columns without names, the last of whole numbers, may be plays, ratings or tags. What does not look like plays
 * is asked about: who hears music hears most songs once or twice and a few very often, and of many songs.
 *
 * @throws UnansweredQuestions, or bad-input for what is read as another kind
 */
export function askWhatValuesAre(context: ImportContext, separator: string): void {
  const rows = rowsOf(context.head.head, separator);
  if (rows.length < FEWEST_ROWS) return;
  if (looksLikeTags(rows)) askOrRefuse(context, 'tags');
  const values = rows.map(([, , value]) => Number(value));
  if (looksLikeRatings(values, context.isKindSeen)) askOrRefuse(context, 'ratings');
}

function askOrRefuse({ questions, head, file }: ImportContext, kind: 'tags' | 'ratings'): void {
  const { name } = head;
  const plays = { id: 'plays', label: say('ask.are-play-counts') };
  const other = { id: kind, label: kind === 'tags' ? say('ask.are-tags') : say('ask.are-ratings') };
  const question = kind === 'tags' ? say('ask.counts-of-tags', { name }) : say('ask.counts-or-ratings', { name });
  const answer = questions.ask(question, [plays, other]);
  questions.stopIfOpen();
  if (answer === 'plays') return;
  const refusal =
    kind === 'tags' ? say('import.tags-are-no-plays', { name }) : say('import.ratings-are-no-plays', { name });
  throw new AppError('bad-input', refusal, { file });
}

/** The whole rows of a file's beginning that have three fields. */
function rowsOf(head: Buffer, separator: string): string[][] {
  return head
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      const fields = fieldsOfLine(line.replace(/\r$/, ''), separator);
      return fields?.length === 3 ? [fields] : [];
    });
}

/** Words that many songs share, rather than songs of one listener. */
function looksLikeTags(rows: readonly string[][]): boolean {
  const words = rows.map(([, word]) => word.toLowerCase());
  if (words.filter((word) => /^[\p{L}\p{M}][^\d]*$/u.test(word) || USUAL_TAGS.has(word)).length < 0.9 * rows.length)
    return false;
  const distinct = new Set(words);
  const songs = new Set(rows.map(([first]) => first)).size;
  if (songs >= MANY_SONGS && songs >= 2 * distinct.size && rows.length > distinct.size) return true;
  const usual = words.filter((word) => USUAL_TAGS.has(word));
  // Songs are called "Love" and "Country" too, but not so many of them.
  return new Set(usual).size > 1 && usual.length > USUAL_SHARE * rows.length;
}

function shareOf(values: readonly number[], from: number, to = from): number {
  return values.filter((value) => value >= from && value <= to).length / values.length;
}

/** Whether high stars outweigh low ones, as those of what somebody chose to hear do. */
function areHighStars(values: readonly number[]): boolean {
  return shareOf(values, 4, 5) > 1 / 3 && shareOf(values, 5) > shareOf(values, 3);
}

function looksLikeRatings(values: readonly number[], isKindSeen: boolean): boolean {
  if (!values.every((value) => Number.isInteger(2 * value) && value >= 0)) return false;
  const share = (from: number, to = from) => shareOf(values, from, to);
  const most = values.reduce((largest, value) => Math.max(largest, value), 0);
  // Nobody hears half a song on a scale of ten.
  if (!values.every(Number.isInteger)) return most <= 10;
  if (most === 5 && !isKindSeen) return areHighStars(values.slice(0, ROWS_TO_DOUBT));
  if (most === 5) return values.length < MANY_ROWS ? areHighStars(values) : share(5) > 0.02 && share(1) < 0.8;
  if (most === 10 && share(6, 10) > 0.4) return true;
  const distinct = new Set(values);
  if (most > 50 && most <= 100 && distinct.size > 4 && [...distinct].every((value) => value % 10 === 0)) return true;
  // Plays that somebody capped end so, too, but most of them are few.
  return SCALE_ENDS.includes(most) && values.filter((value) => value === most).length > 1 && share(51, most) > 0.25;
}
